using System.Collections.Immutable;
using System.Globalization;

namespace TokenPricing.Statements;

/// <summary>What concerns an input as a whole: formats, warnings, fields that were not read.</summary>
internal sealed class ReadingNotes
{
    private const int MostWarnings = 50;

    private readonly Dictionary<string, long> _warnings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _partial = new(StringComparer.Ordinal);
    private readonly HashSet<string> _formats = new(StringComparer.Ordinal);
    private readonly RecentKeys _keys = new();

    /// <summary>The names of the formats, in the order in which they were found.</summary>
    public IEnumerable<string> Formats => _formats;

    /// <summary>The warnings, each once with the number of times.</summary>
    public ImmutableArray<string> Warnings =>
    [
        .. _warnings.Select(w => w.Value == 1 ? w.Key : string.Create(CultureInfo.InvariantCulture, $"{w.Key} ({w.Value:N0} times)")),
    ];

    /// <summary>Notes a page of a report, of which there may be more. The last page of a format decides.</summary>
    public void Page(string format, string file, bool hasMore)
    {
        if (hasMore)
        {
            _partial[format] = file;
        }
        else
        {
            _partial.Remove(format);
        }
    }

    /// <summary>Warns of reports whose last page says that there are more.</summary>
    public void WarnOfMissingPages()
    {
        foreach ((string format, string file) in _partial)
        {
            Warn($"{format}: the last page given{(file.Length > 0 ? $" ({file})" : "")} says has_more: the report is incomplete, give all "
                + "of its pages");
        }

        _partial.Clear();
    }

    /// <summary>Adds a format.</summary>
    public void Format(string name) => _formats.Add(name);

    /// <summary>Adds a warning. The same warning again is counted.</summary>
    public void Warn(string warning)
    {
        if (_warnings.TryGetValue(warning, out long times))
        {
            _warnings[warning] = times + 1;
        }
        else if (_warnings.Count < MostWarnings)
        {
            _warnings[warning] = 1;
        }
    }

    /// <summary>
    /// Returns whether a key is new. The last million keys are remembered, as hashes, so that memory stays constant; a key further back is
    /// new again.
    /// </summary>
    public bool IsNew(string format, string key) => _keys.TryAdd(Hash(key, Hash(format, 14_695_981_039_346_656_037)));

    /// <summary>Returns the 64-bit FNV-1a hash of a text.</summary>
    private static ulong Hash(string text, ulong hash)
    {
        foreach (char c in text)
        {
            hash = unchecked((hash ^ c) * 1_099_511_628_211);
        }

        return hash;
    }
}
