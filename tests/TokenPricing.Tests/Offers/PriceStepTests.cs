using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>The steps of a history: their order, what they corrected, when two are equal, and the texts of prices.</summary>
public sealed class PriceStepTests
{
    private static readonly Instant January = Instant.FromUtc(2026, 1, 1, 0, 0);
    private static readonly Instant March = Instant.FromUtc(2026, 3, 1, 0, 0);

    [Fact]
    public void ToString_OfAHistory_CountsChangesAndProviders() => Assert.Equal(
        "m: 2 price changes at 2 providers through 2026-04-24",
        HistoryOf(
            Input(1, null, March), Input(2, March, null), TestCatalog.Rate("m", "q", Meter.Input, 5) with { To = March },
            TestCatalog.Rate("m", "q", Meter.Input, 6) with { From = March }).ToString());

    [Fact]
    public void HistoryOf_RatesWithAndWithoutCondition_HasTheOrdinaryOneFirst()
    {
        RateRow batch = Input(1, null, null) with { Condition = new RateCondition { ServiceTier = ServiceTier.Batch } };

        Assert.Equal(
            [("input", 2m), ("input", 1m), ("output", 3m)],
            HistoryOf(TestCatalog.Rate("m", "p", Meter.Output, 3), batch, Input(2, null, null)).Offers.Single().Steps
                .Select(s => (s.Meter.Id, s.Rate.UsdPerMillion)));
    }

    [Fact]
    public void HistoryOf_RowsThatALaterOneReplaced_AreCorrectedOnlyWithinItsPeriod()
    {
        RateRow wrong = Input(1, January, March);
        RateRow correction = Input(2, January, March) with { Recorded = TestCatalog.Day.PlusDays(1) };
        RateRow next = Input(3, March, null);

        PriceStep first = HistoryOf(wrong, correction, next).Offers.Single().Steps[0];

        Assert.Equal((Rate.PerMillion(2), January, March), (first.Rate, first.From, first.To));
        Assert.Equal([wrong], first.Corrected.AsEnumerable());
    }

    [Fact]
    public void Equals_StepsThatDifferInOneValue_AreNotEqual()
    {
        PriceSource source = new("a", "A");
        PriceStep step = new(Meter.Input, RateCondition.None, Rate.PerMillion(1), January, March, source, TestCatalog.Day);
        Func<PriceStep>[] all =
        [
            () => step with { }, () => step with { Meter = Meter.Output }, () => step with { Condition = new RateCondition { WhenReasoned = true } },
            () => step with { Rate = Rate.PerMillion(2) }, () => step with { Before = Rate.PerMillion(2) }, () => step with { From = null },
            () => step with { To = null }, () => step with { Source = new PriceSource("b", "B") }, () => step with { Recorded = TestCatalog.Day.PlusDays(1) },
            () => step with { Corrected = [Input(5, January, null)] },
        ];

        for (int i = 0; i < all.Length; i++)
        {
            Assert.False(all[i]().Equals(null));
            for (int j = 0; j < all.Length; j++)
            {
                Assert.Equal((i, j, i == j), (i, j, all[i]().Equals(all[j]())));
            }
        }
    }

    [Fact]
    public void ToString_OfASpread_HasBothEndsOrTheOnlyPrice()
    {
        Assert.Equal("one price: p/m at $1.00 per 1M", Spread(TestCatalog.Offer("m", "p", 1, 1)).ToString());
        Assert.Equal(
            "2 prices from $1.00 per 1M (p/m) to $2.50 per 1M (q/m)",
            Spread([.. TestCatalog.Offer("m", "q", 2.5m, 2.5m), .. TestCatalog.Offer("m", "p", 1, 1)]).ToString());
    }

    /// <summary>A second source must state both ordinary rates; other rates do not matter.</summary>
    [Theory]
    [InlineData(true, true, true)]
    [InlineData(false, true, false)]
    [InlineData(true, false, false)]
    [InlineData(false, false, false)]
    public void IsConfirmed_ByASecondSource_IsOfInputAndOutput(bool input, bool output, bool isConfirmed)
    {
        RateRow[] rates = TestCatalog.Offer("m", "p", 1, 1);
        PriceSpread spread = Spread(
            [
                Confirmed(rates[0], input), Confirmed(rates[1], output), TestCatalog.Rate("m", "p", Meter.CacheRead, 0.1m),
                rates[0] with { Condition = new RateCondition { ServiceTier = ServiceTier.Batch } },
            ]);

        Assert.Equal(isConfirmed, spread.Cheapest.IsConfirmed);

        static RateRow Confirmed(RateRow row, bool isConfirmed) => isConfirmed ? row with { ConfirmedBy = ["another"] } : row;
    }

    private static PriceSpread Spread(RateRow[] rates) => Catalog(rates).Model("m").Availability(TestCatalog.Day).PricesBy(Blend.ThreeToOne)!;

    private static PriceHistory HistoryOf(params RateRow[] rates)
    {
        PriceCatalog prices = Catalog(rates);
        return prices.HistoryOf(prices.Model("m"));
    }

    private static PriceCatalog Catalog(RateRow[] rates)
    {
        CatalogRows rows = TestCatalog.Facts(rates);
        return new PriceCatalog(rows with { Sources = [.. rows.Sources, new PriceSource("another", "Another")] });
    }

    private static RateRow Input(decimal usd, Instant? from, Instant? to) => TestCatalog.Rate("m", "p", Meter.Input, usd) with { From = from, To = to };
}
