using System.Text;
using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>
/// Finds the fields of a file's JSON records, one record after the other. Each is read once from its beginning to its end, and only the
/// fields that were asked for before are noted on the way; a document of every record would take four times as long.
/// </summary>
/// <remarks>
/// The answers are those of <see cref="JsonFields.Find"/>: the last of several fields with one name, and the dotted name itself before the
/// path that it could be.
/// </remarks>
internal sealed class JsonLine
{
    // A reader asks for some dozens of fields, unless it asks for all that a record has. A long record is a hostile or a rare one: reading
    // it again for each new field would take too long.
    private const int MostFields = 256;
    private const int LongestRecord = 256 * 1024;
    private const int LongestRepeated = 256;

    private readonly JsonLineField _root = new(null, "");
    private ReadOnlyMemory<byte> _utf8;
    private JsonElement? _document;
    private bool _hasTwice;
    private int _fields;

    /// <summary>The record as a whole.</summary>
    public JsonLineField Root => _root;

    /// <summary>The number of records read so far, by which a field knows whether it is in this one.</summary>
    public long Number { get; private set; }

    /// <summary>The record as a document, which is made only where it is needed.</summary>
    public JsonElement Document => _document ??= Parsed(_utf8.Span);

    /// <summary>Reads a record, which must not change until the next.</summary>
    /// <exception cref="JsonException">It is not one JSON value.</exception>
    public void Read(ReadOnlyMemory<byte> utf8)
    {
        (_utf8, _document, _hasTwice) = (utf8, null, false);
        Number++;
        Utf8JsonReader reader = new(utf8.Span);
        reader.Read();
        Note(ref reader, _root);
        while (reader.Read())
        {
            // What follows the value throws.
        }
    }

    /// <summary>Finds a field of an object by its path.</summary>
    /// <param name="parent">The object, which the record has.</param>
    /// <param name="path">Names that are separated by dots.</param>
    /// <param name="found">The field; <see langword="null"/> if the record does not have it.</param>
    /// <returns><see langword="false"/> if the field must be looked up in the <see cref="Document"/>.</returns>
    public bool TryFind(JsonLineField parent, string path, out JsonLineField? found)
    {
        found = null;
        if ((parent.PathOf(path) ?? Asked(parent, path)) is not { } fields)
        {
            return false;
        }

        foreach (JsonLineField field in fields)
        {
            if (field.IsIn(Number, _hasTwice))
            {
                found = field;
                break;
            }
        }

        return true;
    }

    /// <summary>Returns the bytes of a value of the record.</summary>
    public ReadOnlySpan<byte> Bytes(JsonLineField field) => _utf8.Span[field.Start..field.End];

    /// <summary>Returns a value that is an object or an array. Records repeat short ones, such as lists of tags.</summary>
    public JsonElement Parsed(JsonLineField field)
    {
        ReadOnlySpan<byte> bytes = Bytes(field);
        if (field.Repeated is { } same && bytes.SequenceEqual(same.Utf8))
        {
            return same.Value;
        }

        JsonElement value = Parsed(bytes);
        field.Repeated = bytes.Length <= LongestRepeated ? (bytes.ToArray(), value) : null;
        return value;
    }

    /// <summary>Returns a value as text; <see langword="null"/> for null, an empty text, an object and an array.</summary>
    public string? Text(JsonLineField field)
    {
        ReadOnlySpan<byte> bytes = Bytes(field);
        switch (field.Kind)
        {
            case JsonTokenType.String when bytes.Length == 2:
                return null;
            case JsonTokenType.String when bytes.Contains((byte)'\\'):
                Utf8JsonReader reader = new(bytes);
                reader.Read();
                return reader.GetString();
            case JsonTokenType.String:
                return field.Texts.Of(bytes[1..^1]);
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                return Encoding.ASCII.GetString(bytes);
            default:
                return null;
        }
    }

    /// <summary>Returns the names of the fields of an object, in their order.</summary>
    public List<string> Names(JsonLineField parent)
    {
        List<string> names = [];
        Utf8JsonReader reader = new(Bytes(parent));
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            names.Add(reader.GetString()!);
            reader.Read();
            reader.Skip();
        }

        return names;
    }

    private static JsonElement Parsed(ReadOnlySpan<byte> utf8)
    {
        Utf8JsonReader reader = new(utf8);
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>Notes where a value is, and the fields in it that are asked for.</summary>
    private void Note(ref Utf8JsonReader reader, JsonLineField field)
    {
        _hasTwice |= field.Begin(Number, reader.TokenType, (int)reader.TokenStartIndex);
        if (reader.TokenType == JsonTokenType.StartObject && field.HasFields)
        {
            int position = 0;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                JsonLineField? asked = field.Next(ref reader, ref position);
                reader.Read();
                if (asked is null)
                {
                    reader.Skip();
                }
                else
                {
                    Note(ref reader, asked);
                }
            }
        }
        else
        {
            reader.Skip();
        }

        field.End = (int)reader.BytesConsumed;
    }

    /// <summary>Adds a path to those that are asked for, and reads the record again to note it.</summary>
    private JsonLineField[]? Asked(JsonLineField parent, string path)
    {
        if (_fields >= MostFields || _utf8.Length > LongestRecord)
        {
            return null;
        }

        _fields += 1 + path.Count(c => c == '.');
        JsonLineField[] fields = parent.Ask(path);
        Read(_utf8);
        return fields;
    }
}
