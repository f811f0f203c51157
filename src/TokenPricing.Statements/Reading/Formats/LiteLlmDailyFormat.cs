namespace TokenPricing.Statements;

/// <summary>LiteLLM's daily spend: buckets of a day.</summary>
internal sealed class LiteLlmDailyFormat : RecordFormat
{
    public override string Name => "litellm-daily";

    public override bool Recognizes(SourceRecord record) => record.HasAll("date", "spend", "api_requests", "prompt_tokens");

    public override IEnumerable<UsageRow> Read(SourceRecord record, ReadingNotes notes)
    {
        UsageRow row = SafeRow.Of(record, () => Row(record), errors => Known(record, errors));
        yield return record.Text("id") is { } id ? notes.Once(row, id, notes.File, record.Raw) : notes.Once(row, record.Raw, notes.File);
    }

    private UsageRow Known(SourceRecord record, FieldErrors errors) => new(record.Line)
    {
        Id = record.Text("id") ?? record.LineId,
        Format = Name,
        File = record.File,
        Provider = record.Text("custom_llm_provider") ?? "",
        Model = record.Text("model") ?? record.Text("model_group") ?? "",
        During = errors.Of<Interval>(() => Periods.Day(record, "date")),
        Requests = null,
        Stated = errors.Of(() => record.Number("spend")) is { } spend ? new StatedCost(spend, "USD") : null,
    };

    private UsageRow Row(SourceRecord record)
    {
        UsageParts parts = LiteLlmLogFormat.Plain(record);
        long? requests = record.FirstCount("successful_requests", "api_requests");
        string provider = record.Text("custom_llm_provider") ?? "";
        string model = record.Text("model") ?? record.Text("model_group") ?? "";
        return new UsageRow(record.Line)
        {
            Id = record.Text("id") ?? record.LineId,
            Format = Name,
            File = record.File,
            Provider = provider,
            Model = provider.Length > 0 && model.StartsWith(provider + "/", StringComparison.OrdinalIgnoreCase)
                ? model[(provider.Length + 1)..]
                : model,
            During = Periods.Day(record, "date"),
            Requests = requests is > 0 ? requests : null,
            Usage = parts.ToUsage(),
            Stated = record.Number("spend") is { } spend ? new StatedCost(spend, "USD") : null,
            Tags = [.. record.Tags("team_id", "user_id", "api_key", "tag", "model_group")],
            NotCounted = parts.IsZero ? Reasons.EmptyBucket : null,
        };
    }
}
