using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>A field that is asked for of the records of a file, and where it is in the current one.</summary>
/// <param name="parent">The object that it is in; <see langword="null"/> for a record.</param>
/// <param name="name">Its name.</param>
internal sealed class JsonLineField(JsonLineField? parent, string name)
{
    // How many names of an object are remembered in their order. Those behind are compared with all names that are asked for.
    private const int MostRemembered = 128;
    private const int RecentPaths = 256;

    private readonly Dictionary<string, JsonLineField[]> _paths = new(StringComparer.Ordinal);
    private readonly List<JsonLineField> _fields = [];
    private readonly List<(byte[] Name, JsonLineField? Field)> _remembered = [];
    private (string Path, JsonLineField[] Fields)[] _recent = [];
    private long _record;

    /// <summary>Whether a field of this object is asked for.</summary>
    public bool HasFields => _fields.Count > 0;

    /// <summary>What the value is.</summary>
    public JsonTokenType Kind { get; private set; }

    /// <summary>The position of the value in the bytes of the record.</summary>
    public int Start { get; private set; }

    /// <summary>The position behind the value in the bytes of the record.</summary>
    public int End { get; set; }

    /// <summary>The texts of the field in the records before, which it repeats.</summary>
    public TextCache Texts => field ??= new TextCache();

    /// <summary>
    /// The object or array that the field had in the record before; <see langword="null"/> if it had none that was asked for.
    /// </summary>
    public (byte[] Utf8, JsonElement Value)? Repeated { get; set; }

    /// <summary>Reads the texts of the field that are JSON themselves.</summary>
    public JsonLine Inner => field ??= new JsonLine();

    /// <summary>Notes the beginning of the value in a record, and returns whether the record has the field twice.</summary>
    public bool Begin(long record, JsonTokenType kind, int start)
    {
        bool isTwice = _record == record;
        (_record, Kind, Start, End) = (record, kind, start, int.MaxValue);
        return isTwice;
    }

    /// <summary>Returns whether a record has the field. It is noted only where the object that it is in is noted.</summary>
    /// <param name="record">The number of the record.</param>
    /// <param name="hasTwice">
    /// Whether the record has a field twice: where it is an object, the fields of the first are not in the last.
    /// </param>
    public bool IsIn(long record, bool hasTwice) =>
        _record == record
        && (!hasTwice || parent is null || (parent.IsIn(record, hasTwice) && Start > parent.Start && Start < parent.End));

    /// <summary>Returns the fields that a path could be, in the order of their precedence; <see langword="null"/> for a new path.</summary>
    public JsonLineField[]? PathOf(string path)
    {
        // Nearly all paths are constants, which are the same object each time.
        int slot = SlotOf(path);
        if (slot < _recent.Length && ReferenceEquals(_recent[slot].Path, path))
        {
            return _recent[slot].Fields;
        }

        if (!_paths.TryGetValue(path, out JsonLineField[]? fields))
        {
            return null;
        }

        _recent = _recent.Length == 0 ? new (string Path, JsonLineField[] Fields)[RecentPaths] : _recent;
        _recent[slot] = (path, fields);
        return fields;
    }

    /// <summary>
    /// Asks for a path from now on: for the field with the dotted name, and for the one in the object that its first name could be.
    /// </summary>
    public JsonLineField[] Ask(string path)
    {
        List<JsonLineField> fields = [];
        JsonLineField at = this;
        string rest = path;
        while (true)
        {
            fields.Add(at.Child(rest));
            int dot = rest.IndexOf('.', StringComparison.Ordinal);
            if (dot <= 0)
            {
                break;
            }

            at = at.Child(rest[..dot]);
            rest = rest[(dot + 1)..];
        }

        return _paths[path] = [.. fields];
    }

    /// <summary>Returns the field whose name is next in an object; <see langword="null"/> if it is not asked for.</summary>
    /// <param name="reader">The reader, at a name.</param>
    /// <param name="position">Where the name is expected among the names of the records before.</param>
    public JsonLineField? Next(ref Utf8JsonReader reader, ref int position)
    {
        if (position < _remembered.Count && reader.ValueSpan.SequenceEqual(_remembered[position].Name))
        {
            return _remembered[position++].Field;
        }

        for (int i = 0; i < _remembered.Count; i++)
        {
            if (reader.ValueSpan.SequenceEqual(_remembered[i].Name))
            {
                position = i + 1;
                return _remembered[i].Field;
            }
        }

        JsonLineField? asked = null;
        foreach (JsonLineField field in _fields)
        {
            if (reader.ValueTextEquals(field.Name))
            {
                asked = field;
                break;
            }
        }

        if (_remembered.Count < MostRemembered)
        {
            _remembered.Add((reader.ValueSpan.ToArray(), asked));
            position = _remembered.Count;
        }

        return asked;
    }

    private string Name => name;

    private static int SlotOf(string path) =>
        ((path.Length * 31) + (path.Length > 0 ? (path[0] * 17) + (path[^1] * 7) + (path[path.Length / 2] * 3) : 0)) % RecentPaths;

    private JsonLineField Child(string fieldName)
    {
        if (_fields.Find(f => f.Name == fieldName) is { } known)
        {
            return known;
        }

        JsonLineField added = new(this, fieldName);
        _fields.Add(added);
        _remembered.Clear();
        return added;
    }
}
