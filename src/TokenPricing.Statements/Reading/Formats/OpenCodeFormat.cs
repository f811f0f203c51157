using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>Messages of opencode: one object a file, one a line, or a session that was exported.</summary>
internal sealed class OpenCodeFormat : RecordFormat
{
    private const string FormatName = "opencode";

    private static readonly UnknownCounts Unknown = new(FormatName, "input", "output", "reasoning", "cache.read", "cache.write", "total");

    public override string Name => FormatName;

    public override bool Recognizes(SourceRecord record) =>
        record.HasAll("providerID", "modelID") || (record.Has("info.id") && Exported(record) is { ValueKind: JsonValueKind.Array });

    public override IEnumerable<UsageRow> Read(SourceRecord record, ReadingNotes notes)
    {
        if (Exported(record) is not { ValueKind: JsonValueKind.Array } messages)
        {
            yield return Message(record, notes);
            yield break;
        }

        foreach (JsonElement message in messages.EnumerateArray())
        {
            yield return Message(new JsonRecord(record.File, record.Line, JsonFields.Find(message, "info") ?? message), notes);
        }
    }

    /// <summary>Returns the messages of a session that <c>opencode export</c> wrote.</summary>
    private static JsonElement? Exported(SourceRecord record) => record.Has("messages") ? record.Json("messages") : null;

    private UsageRow Message(SourceRecord record, ReadingNotes notes)
    {
        string id = record.Text("id") ?? record.LineId;
        UsageRow row = SafeRow.Of(record, () => Row(record, id, notes));
        if (row.Error is null && row.NotCounted is null && !notes.IsNew(Name, $"{record.Text("sessionID")}|{id}"))
        {
            notes.Warn($"{Name}: a message was given twice and is counted once");
            row = row.Without(Reasons.Duplicate);
        }

        return row;
    }

    private UsageRow Row(SourceRecord record, string id, ReadingNotes notes)
    {
        if (record.Json("tokens") is { } tokens)
        {
            Unknown.Note(tokens, notes);
        }

        UsageParts parts = new UsageParts().Add(Meter.Input, record.Count("tokens.input"));
        CacheCounts.AddCached(parts, record.Count("tokens.cache.read"), record.Count("tokens.cache.write"));
        long? reasoning = record.Count("tokens.reasoning");
        parts.Add(Meter.Output, record.Count("tokens.output")).Add(Meter.Reasoning, reasoning is > 0 ? reasoning : null);
        decimal? cost = record.Number("cost");
        bool isCall = record.Text("role") is null or "assistant";
        return new UsageRow(record.Line)
        {
            Id = id,
            Format = Name,
            File = record.File,
            Provider = record.Text("providerID") ?? "",
            Model = record.Text("modelID") ?? "",
            At = record.Time("time.created"),
            Usage = isCall ? parts.ToUsage() : null,
            Stated = cost is not null and not 0 ? new StatedCost(cost.Value, "USD") : null,
            Tags = [.. record.Tags("sessionID", "agent", "mode")],
            NotCounted = !isCall ? $"{Reasons.NoCall} ({record.Text("role")})" : parts.IsZero ? "no usage recorded" : null,
        };
    }
}
