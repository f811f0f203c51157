namespace TokenPricing.Statements;

/// <summary>What the lines of a session of Codex have said so far.</summary>
/// <remarks>
/// The file of a fork or a sub-agent may begin with lines of its parent. They are told, in this order, by the ordinal with which its own
/// begin, by their thread, by having been written at once, and by the parent's own file.
/// </remarks>
internal sealed class CodexSession
{
    /// <summary>A response and the sum that shows it are written one after the other.</summary>
    private const int MostOpenResponses = 64;

    /// <summary>A copied history is written at once; a call takes longer.</summary>
    private static readonly Duration LongestPause = Duration.FromSeconds(1);

    private readonly HashSet<string> _parents = new(StringComparer.Ordinal);
    private readonly bool _isFork;
    private readonly long? _firstOwn;
    private Instant? _copiedUntil;
    private bool _mayMatchParent;

    /// <summary>Begins a session of which no line is known.</summary>
    public CodexSession()
    {
    }

    /// <summary>Begins a session with its first line.</summary>
    public CodexSession(SourceRecord meta)
    {
        Id = meta.Text("payload.id") ?? "";
        _firstOwn = meta.Count("payload.subagent_history_start_ordinal") ?? meta.Count("payload.history_base.end_ordinal_exclusive");
        foreach (string field in (string[])
            ["payload.forked_from_id", "payload.parent_thread_id", "payload.source.subagent.thread_spawn.parent_thread_id"])
        {
            _ = meta.Text(field) is { } parent && _parents.Add(parent);
        }

        _isFork = _parents.Count > 0 || meta.Has("payload.source.subagent") || meta.Text("payload.source") == "subagent";
        _copiedUntil = _isFork ? meta.Time("timestamp") : null;
        _mayMatchParent = _isFork && _firstOwn is null;
    }

    /// <summary>The id of the session, which is that of its thread; empty if no line says it.</summary>
    public string Id { get; } = "";

    /// <summary>The sessions whose lines may begin the file.</summary>
    public IReadOnlyCollection<string> Parents => _parents;

    /// <summary>The model that was set last; empty if none was.</summary>
    public string Model { get; set; } = "";

    /// <summary>The tier that was set last; <see langword="null"/> for standard.</summary>
    public string? Tier { get; set; }

    /// <summary>The last sum; <see langword="null"/> before the first.</summary>
    public CodexCounts? Sum { get; set; }

    /// <summary>The ids and the counts of the last responses that no sum has shown yet.</summary>
    public List<(string? Id, CodexCounts Counts)> Responses { get; } = [];

    /// <summary>The ids of all responses.</summary>
    public HashSet<string> ResponseIds { get; } = new(StringComparer.Ordinal);

    /// <summary>The counts that a sum showed and no response yet; <see langword="null"/> if there are none.</summary>
    public CodexCounts? Unexplained { get; set; }

    /// <summary>Rows that may be those of a parent whose file has not been read, with their sums.</summary>
    public List<(UsageRow Row, CodexCounts? Sum)> Held { get; } = [];

    /// <summary>Returns whether a line is copied from a parent, which must be asked of every line in order.</summary>
    public bool IsCopied(SourceRecord record)
    {
        if (_firstOwn is { } first && record.Count("ordinal") is { } ordinal)
        {
            return ordinal < first;
        }

        if (_copiedUntil is not { } until || record.Time("timestamp") is not { } time)
        {
            return false;
        }

        // Newer versions leave lines their own time, which is before the fork.
        bool isCopied = time <= until + LongestPause;
        _copiedUntil = isCopied ? Instant.Max(until, time) : null;
        return isCopied;
    }

    /// <summary>Returns whether the first line of a session begins another one, rather than being copied or written again.</summary>
    public bool IsEndedBy(SourceRecord meta, bool isCopied)
    {
        string? id = meta.Text("payload.id");
        if (isCopied && id is not null && id != Id)
        {
            _parents.Add(id);
        }

        return id is not null && id != Id && !isCopied;
    }

    /// <summary>
    /// Returns whether the next sum may be a parent's, as long as all before it were: forks that were copied slowly begin as their parent
    /// did.
    /// </summary>
    public bool MayMatchParent => _mayMatchParent;

    /// <summary>Notes that a line is the session's own, as all after it are.</summary>
    public void IsOwnFromHere() => _mayMatchParent = false;

    /// <summary>Notes a response, which the next sum may show.</summary>
    public void Open(string? id, CodexCounts counts)
    {
        Responses.Add((id, counts));
        if (Responses.Count > MostOpenResponses)
        {
            Responses.RemoveAt(0);
        }
    }

    /// <summary>Returns what a sum grew by, without the responses that it shows.</summary>
    /// <param name="growth">What the sum grew by.</param>
    /// <param name="last">The counts of the last call in it.</param>
    public CodexCounts Rest(CodexCounts growth, CodexCounts last)
    {
        CodexCounts rest = growth;
        int shown = Responses.FindIndex(r => r.Counts == last);
        if (shown >= 0)
        {
            rest = rest.Without(last);
            Responses.RemoveAt(shown);
        }

        // Sums are not written for every call, so that one may show several responses.
        for (int i = 0; i < Responses.Count && growth != last && !rest.IsZero; i++)
        {
            if (rest.Contains(Responses[i].Counts))
            {
                rest = rest.Without(Responses[i].Counts);
                Responses.RemoveAt(i--);
            }
        }

        return rest;
    }

    /// <summary>
    /// Returns what a sum grew by. A sum that fell counts anew. The first sum of a fork has that of its parent in it.
    /// </summary>
    public CodexCounts Growth(CodexCounts now, CodexCounts? last)
    {
        if (Sum is not { } before)
        {
            return _isFork && last is { } call && now.Contains(call) ? call : now;
        }

        return now.Input < before.Input || now.Output < before.Output ? now : now.Without(before);
    }
}
