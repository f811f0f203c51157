using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>Session logs of Codex. The counts are cumulative: what was used is how much they grew.</summary>
internal sealed class CodexFormat : RecordFormat
{
    private static readonly string[] Counted =
        ["input_tokens", "cached_input_tokens", "output_tokens", "reasoning_output_tokens"];

    private string _model = "";
    private string _session = "";
    private long[] _before = new long[Counted.Length];
    private string? _replayedAt;
    private bool _isSubAgent;

    public override string Name => "codex";

    public override bool Recognizes(SourceRecord record) => record.Has("payload") && record.Text("type") switch
    {
        "turn_context" or "session_meta" => true,
        "event_msg" => record.Has("payload.type"),
        _ => false,
    };

    public override void Begin(string file)
    {
        (_model, _session, _before, _replayedAt, _isSubAgent) = ("", "", new long[Counted.Length], null, false);
    }

    public override IEnumerable<UsageRow> Read(SourceRecord record, ReadingNotes notes)
    {
        string? type = record.Text("type");
        if (type == "session_meta")
        {
            _session = record.Text("payload.id") ?? "";
            _isSubAgent = record.Has("payload.source.subagent") || record.Has("payload.forked_from_id")
                || record.Text("payload.source") == "subagent";
        }
        else if (type == "turn_context")
        {
            _model = record.Text("payload.model") ?? _model;
        }

        if (type != "event_msg" || record.Text("payload.type") != "token_count")
        {
            yield return Skipped(record, $"{Reasons.NoCall} ({type ?? "line"})");
            yield break;
        }

        yield return record.Json("payload.info.total_token_usage") is { ValueKind: JsonValueKind.Object } total
            ? SafeRow.Of(record, () => Row(record, total, notes))
            : Skipped(record, "no usage recorded");
    }

    private UsageRow Row(SourceRecord record, JsonElement total, ReadingNotes notes)
    {
        long[] now = [.. Counted.Select(c => JsonFields.Count(total, c) ?? 0)];
        long[] before = _before;
        string id = record.Text("timestamp") ?? record.LineId;
        _before = now;
        if (_isSubAgent && record.Text("timestamp") is { } time)
        {
            // A sub-agent's file begins with its parent's counts, all written within a second.
            _replayedAt ??= Second(time);
            if (_replayedAt == Second(time))
            {
                return Skipped(record, Reasons.Replay);
            }

            _isSubAgent = false;
        }

        if (now.AsSpan().SequenceEqual(before))
        {
            return Skipped(record, Reasons.Replay);
        }

        // A total that fell is a new count.
        long[] used = now[0] < before[0] || now[2] < before[2] ? now : [.. now.Zip(before, (n, b) => Math.Max(0, n - b))];
        if (!notes.IsNew(Name, $"{_session}|{id}|{string.Join(',', now)}"))
        {
            notes.Warn($"{Name}: an event of a session was given twice and is counted once");
            return Skipped(record, Reasons.Duplicate);
        }

        UsageParts parts = new();
        long read = Math.Min(used[1], used[0]);
        long reasoning = Math.Min(used[3], used[2]);
        parts.Add(Meter.Input, used[0] - read).Add(Meter.CacheRead, read).Add(Meter.Output, used[2] - reasoning);
        parts.Add(Meter.Reasoning, reasoning > 0 ? reasoning : null);
        return new UsageRow(record.Line)
        {
            Id = id,
            Format = Name,
            File = record.File,
            Provider = "openai",
            Model = _model,
            At = record.Time("timestamp"),
            Usage = parts.ToUsage(),
            Tags = _session.Length > 0 ? [new("session", _session)] : [],
            Error = _model == "codex-auto-review"
                ? new RowError(
                    RowError.InvalidRow, "The model 'codex-auto-review' is an alias that changes with time: name a model with --model.")
                : _model.Length == 0 ? new RowError(RowError.InvalidRow, "No line before says which model was used.")
                : null,
        };
    }

    private static string Second(string time) => time.Length > 19 ? time[..19] : time;

    private UsageRow Skipped(SourceRecord record, string reason) => new(record.Line)
    {
        Id = record.Text("timestamp") ?? record.LineId,
        Format = Name,
        File = record.File,
        NotCounted = reason,
    };
}
