using System.Runtime.InteropServices;

namespace TokenPricing.Statements;

/// <summary>The header of a CSV file, and which of its columns a reader asked for.</summary>
internal sealed class CsvColumns(string[] names)
{
    private readonly Dictionary<string, int> _indexes = Indexed(names);
    private readonly bool[] _isRead = new bool[names.Length];
    private readonly Dictionary<string, JsonLine> _inner = new(StringComparer.Ordinal);

    /// <summary>The names, without the spaces around them.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>The columns that no reader asked for.</summary>
    public IEnumerable<string> Unread => names.Where((_, i) => !_isRead[i]);

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
