namespace TokenPricing.Statements;

/// <summary>The usage CSV of Anthropic's console: days.</summary>
internal sealed class AnthropicConsoleUsageFormat : RecordFormat
{
    private static readonly string[] Key =
        ["usage_date_utc", "model_version", "api_key", "workspace", "usage_type", "context_window", "inference_geo", "speed"];

    public override string Name => "anthropic-console-usage";

    public override bool Recognizes(SourceRecord record) => record.HasAll("usage_input_tokens_no_cache", "usage_output_tokens");

    public override IEnumerable<UsageRow> Read(SourceRecord record, ReadingNotes notes)
    {
        string? tier = record.Text("usage_type");
        string? model = record.Text("model_version");
        UsageParts parts = new UsageParts()
            .Add(Meter.Input, record.Count("usage_input_tokens_no_cache"))
            .Add(Meter.CacheRead, record.Count("usage_input_tokens_cache_read"))
            .Add(Meter.CacheWrite5m, record.Count("usage_input_tokens_cache_write_5m"))
            .Add(Meter.CacheWrite1h, record.Count("usage_input_tokens_cache_write_1h"))
            .Add(Meter.Output, record.Count("usage_output_tokens"))
            .Add(Meter.WebSearches, record.Count("web_search_count"));
        UsageRow row = new(record.Line)
        {
            Id = record.LineId,
            Format = Name,
            File = record.File,
            Provider = "anthropic",
            Model = model ?? "",
            During = Periods.Day(record, "usage_date_utc"),
            Requests = null,
            Context = ContextBand.TryParse(record.Text("context_window"), out ContextBand band) ? band : null,
            ServiceTier = Tiers.Anthropic(tier, record.Text("speed")),
            Region = RegionRules.Named(record.Text("inference_geo")),
            Usage = parts.ToUsage(),
            Tags = [.. record.Tags("api_key", "workspace")],
            NotCounted = parts.IsZero ? Reasons.EmptyBucket : Tiers.IsCommitted(tier) ? Reasons.CommittedCapacity : null,
        };
        yield return notes.Once(row, record.Key(Key), notes.File, record.Raw);
    }
}
