using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>Sessions of the Gemini CLI, as one object or one message a line.</summary>
internal sealed class GeminiCliFormat : RecordFormat
{
    private readonly Dictionary<string, UsageRow> _messages = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    public override string Name => "gemini-cli";

    public override bool Recognizes(SourceRecord record)
    {
        if (record.Has("tokens.thoughts"))
        {
            return true;
        }

        return record.Has("sessionId") && record.Json("messages") is { ValueKind: JsonValueKind.Array };
    }

    public override IEnumerable<UsageRow> Read(SourceRecord record, ReadingNotes notes)
    {
        if (record.Json("messages") is { ValueKind: JsonValueKind.Array } messages)
        {
            foreach (JsonElement message in messages.EnumerateArray())
            {
                if (Row(record, new JsonRecord(record.File, record.Line, message), record.Text("sessionId")) is { } row)
                {
                    yield return row;
                }
            }

            yield break;
        }

        if (Row(record, record, record.Text("sessionId")) is { } one)
        {
            yield return one;
        }
    }

    public override IEnumerable<UsageRow> EndOfInput(ReadingNotes notes)
    {
        foreach (string key in _order)
        {
            yield return _messages[key];
        }

        _messages.Clear();
        _order.Clear();
    }

    /// <summary>Holds the row of a message, and returns a row that does not count.</summary>
    private UsageRow? Row(SourceRecord record, SourceRecord message, string? session)
    {
        string id = message.Text("id") ?? message.LineId;
        if (message.Text("type") is { } type && type != "gemini")
        {
            return Skipped(record, id, $"{Reasons.NoCall} ({type})");
        }

        if (!message.Has("tokens"))
        {
            return Skipped(record, id, "no usage recorded");
        }

        UsageRow row = SafeRow.Of(record, () => Read(record, message, id, session));
        if (row.Error is not null)
        {
            return row;
        }

        string key = $"{session ?? record.File}|{id}";
        if (_messages.TryGetValue(key, out UsageRow? before))
        {
            _messages[key] = row;
            return before.Without(Reasons.Replay);
        }

        _messages[key] = row;
        _order.Add(key);
        return null;
    }

    private UsageRow Skipped(SourceRecord record, string id, string reason) =>
        new(record.Line) { Id = id, Format = Name, File = record.File, NotCounted = reason };

    private UsageRow Read(SourceRecord record, SourceRecord message, string id, string? session)
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
            Provider = "google",
            Model = message.Text("model") ?? "",
            At = message.Time("timestamp"),
            Usage = parts.ToUsage(),
            Tags = session is null ? [] : [new("session", session)],
            Warnings = total is { } all && all != input + output + thoughts + tool
                ? [FormattableString.Invariant($"tokens.total is {all}, and its parts sum to {input + output + thoughts + tool}")]
                : [],
        };
    }
}
