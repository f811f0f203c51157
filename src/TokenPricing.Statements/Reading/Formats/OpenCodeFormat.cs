namespace TokenPricing.Statements;

/// <summary>Messages of opencode: one object a file, or one a line.</summary>
internal sealed class OpenCodeFormat : RecordFormat
{
    public override string Name => "opencode";

    public override bool Recognizes(SourceRecord record) => record.HasAll("providerID", "modelID");

    public override IEnumerable<UsageRow> Read(SourceRecord record, ReadingNotes notes)
    {
        string id = record.Text("id") ?? record.LineId;
        UsageRow row = SafeRow.Of(record, () => Row(record, id));
        if (row.Error is null && row.NotCounted is null && !notes.IsNew(Name, $"{record.Text("sessionID")}|{id}"))
        {
            notes.Warn($"{Name}: a message was given twice and is counted once");
            row = row.Without(Reasons.Duplicate);
        }

        yield return row;
    }

    private UsageRow Row(SourceRecord record, string id)
    {
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
