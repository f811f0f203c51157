using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>Anthropic's cost report: days, in cents.</summary>
internal sealed class AnthropicCostFormat : RecordFormat
{
    private static readonly Dictionary<string, Meter> TokenTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["uncached_input_tokens"] = Meter.Input,
        ["cache_read_input_tokens"] = Meter.CacheRead,
        ["cache_creation.ephemeral_5m_input_tokens"] = Meter.CacheWrite5m,
        ["cache_creation.ephemeral_1h_input_tokens"] = Meter.CacheWrite1h,
        ["output_tokens"] = Meter.Output,
    };

    public override string Name => "anthropic-cost";

    public override bool Recognizes(SourceRecord record) => Buckets.FirstResult(record) is { } result
        && result.TryGetProperty("amount", out JsonElement amount)
        && amount.ValueKind != JsonValueKind.Object
        && result.TryGetProperty("currency", out _);

    public override IEnumerable<UsageRow> Read(SourceRecord record, ReadingNotes notes)
    {
        Buckets.WarnOfMorePages(record, Name, notes);
        foreach (JsonElement bucket in Buckets.Of(record))
        {
            long scope = notes.NextScope();
            foreach (JsonElement result in Buckets.ResultsOf(bucket))
            {
                UsageRow row = SafeRow.Of(record, () => Row(record, bucket, result));
                yield return row.Format is null ? row : notes.Once(row, Buckets.Key(row, result), scope, result.GetRawText());
            }
        }
    }

    private UsageRow Row(SourceRecord record, JsonElement bucket, JsonElement result)
    {
        FieldErrors errors = new();
        Interval? during = errors.Of<Interval>(() => Buckets.Period(bucket, "starting_at", "ending_at"));
        string? type = JsonFields.Text(result, "cost_type");
        string? tokens = JsonFields.Text(result, "token_type");
        string? model = JsonFields.Text(result, "model");
        string? band = JsonFields.Text(result, "context_window");
        decimal? cents = errors.Of<decimal>(() => SourceText.Number("amount", JsonFields.Text(result, "amount")
            ?? throw new RowException(RowError.InvalidRow, "amount is missing: expected cents, such as \"123.45\".")));
        Meter? meter = tokens is not null && TokenTypes.TryGetValue(tokens, out Meter known) ? known
            : type == "web_search" ? Meter.WebSearches
            : null;
        return errors.Checked(new UsageRow(record.Line)
        {
            Id = string.Join('|', new[] { Buckets.Day(during), JsonFields.Text(result, "description") ?? type }.OfType<string>()),
            Format = Name,
            File = record.File,
            Provider = "anthropic",
            Model = model ?? "",
            During = during,
            Requests = null,
            IsOneMeter = true,
            BilledMeter = meter,
            Context = ContextBand.TryParse(band, out ContextBand bounds) ? bounds : null,
            ServiceTier = Tiers.Named(JsonFields.Text(result, "service_tier")),
            Region = RegionRules.Named(JsonFields.Text(result, "inference_geo")),
            Stated = cents is { } amount
                ? new StatedCost(amount / 100, (JsonFields.Text(result, "currency") ?? "USD").ToUpperInvariant())
                : null,
            IsBilled = true,
            IsUngrouped = model is null && type is null && tokens is null && JsonFields.Text(result, "description") is null,
            Description = JsonFields.Text(result, "description") ?? type,
            Tags = [.. Buckets.Tags(result, "workspace_id")],
            NotCounted = Reasons.BilledOnly,
        });
    }
}
