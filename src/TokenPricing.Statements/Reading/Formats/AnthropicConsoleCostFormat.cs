namespace TokenPricing.Statements;

/// <summary>The cost CSV of Anthropic's console: days, one token type a line, rounded to cents.</summary>
internal sealed class AnthropicConsoleCostFormat : RecordFormat
{
    private static readonly Dictionary<string, Meter> TokenTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["input_no_cache"] = Meter.Input,
        ["input_cache_read"] = Meter.CacheRead,
        ["input_cache_write_5m"] = Meter.CacheWrite5m,
        ["input_cache_write_1h"] = Meter.CacheWrite1h,
        ["output"] = Meter.Output,
    };

    private static readonly string[] Key =
    [
        "usage_date_utc", "model", "workspace", "api_key", "usage_type", "context_window", "token_type", "cost_type", "inference_geo",
        "speed",
    ];

    public override string Name => "anthropic-console-cost";

    public override bool Recognizes(SourceRecord record) => record.HasAll("usage_date_utc", "token_type", "cost_usd");

    /// <summary>Returns the tier of a usage type: <c>message</c> is standard.</summary>
    private static string? TierOf(string? usageType) =>
        usageType is null or "message" ? null
        : usageType.Contains("batch", StringComparison.OrdinalIgnoreCase) ? "batch"
        : usageType;

    public override IEnumerable<UsageRow> Read(SourceRecord record, ReadingNotes notes)
    {
        string? type = record.Text("token_type");
        Meter? meter = type is not null && TokenTypes.TryGetValue(type, out Meter known) ? known
            : (record.Text("cost_type") ?? type ?? "").Contains("web_search", StringComparison.Ordinal) ? Meter.WebSearches
            : null;
        FieldErrors errors = new();
        decimal? cost = errors.Of<decimal>(() =>
            record.Number("cost_usd") ?? throw new RowException(RowError.InvalidRow, "cost_usd is missing."));
        decimal? list = errors.Of(() => record.Number("list_price_usd"));
        Interval? during = errors.Of<Interval>(() => Periods.Day(record, "usage_date_utc"));
        string? usageType = record.Text("usage_type");
        _ = record.Has("cost_type");
        UsageRow row = errors.Checked(new UsageRow(record.Line)
        {
            Id = record.LineId,
            Format = Name,
            File = record.File,
            Provider = "anthropic",
            Model = record.Text("model") ?? "",
            During = during,
            Requests = null,
            IsOneMeter = true,
            BilledMeter = meter,
            Context = ContextBand.TryParse(record.Text("context_window"), out ContextBand band) ? band : null,
            ServiceTier = Tiers.Anthropic(TierOf(usageType), record.Text("speed")),
            Region = RegionRules.Named(record.Text("inference_geo")),
            Stated = cost is { } amount ? new StatedCost(amount, "USD") : null,
            StatedList = list,
            StatedStep = 0.01m,
            IsBilled = true,
            Description = record.FirstText("token_type", "cost_type"),
            Tags = [.. record.Tags("workspace", "api_key")],
            NotCounted = Reasons.BilledOnly,
        });
        yield return notes.Once(row, record.Key(Key), notes.File, record.Raw);
    }
}
