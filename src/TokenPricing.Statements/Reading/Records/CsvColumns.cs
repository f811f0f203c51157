using System.Globalization;
using System.Runtime.InteropServices;

namespace TokenPricing.Statements;

/// <summary>The header of a CSV file, and which of its columns a reader asked for.</summary>
internal sealed class CsvColumns
{
    private readonly string[] _names;
    private readonly Dictionary<string, int> _indexes;
    private readonly bool[] _isRead;
    private readonly Dictionary<string, JsonLine> _inner = new(StringComparer.Ordinal);

    /// <summary>Creates a header.</summary>
    /// <param name="names">
    /// The names. One that is there again gets a number, such as <c>Team (2)</c>, so that its cells are not those of the first.
    /// </param>
    public CsvColumns(IEnumerable<string> names)
    {
        _names = Unique(names);
        _indexes = Indexed(_names);
        _isRead = new bool[_names.Length];
    }

    /// <summary>The names, without the spaces around them.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The columns that no reader asked for.</summary>
    public IEnumerable<string> Unread => _names.Where((_, i) => !_isRead[i]);

    /// <summary>Returns the index of a column, whatever the case of its letters; -1 if there is none.</summary>
    public int Find(string name)
    {
        if (!_indexes.TryGetValue(name, out int index))
        {
            return -1;
        }

        _isRead[index] = true;
        return index;
    }

    /// <summary>Returns the reader of a column whose cells are JSON.</summary>
    public JsonLine InnerOf(string name)
    {
        ref JsonLine? inner = ref CollectionsMarshal.GetValueRefOrAddDefault(_inner, name, out _);
        return inner ??= new JsonLine();
    }

    private static string[] Unique(IEnumerable<string> names)
    {
        Dictionary<string, int> times = new(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. names.Select(n => n.Length > 0 && (times[n] = times.GetValueOrDefault(n) + 1) is > 1 and var time
                ? string.Create(CultureInfo.InvariantCulture, $"{n} ({time})")
                : n),
        ];
    }

    private static Dictionary<string, int> Indexed(string[] names)
    {
        Dictionary<string, int> indexes = new(StringComparer.OrdinalIgnoreCase);
        foreach ((int index, string name) in names.Index())
        {
            indexes.TryAdd(name, index);
        }

        return indexes;
    }
}
