using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Rows with a definition of their own of what is equal: one difference in any value makes them differ.</summary>
public static class RowEqualityTests
{
    private static readonly LocalDate Day = TestCatalog.Day;

    [Fact]
    public static void ModelRow_OneDifference_Differs()
    {
        ModelRow row = TestCatalog.Model("m");
        PartialDate year = new(2024);

        AssertDiffer(
            row, row with { },
            [row with { Id = "n" }, row with { Name = "n" }, row with { Source = "n" }, row with { Recorded = Day.PlusDays(1) }],
            [
                row with { Base = "n" }, row with { Kind = ModelKind.Chat }, row with { Developer = "n" }, row with { Released = year }, row with { Deprecated = year }, row with { Retired = year },
                row with { ContextWindow = 1 }, row with { MaxOutput = 1 }, row with { Parameters = "n" }, row with { TotalParameters = 1 }, row with { ActiveParameters = 1 }, row with { Architecture = "n" },
                row with { License = "n" }, row with { OpenWeights = false }, row with { KnowledgeCutoff = year }, row with { IsFreeToUse = false }, row with { InputModalities = ["n"] }, row with { OutputModalities = ["n"] },
                row with { ServiceTier = ServiceTier.Batch },
            ]);
    }

    [Fact]
    public static void RateRow_OneDifference_Differs()
    {
        RateRow row = TestCatalog.Rate("m", "p", Meter.Input, 1) with { ConfirmedBy = ["a"] };
        Instant at = Instant.FromUtc(2026, 1, 1, 0, 0);

        AssertDiffer(
            row, row with { ConfirmedBy = ["a"] },
            [
                row with { Model = "n" }, row with { Provider = "n" }, row with { Meter = Meter.Output }, row with { Rate = Rate.PerMillion(2) }, row with { Source = "n" }, row with { Recorded = Day.PlusDays(1) },
                row with { From = at }, row with { Condition = new() { WhenReasoned = true } },
            ],
            [row with { To = at }, row with { Minimum = 1 }, row with { RoundedUpTo = 1 }, row with { ConfirmedBy = ["b"] }, row with { ConfirmedBy = default }]);
        Assert.Empty((row with { ConfirmedBy = default }).ConfirmedBy);
    }

    [Fact]
    public static void ProviderRow_OneDifference_Differs()
    {
        ProviderRow row = new("p", "P") { Aliases = ["a"] };

        AssertDiffer(
            row, row with { Aliases = ["a"] },
            [row with { Id = "q" }, row with { Name = "Q" }],
            [row with { Aliases = default }, row with { Addresses = ["a"] }, row with { Kind = SellerKind.Cloud }, row with { Makes = ["a"] }]);
        Assert.Equal(row, row with { Addresses = default, Makes = default });
    }

    [Fact]
    public static void Subscription_OneDifference_Differs()
    {
        Subscription row = new("s", "p", new Usd(1), false, "t", Day) { Models = ["m"] };

        AssertDiffer(
            row, row with { Models = ["m"] },
            [
                row with { Seller = "n" }, row with { Plan = "n" }, row with { Price = new Usd(2) }, row with { IsYearly = true }, row with { Source = "n" }, row with { Recorded = Day.PlusDays(1) },
            ],
            [row with { Models = ["n"] }]);
    }

    [Fact]
    public static void CatalogRows_OneDifference_Differs()
    {
        CatalogRows rows = TestCatalog.Facts(TestCatalog.Offer("m", "p", 1, 2));

        AssertDiffer(
            rows, rows with { Rates = [.. rows.Rates] },
            [rows with { Sources = [] }, rows with { Providers = [] }, rows with { Models = [] }, rows with { Offers = [new("m", "p", "s", Day)] }, rows with { Rates = [] }],
            [
                rows with { Rates = [.. rows.Rates.Reverse()] }, rows with { Aliases = [new("a", "m", null, "s", Day)] }, rows with { Capabilities = [new("m", "c", true, "s", Day)] },
                rows with { Disputes = [new("m", "p", Meter.Input, Rate.PerMillion(1), "r", "s", Day)] }, rows with { TierMultiples = [new("m", "p", ServiceTier.Batch, 1, "s", Day)] },
                rows with { RegionalUplifts = [new("m", "p", "eu", 1, "s", Day)] }, rows with { ProviderCounts = [new("m", 1, "s", Day)] }, rows with { PanelVotes = [new("m", "r", true, true, "s", Day)] },
                rows with { CommunityVotes = [new("m", 1, 1, "s", Day)] }, rows with { Subscriptions = [new("s", "p", Usd.Zero, true, "s", Day)] }, rows with { Benchmarks = [new("m", "b", 1, null, "s", Day)] },
            ]);
    }

    [Fact]
    public static void ToString_OfRows_IsInWords()
    {
        CatalogRows many = new()
        {
            Rates = [.. Enumerable.Repeat(TestCatalog.Rate("m", "p", Meter.Input, 1.25m), 9_200)],
            Models = [.. Enumerable.Repeat(TestCatalog.Model("m"), 4_000)],
            Providers = [new("p", "P")],
        };
        RateRow rate = many.Rates[0];

        Assert.Equal("9,200 rates, 4,000 models and 1 providers", many.ToString());
        Assert.Equal("p/m, input: $1.25 per 1M", rate.ToString());
        Assert.Equal("p/m, input: $1.25 per 1M (batch)", (rate with { Condition = TestOffers.By(ServiceTier.Batch) }).ToString());
        Assert.Equal("p/m, batch: 0.5 of standard", new TierMultipleRow("m", "p", ServiceTier.Batch, 0.50m, "s", Day).ToString());
        Assert.Equal("p/m, eu: x 1.1", new RegionalUpliftRow("m", "p", "eu", 1.10m, "s", Day).ToString());
        Assert.Equal(["b 1.5 %", "b 2"], new[] { new BenchmarkScore("m", "b", 1.50m, "%", "s", Day), new BenchmarkScore("m", "b", 2, null, "s", Day) }.Select(b => b.ToString()));
    }

    /// <summary>Others in what they are about have another hash code too.</summary>
    private static void AssertDiffer<T>(T row, T same, T[] othersInTheHash, T[] others)
        where T : class
    {
        Assert.Equal(row, same);
        Assert.Equal(row.GetHashCode(), same.GetHashCode());
        Assert.False(row.Equals(null));
        Assert.All(others.Concat(othersInTheHash), other => Assert.NotEqual(row, other));
        Assert.All(othersInTheHash, other => Assert.NotEqual(row.GetHashCode(), other.GetHashCode()));
    }
}
