using NodaTime;

namespace TokenPricing.Tests;

/// <summary>
/// The built-in prices with a discount, and offers of one more provider that have what the market has little of: gaps, windows in a zone
/// that changes its clocks, many bands, rates of a third of a pico-dollar, fees, regions, and prices of tiers alone.
/// </summary>
internal static class HostilePrices
{
    public const string Provider = "acme";

    private static readonly Instant March = Instant.FromUtc(2026, 3, 1, 0, 0);
    private static readonly Instant July = Instant.FromUtc(2026, 7, 1, 12, 30);
    private static readonly Instant October = Instant.FromUtc(2026, 10, 1, 0, 0) + Duration.FromNanoseconds(1);

    public static PriceCatalog Catalog { get; } = PriceCatalog.BuiltIn.With(Rows()).With(settings => settings with
    {
        Discounts = [(new ProviderId("anthropic"), Percentage.FromPercent(12.5m)), (new ProviderId("mistral"), Percentage.FromPercent(3.33m))],
    });

    private static CatalogRows Rows()
    {
        DailyWindow night = new(new LocalTime(22, 0), new LocalTime(6, 30), DateTimeZoneProviders.Tzdb["America/New_York"]);
        return TestCatalog.Facts(
        [
            Rate("gap", Meter.Input, 3, to: March), Rate("gap", Meter.Input, 2, from: July), Rate("gap", Meter.Output, 9, to: March), Rate("gap", Meter.Output, 8, from: July),
            Rate("ended", Meter.Input, 3, from: March, to: October), Rate("ended", Meter.Output, 3, from: March, to: October),
            Rate("zone", Meter.Input, 3), Rate("zone", Meter.Output, 9), Rate("zone", Meter.Input, 1, TestOffers.During(night), from: July),
            Rate("zone", Meter.Input, 6, TestOffers.MoreThan(100_000)), Rate("zone", Meter.Output, 5, TestOffers.During(night), from: July),
            .. Enumerable.Range(0, 6).Select(i => Rate("bands", Meter.Input, i + 1, i == 0 ? null : TestOffers.AtLeast(i * 1_000))), Rate("bands", Meter.Output, 7),
            Rate("bands", Meter.CacheRead, 0.5m, TestOffers.MoreThan(2_500)),
            Rate("thirds", Meter.Input, 1), Rate("thirds", Meter.Output, new Rate(1, 3)), Rate("thirds", Meter.CacheRead, 1m / 3),
            Rate("fee", Meter.Input, 1), Rate("fee", Meter.Output, 2), Rate("fee", Meter.Requests, new Rate(1, 1_000)),
            Rate("input-only", Meter.Input, 1),
            Rate("reasons", Meter.Input, 1), Rate("reasons", Meter.Output, 1), Rate("reasons", Meter.Output, 4, new RateCondition { WhenReasoned = true }),
            Rate("beyond", Meter.Input, 1), Rate("beyond", Meter.Output, 1), Rate("beyond", Meter.Output, 2, TestOffers.Beyond(1_000)),
            Rate("tiers", Meter.Input, 4), Rate("tiers", Meter.Output, 8), Rate("tiers", Meter.Input, 2, TestOffers.By(ServiceTier.Batch)),
            Rate("tiers", Meter.Input, 9, TestOffers.By(ServiceTier.Priority)), Rate("tiers", Meter.Output, 11, TestOffers.By(ServiceTier.Priority)),
            Rate("huge", Meter.Input, 9_000_000_000m), Rate("huge", Meter.Output, 1),

            // Audio and searches: by tier, of a third, at night, and audio that is billed as input or output where it has no rate.
            Rate("heard", Meter.Input, 1), Rate("heard", Meter.Output, 2), Rate("heard", Meter.InputAudio, 40), Rate("heard", Meter.OutputAudio, 80),
            Rate("heard", Meter.InputAudio, 20, TestOffers.By(ServiceTier.Batch)), Rate("heard", Meter.WebSearches, 10_000),
            Rate("heard-by-tier", Meter.Input, 1), Rate("heard-by-tier", Meter.Input, 3, TestOffers.AtLeast(1_000)), Rate("heard-by-tier", Meter.Output, 4),
            Rate("heard-by-tier", Meter.Output, 7, TestOffers.AtLeast(1_000)), Rate("heard-by-tier", Meter.Input, 9, TestOffers.By(ServiceTier.Priority)),
            Rate("heard-by-tier", Meter.Output, 9, TestOffers.By(ServiceTier.Priority)), Rate("heard-by-tier", Meter.InputAudio, 50, TestOffers.By(ServiceTier.Priority)),
            Rate("heard-by-tier", Meter.OutputAudio, 60, TestOffers.By(ServiceTier.Priority)),
            Rate("heard-at-night", Meter.Input, 2), Rate("heard-at-night", Meter.Input, 1, TestOffers.During(night)), Rate("heard-at-night", Meter.Output, 2),
            Rate("heard-at-night", Meter.WebSearches, 5_000), Rate("heard-at-night", Meter.OutputAudio, 6), Rate("heard-at-night", Meter.OutputAudio, 3, TestOffers.During(night)),
            Rate("heard-only", Meter.InputAudio, 6, to: July), Rate("heard-only", Meter.InputAudio, 5, from: July), Rate("heard-only", Meter.Requests, new Rate(1, 1_000)),
            Rate("searched", Meter.Input, 1), Rate("searched", Meter.Output, 1), Rate("searched", Meter.WebSearches, new Rate(1, 3)),
            Rate("searched-much", Meter.Input, 1), Rate("searched-much", Meter.Output, 1), Rate("searched-much", Meter.WebSearches, 100),
            Rate("searched-much", Meter.WebSearches, 50, TestOffers.MoreThan(1_000)),
        ]) with
        {
            RegionalUplifts = [.. new[] { "gap", "zone", "fee", "input-only", "heard", "searched" }.Select(m => new RegionalUpliftRow(m, Provider, "eu", 1.1m, TestCatalog.Source, TestCatalog.Day))],
            TierMultiples = [new TierMultipleRow("gap", Provider, ServiceTier.Batch, 0.5m, TestCatalog.Source, TestCatalog.Day)],
        };
    }

    private static RateRow Rate(string model, Meter meter, decimal perMillion, RateCondition? when = null, Instant? from = null, Instant? to = null) =>
        Rate(model, meter, TokenPricing.Rate.PerMillion(perMillion), when, from, to);

    private static RateRow Rate(string model, Meter meter, Rate rate, RateCondition? when = null, Instant? from = null, Instant? to = null) =>
        new(model, Provider, meter, rate, TestCatalog.Source, TestCatalog.Day, from, to) { Condition = when ?? RateCondition.None };
}
