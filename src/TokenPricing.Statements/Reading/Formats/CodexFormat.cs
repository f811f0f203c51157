using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>Session logs of Codex: sums, of which counts how much they grew, and in newer versions each response too.</summary>
/// <param name="provider">The provider of the calls; <see langword="null"/> for OpenAI.</param>
internal sealed class CodexFormat(string? provider = null) : RecordFormat
{
    private const string FormatName = "codex";

    private static readonly UnknownCounts Unknown = new(
        FormatName, "input_tokens", "cached_input_tokens", "cache_write_input_tokens", "output_tokens", "reasoning_output_tokens",
        "total_tokens");

    private readonly Dictionary<string, HashSet<CodexCounts>> _sums = new(StringComparer.Ordinal);
    private readonly List<CodexSession> _held = [];
    private CodexSession _session = new();

    public override string Name => FormatName;

    public override bool Recognizes(SourceRecord record) => record.Has("payload") && record.Text("type") switch
    {
        "turn_context" or "session_meta" or "token_usage_record" => true,
        "event_msg" => record.Has("payload.type"),
        _ => false,
    };

    public override void Begin(string file) => _session = new CodexSession();

    public override IEnumerable<UsageRow> Read(SourceRecord record, ReadingNotes notes)
    {
        string? type = record.Text("type");
        bool isCopied = _session.IsCopied(record);
        if (type == "session_meta" && (_session.Id.Length == 0 || _session.IsEndedBy(record, isCopied)))
        {
            _session = new CodexSession(record);
        }
        else if (type == "turn_context")
        {
            Set(record, "payload");
        }

        UsageRow? row = (type, record.Text("payload.type")) switch
        {
            ("event_msg", "token_count") => SafeRow.OfAny(record, () => Counted(record, isCopied, notes)),
            ("token_usage_record", _) => SafeRow.Of(record, () => Response(record, isCopied, notes)),
            ("event_msg", "thread_settings_applied") => Set(record, "payload.thread_settings"),
            ("compacted", _) => Compacted(record),
            _ => Skipped(record, $"{Reasons.NoCall} ({type ?? "line"})"),
        };
        if (row is not null)
        {
            yield return row;
        }
    }

    public override IEnumerable<UsageRow> EndOfInput(ReadingNotes notes)
    {
        foreach (CodexSession session in _held)
        {
            bool mayMatch = true;
            foreach ((UsageRow row, CodexCounts? sum) in session.Held)
            {
                mayMatch = mayMatch && sum is { } known && IsOfParent(session, known) == true;
                yield return mayMatch ? row.Without(Reasons.Replay) : row;
            }
        }

        _held.Clear();
        _sums.Clear();
    }

    /// <summary>Notes the model and the tier of the calls that follow.</summary>
    private UsageRow Set(SourceRecord record, string path)
    {
        _session.Model = record.Text($"{path}.model") ?? _session.Model;

        // A line of settings without a tier says that it is the standard one; the context of a turn has none.
        if (record.Text($"{path}.service_tier") is { } tier)
        {
            _session.Tier = tier == "fast" ? "priority" : Tiers.Named(tier);
        }
        else if (path != "payload")
        {
            _session.Tier = null;
        }

        return Skipped(record, $"{Reasons.NoCall} ({record.Text("type")})");
    }

    /// <summary>Returns the row of a sum; <see langword="null"/> if it is held until the parent is known.</summary>
    private UsageRow? Counted(SourceRecord record, bool isCopied, ReadingNotes notes)
    {
        CodexCounts? last = record.Json("payload.info.last_token_usage") is { ValueKind: JsonValueKind.Object } call
            ? CodexCounts.Of(call)
            : null;
        _session.Model = record.Text("payload.info.model") ?? _session.Model;
        if (record.Json("payload.info.total_token_usage") is not { ValueKind: JsonValueKind.Object } total)
        {
            return last is not { IsZero: false } only ? Skipped(record, "no usage recorded")
                : isCopied ? Skipped(record, Reasons.Replay)
                : Own(record, only, only, null, notes);
        }

        CodexCounts now = CodexCounts.Of(total);
        CodexCounts growth = _session.Growth(now, last);
        bool isFirst = _session.Sum is null;
        bool isRepeated = _session.Sum == now;
        _session.Sum = now;
        SumsOf(_session.Id).Add(now);
        if (isCopied || isRepeated || (isFirst && now.IsZero))
        {
            return Skipped(record, Reasons.Replay);
        }

        bool? isOfParent = _session.MayMatchParent ? IsOfParent(_session, now) : false;
        if (isOfParent == true)
        {
            return Skipped(record, Reasons.Replay);
        }

        if (isOfParent == false)
        {
            _session.IsOwnFromHere();
        }

        Unknown.Note(total, notes);
        return Own(record, growth, last ?? growth, now, notes);
    }

    /// <summary>Returns the row of what a sum grew by, without the responses that have rows.</summary>
    private UsageRow? Own(SourceRecord record, CodexCounts growth, CodexCounts last, CodexCounts? now, ReadingNotes notes)
    {
        CodexCounts rest = _session.Rest(growth, last);
        if (rest.IsZero)
        {
            return Skipped(record, Reasons.Replay);
        }

        _session.Unexplained = rest;
        string id = record.Text("timestamp") ?? record.LineId;
        if (!notes.IsNew(Name, $"{_session.Id}|{id}|{now ?? rest}"))
        {
            return Again(record, "an event of a session", notes);
        }

        UsageRow row = Row(record, id, rest);
        if (!_session.MayMatchParent)
        {
            return row;
        }

        if (_session.Held.Count == 0)
        {
            _held.Add(_session);
        }

        _session.Held.Add((row, now));
        return null;
    }

    /// <summary>Returns the row of a response, which a sum before or after it may show too. That of a compaction is in no sum.</summary>
    private UsageRow Response(SourceRecord record, bool isCopied, ReadingNotes notes)
    {
        string? thread = record.Text("payload.thread_id");
        bool isOwn = thread is not null && thread == _session.Id;
        if (!isOwn && (isCopied || (thread is not null && _session.Parents.Contains(thread))))
        {
            return Skipped(record, Reasons.Replay);
        }

        if (record.Json("payload.usage") is not { ValueKind: JsonValueKind.Object } usage)
        {
            return Skipped(record, "no usage recorded");
        }

        if (isOwn)
        {
            _session.IsOwnFromHere();
        }

        Unknown.Note(usage, notes);
        CodexCounts counts = CodexCounts.Of(usage);
        string? id = record.Text("payload.response_id");
        if (id is not null && !_session.ResponseIds.Add(id))
        {
            return Again(record, "a response", notes);
        }

        bool isNew = notes.IsNew(Name, id is null ? $"{_session.Id}|{record.Text("timestamp")}|{counts}" : $"response|{id}");
        if (_session.Unexplained == counts)
        {
            _session.Unexplained = null;
            return Skipped(record, Reasons.Replay);
        }

        _session.Open(id, counts);
        return isNew ? Row(record, id ?? record.Text("timestamp") ?? record.LineId, counts) : Again(record, "a response", notes);
    }

    /// <summary>Notes that no sum will show the response of a compaction.</summary>
    private UsageRow Compacted(SourceRecord record)
    {
        if (record.Text("payload.compaction_response_id") is { } id)
        {
            _session.Responses.RemoveAll(r => r.Id == id);
        }

        return Skipped(record, $"{Reasons.NoCall} (compacted)");
    }

    /// <summary>Returns whether a parent has a sum too; <see langword="null"/> if the file of one has not been read.</summary>
    private bool? IsOfParent(CodexSession session, CodexCounts sum) =>
        session.Parents.Any(p => _sums.TryGetValue(p, out HashSet<CodexCounts>? sums) && sums.Contains(sum)) ? true
        : session.Parents.All(_sums.ContainsKey) ? false
        : null;

    private HashSet<CodexCounts> SumsOf(string session)
    {
        if (!_sums.TryGetValue(session, out HashSet<CodexCounts>? sums))
        {
            _sums[session] = sums = [];
        }

        return sums;
    }

    private UsageRow Row(SourceRecord record, string id, CodexCounts used)
    {
        string model = _session.Model;
        return new UsageRow(record.Line)
        {
            Id = id,
            Format = Name,
            File = record.File,
            Provider = provider ?? "openai",
            Model = model,
            At = record.Time("timestamp"),
            ServiceTier = _session.Tier,
            Usage = used.ToUsage(),
            Tags = _session.Id.Length > 0 ? [new("session", _session.Id)] : [],
            Error = model == "codex-auto-review"
                ? new RowError(
                    RowError.InvalidRow, "The model 'codex-auto-review' is an alias that changes with time: name a model with --model.")
                : model.Length == 0 ? new RowError(RowError.InvalidRow, "No line before says which model was used.")
                : null,
        };
    }

    private UsageRow Again(SourceRecord record, string what, ReadingNotes notes)
    {
        notes.Warn($"{Name}: {what} was given twice and is counted once");
        return Skipped(record, Reasons.Duplicate);
    }

    private UsageRow Skipped(SourceRecord record, string reason) => new(record.Line)
    {
        Id = record.Text("timestamp") ?? record.LineId,
        Format = Name,
        File = record.File,
        NotCounted = reason,
    };
}
