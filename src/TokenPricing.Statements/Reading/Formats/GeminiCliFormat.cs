using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>Sessions of the Gemini CLI, as one object or one message a line.</summary>
/// <remarks>Rows are held until the end of the input, because a later line of the same message may have more.</remarks>
/// <param name="provider">The provider of the calls; <see langword="null"/> for Google.</param>
internal sealed class GeminiCliFormat(string? provider = null) : RecordFormat
{
    private const string FormatName = "gemini-cli";
    private const string NoUsage = "no usage recorded";

    private static readonly UnknownCounts Unknown = new(FormatName, "input", "output", "cached", "thoughts", "tool", "total");

    private readonly List<UsageRow> _rows = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private string? _session;

    public override string Name => FormatName;

    public override bool Recognizes(SourceRecord record) =>
        record.Has("tokens.thoughts")
        || (record.Has("sessionId") && (record.Json("messages") is { ValueKind: JsonValueKind.Array } || record.Has("projectHash")))
        || record.Json("$set.messages") is { ValueKind: JsonValueKind.Array };

    public override void Begin(string file) => _session = null;

    public override IEnumerable<UsageRow> Read(SourceRecord record, ReadingNotes notes)
    {
        _session = record.Text("sessionId") ?? _session;
        if ((record.Json("messages") ?? record.Json("$set.messages")) is { ValueKind: JsonValueKind.Array } messages)
        {
            foreach (JsonElement message in messages.EnumerateArray())
            {
                if (Row(record, new JsonRecord(record.File, record.Line, message), notes) is { } row)
                {
                    yield return row;
                }
            }

            yield break;
        }

        if (Row(record, record, notes) is { } one)
        {
            yield return one;
        }
    }

    public override IEnumerable<UsageRow> EndOfInput(ReadingNotes notes)
    {
        foreach (UsageRow row in _rows)
        {
            yield return row;
        }

        _rows.Clear();
        _places.Clear();
    }

    /// <summary>Holds the row of a message, and returns a row that does not count.</summary>
    private UsageRow? Row(SourceRecord record, SourceRecord message, ReadingNotes notes)
    {
        string id = message.Text("id") ?? message.LineId;
        if (message.Text("type") is { } type ? type != "gemini" : !message.Has("tokens"))
        {
            return Skipped(record, id, $"{Reasons.NoCall} ({message.Text("type") ?? "line"})");
        }

        if (message.Json("tokens") is not { ValueKind: JsonValueKind.Object } tokens)
        {
            return Skipped(record, id, NoUsage);
        }

        UsageRow row = SafeRow.Of(record, () =>
        {
            Unknown.Note(tokens, notes);
            return Read(record, message, id);
        });
        return row.Error is not null || row.NotCounted is not null ? row : Held(row, message);
    }

    /// <summary>
    /// Holds a row, and returns the one that it replaces. A session that is resumed or migrated has the messages of its first file again.
    /// </summary>
    private UsageRow? Held(UsageRow row, SourceRecord message)
    {
        string inSession = $"{_session ?? row.File}|{row.Id}";
        string? atTime = message.Text("id") is not null && message.Text("timestamp") is { } time ? $"{time}|{row.Id}" : null;
        bool isKnown = _places.TryGetValue(inSession, out int place) || (atTime is not null && _places.TryGetValue(atTime, out place));
        UsageRow? before = isKnown ? _rows[place] : null;
        if (before is null)
        {
            place = _rows.Count;
            _rows.Add(row);
        }
        else
        {
            _rows[place] = row;
        }

        _places[inSession] = place;
        if (atTime is not null)
        {
            _places[atTime] = place;
        }

        return before?.Without(Reasons.Replay);
    }

    private UsageRow Skipped(SourceRecord record, string id, string reason) =>
        new(record.Line) { Id = id, Format = Name, File = record.File, NotCounted = reason };

    private UsageRow Read(SourceRecord record, SourceRecord message, string id)
    {
        long input = message.Count("tokens.input") ?? 0;
        long read = message.Count("tokens.cached") ?? 0;
        long output = message.Count("tokens.output") ?? 0;
        long thoughts = message.Count("tokens.thoughts") ?? 0;
        long tool = message.Count("tokens.tool") ?? 0;
        long? total = message.Count("tokens.total");
        UsageParts parts = new UsageParts()
            .Add(Meter.Input, UsageParts.Rest("tokens.input", input, ("tokens.cached", read)) + tool)
            .Add(Meter.CacheRead, read)
            .Add(Meter.Output, output)
            .Add(Meter.Reasoning, thoughts > 0 ? thoughts : null);
        return new UsageRow(record.Line)
        {
            Id = id,
            Format = Name,
            File = record.File,
            Provider = provider ?? "google",
            Model = message.Text("model") ?? "",
            At = message.Time("timestamp"),
            Usage = parts.ToUsage(),
            Tags = _session is null ? [] : [new("session", _session)],
            NotCounted = parts.IsZero && total is null or 0 ? NoUsage : null,
            Warnings = total is { } all && all != input + output + thoughts + tool
                ? [FormattableString.Invariant($"tokens.total is {all}, and its parts sum to {input + output + thoughts + tool}")]
                : [],
        };
    }
}
