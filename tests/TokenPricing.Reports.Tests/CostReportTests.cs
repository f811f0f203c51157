using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public sealed class CostReportTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 5, 1, 12, 0);

    [Fact]
    public void Report_WithEverything_ShowsItInWordsAndFigures()
    {
        RateRow night = TestCatalog.Rate("m", "p", Meter.Input, 1) with
        {
            From = Instant.FromUtc(2026, 1, 1, 0, 0),
            Condition = new RateCondition { Window = new DailyWindow(new LocalTime(11, 0), new LocalTime(13, 0)) },
        };
        CatalogRows facts = TestCatalog.Facts(TestCatalog.Rate("m", "p", Meter.Input, 2) with { From = night.From }, night) with
        {
            TierMultiples = [new("m", "p", ServiceTier.Batch, 0.5m, TestCatalog.Source, TestCatalog.Day)],
        };
        Offer offer = new PriceCatalog(facts).Offers[0];
        CostOptions options = new()
        {
            MissingRate = MissingRatePolicy.LeaveUnpriced,
            ServiceTier = ServiceTier.Batch,
            Adjustments = [Adjustment.Markup(Percentage.FromPercent(20))],
        };
        Cost cost = offer.CostOf(TokenUsage.FromTotals(input: 2_000, output: 3, cacheRead: 500), Now, options);
        Report report = cost.ToReport(offer, Now);
        string text = string.Join(' ', report.ToText(300).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

        foreach (string part in new[]
        {
            "Cached input tokens (as input tokens, 11:00-13:00 UTC, 0.5 of the standard rate) 500 $0.50 per 1M $0.00025",
            "Markup $0.0002",
            "Total $0.0012",
            "Not in the total:", "3 output tokens: p/m publishes no price for output tokens",
            "2026-01-01",
        })
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }

        Assert.Contains("\"quantity\": 3", report.ToJson(), StringComparison.Ordinal);
        Assert.Contains("\"label\": \"markup\"", report.ToJson(), StringComparison.Ordinal);
        Assert.Contains("\"explanation\"", report.ToJson(), StringComparison.Ordinal);
    }
}
