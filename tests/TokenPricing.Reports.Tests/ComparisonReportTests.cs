using System.Collections.Immutable;
using System.Text.Json;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public sealed class ComparisonReportTests
{
    private static readonly PriceCatalog Reviewed = ReviewedPrices.Catalog;

    public static TheoryData<string, string> AllPairs()
    {
        TheoryData<string, string> pairs = [];
        foreach ((Model left, int i) in Reviewed.Models.Select((m, i) => (m, i)))
        {
            foreach (Model right in Reviewed.Models.Skip(i + 1))
            {
                pairs.Add(left.Id.Value, right.Id.Value);
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(AllPairs))]
    public void Report_EveryPair_SaysSoInEveryFormat(string left, string right)
    {
        Comparison comparison = Reviewed.Compare(left, right);
        Report report = comparison.ToReport();

        foreach (string text in new[] { report.ToText(400), report.ToMarkdown(), report.ToHtml(), report.ToJson() })
        {
            Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
            Assert.Contains(comparison.Cheaper is null ? "No source publishes a token price" : "0.71", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Report_OfEqualPrices_SaysSo()
    {
        PriceCatalog prices = new(TestCatalog.Facts([.. TestCatalog.Offer("a", "p", 1, 2), .. TestCatalog.Offer("b", "p", 1, 2)]));

        Assert.Contains("both cost", prices.Compare("a", "b").ToReport().Lead, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_CacheReadWithoutARate_SaysThatItIsBilledAsInput()
    {
        PriceCatalog prices = new(TestCatalog.Facts([.. TestCatalog.Offer("a", "p", 1, 2), .. TestCatalog.Offer("b", "p", 3, 4)]));
        Report report = prices.Compare("a", "b").By(Blend.CacheInputOutput(7, 2, 1)).ToReport();

        Assert.Contains("billed as input tokens", report.ToMarkdown(), StringComparison.Ordinal);
    }

    // In peak hours a costs 4 and 8: (7 x 4 + 3 x 8) / 10 = 5.2, and b (7 x 1 + 3 x 5) / 10 = 2.2, which is 3 / 5.2 = 57.7 % less.
    [Fact]
    public void Report_PricesOfSomeHours_AreSaidWithWhoIsCheaperThen()
    {
        ImmutableArray<IsoDayOfWeek> work = [IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday];
        RateCondition[] hours =
        [
            TestOffers.During(new DailyWindow(new LocalTime(1, 0), new LocalTime(4, 0), null, work)), TestOffers.During(new DailyWindow(new LocalTime(6, 0), new LocalTime(10, 30), null, work)),
            TestOffers.During(new DailyWindow(new LocalTime(22, 0), new LocalTime(23, 0), DateTimeZoneProviders.Tzdb["Europe/Paris"], IsoDayOfWeek.Friday)),
        ];
        PriceCatalog prices = new(TestCatalog.Facts([
            .. TestCatalog.Offer("a", "p", 1, 4), .. hours[..2].SelectMany(h => TestCatalog.Offer("a", "p", 4, 8), (h, r) => r with { Condition = h }),
            TestCatalog.Rate("a", "p", Meter.Input, 2) with { Condition = hours[2] },
            .. TestCatalog.Offer("b", "q", 1, 5),
        ]));
        Comparison comparison = prices.Compare("a", "b", TestCatalog.Day);
        string text = comparison.ToReport().ToMarkdown();

        Assert.Contains(
            "From 01:00 to 04:00 and 06:00 to 10:30 UTC, Monday to Wednesday, A at p costs $5.20 per 1M tokens and B at q $2.20: B is 57.7 % cheaper then.", text, StringComparison.Ordinal);
        Assert.Contains("From 22:00 to 23:00 Europe/Paris, Friday, A at p costs", text, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(comparison.ToReport().ToJson());
        JsonElement peak = json.RootElement.GetProperty("otherHours")[0];
        Assert.Equal((5.2m, 2.2m, "b", 57.7m), (peak.GetProperty("leftUsdPerMillion").GetDecimal(), peak.GetProperty("rightUsdPerMillion").GetDecimal(), peak.GetProperty("cheaper").GetString(), decimal.Round(peak.GetProperty("percentCheaper").GetDecimal(), 1)));
        Assert.Equal(new Usd(5.2m), comparison.Left.Priced!.Offer.TotalOf(TokenUsage.FromTotals(input: 700_000, output: 300_000), Instant.FromUtc(2026, 4, 27, 10, 29)));
        Assert.DoesNotContain("From 22:00", comparison.By(Blend.InputOutput(0, 1)).ToReport().ToMarkdown(), StringComparison.Ordinal);
    }
}
