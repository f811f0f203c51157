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
    private long _scopes;

    /// <summary>The number of the file that is read.</summary>
    public long File { get; private set; }

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

    /// <summary>Begins a file.</summary>
    public void NextFile() => File = NextScope();

    /// <summary>Returns the number of a new scope, such as a bucket of a report: in it, a key may be there several times.</summary>
    public long NextScope() => ++_scopes;

    /// <summary>Returns a row, or the same row without its cost if another file or bucket had it: <see cref="IsFirst"/>.</summary>
    public UsageRow Once(UsageRow row, string key, long scope, string? content = null) =>
        IsFirst(row.Format!, key, scope, content) ? row : row.Repeated();

    /// <summary>
    /// Returns whether a key was in no other scope before: in no other file, or in no other bucket of the same one. Lines of one scope that
    /// have the same key are different parts of a sum.
    /// </summary>
    /// <param name="format">The format.</param>
    /// <param name="key">What makes a line one and the same in two files.</param>
    /// <param name="scope">The file or the bucket.</param>
    /// <param name="content">What a newer report may tell otherwise, such as the amount; <see langword="null"/> if nothing.</param>
    public bool IsFirst(string format, string key, long scope, string? content = null)
    {
        bool isNew = content is null || !IsRepeated(format, $"{key}\u001e{content}", scope);
        if (!IsRepeated(format, key, scope))
        {
            return true;
        }

        Warn(isNew && content is not null
            ? $"{format}: a line was given before with other numbers, in another file or bucket; the first one counts"
            : $"{format}: a line that was given before, in another file or bucket, is counted once");
        return false;
    }

    private bool IsRepeated(string format, string key, long scope)
    {
        ulong hash = Hash(key, Hash(format, 14_695_981_039_346_656_037));
        ulong here = unchecked((hash ^ (ulong)scope) * 1_099_511_628_211);
        bool isNew = _keys.TryAdd(hash);
        if (isNew)
        {
            _keys.TryAdd(here);
        }

        return !isNew && !_keys.Contains(here);
    }

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
