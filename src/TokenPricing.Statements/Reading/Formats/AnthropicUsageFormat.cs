using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>Anthropic's usage report of messages: buckets of 1 minute, 1 hour or 1 day.</summary>
internal sealed class AnthropicUsageFormat : RecordFormat
{
    private const string FormatName = "anthropic-usage-messages";

    private static readonly UnknownCounts Unknown = new(
        FormatName,
        "uncached_input_tokens", "cache_read_input_tokens", "cache_creation.ephemeral_5m_input_tokens",
        "cache_creation.ephemeral_1h_input_tokens", "output_tokens", "server_tool_use.web_search_requests",
        "server_tool_use.web_fetch_requests");

    public override string Name => FormatName;

    public override bool Recognizes(SourceRecord record) => Buckets.FirstResult(record) is { } result
        ? result.TryGetProperty("uncached_input_tokens", out _)
        : Buckets.IsEmptyPage(record, "starting_at");

    public override IEnumerable<UsageRow> Read(SourceRecord record, ReadingNotes notes)
    {
        Buckets.WarnOfMorePages(record, Name, notes);
        foreach ((JsonElement bucket, JsonElement result, long scope) in Buckets.Results(record, notes.NextScope))
        {
            UsageRow row = SafeRow.Of(record, () => Row(record, bucket, result, scope, notes));
            yield return row;
            if (row.Error is null && Searches(result) is > 0 and { } searches)
            {
                // The cost report states searches without a model, so they are a row of their own here too.
                yield return row.Replacing($"{row.Id}|web searches", new UsageParts().Add(Meter.WebSearches, searches).ToUsage());
            }
        }
    }

    private static long? Searches(JsonElement result) => JsonFields.Count(result, "server_tool_use.web_search_requests");

    private UsageRow Row(SourceRecord record, JsonElement bucket, JsonElement result, long scope, ReadingNotes notes)
    {
        Unknown.Note(result, notes);
        Interval during = Buckets.Period(bucket, "starting_at", "ending_at");
        string? model = JsonFields.Text(result, "model");
        string? tier = JsonFields.Text(result, "service_tier");
        string? speed = JsonFields.Text(result, "speed");
        string? band = JsonFields.Text(result, "context_window");
        string? geo = RegionRules.Named(JsonFields.Text(result, "inference_geo"));
        string id = string.Join('|', new[] { Buckets.Day(during), model, tier, speed, band, geo }.OfType<string>());
        UsageParts parts = new UsageParts()
            .Add(Meter.Input, JsonFields.Count(result, "uncached_input_tokens"))
            .Add(Meter.CacheRead, JsonFields.Count(result, "cache_read_input_tokens"))
            .Add(Meter.CacheWrite5m, JsonFields.Count(result, "cache_creation.ephemeral_5m_input_tokens"))
            .Add(Meter.CacheWrite1h, JsonFields.Count(result, "cache_creation.ephemeral_1h_input_tokens"))
            .Add(Meter.Output, JsonFields.Count(result, "output_tokens"));
        UsageRow row = new(record.Line)
        {
            Id = id,
            Format = Name,
            File = record.File,
            Provider = "anthropic",
            Model = model ?? "",
            During = during,
            Requests = null,
            Context = ContextBand.TryParse(band, out ContextBand known) ? known : null,
            ServiceTier = Tiers.Anthropic(tier, speed),
            Region = geo,
            Usage = parts.ToUsage(),
            Tags = [.. Buckets.Tags(result, "workspace_id", "api_key_id", "account_id")],
            NotCounted = parts.IsZero && Searches(result) is null or 0 ? Reasons.EmptyBucket
                : Tiers.IsCommitted(tier) ? Reasons.CommittedCapacity
                : null,
        };
        return Buckets.Checked(row, model, "group_by[]=model", result, scope, notes);
    }
}
