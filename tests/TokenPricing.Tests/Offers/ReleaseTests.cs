using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Nothing has a price before its release, and what is only assumed says so.</summary>
public sealed class ReleaseTests
{
    private static readonly LocalDate Released = TestCatalog.Day.PlusDays(-10);

    private static readonly TokenUsage Usage = TokenUsage.FromTotals(input: 1_000_000, output: 1);

    [Fact]
    public void RateCardAt_BeforeTheRelease_ThrowsItsOwnError()
    {
        Offer offer = Catalog(TestCatalog.Offer("m", "p", 1, 2)).Offer("p", "m");

        PricingException e = Assert.Throws<PricingException>(() => offer.CostOf(Usage, StartOf(Released) - Duration.FromNanoseconds(1)));

        Assert.Equal(PricingError.NotReleased, e.Error);
        Assert.Equal("p/m has no price at 2026-04-13T23:59:59Z: the model was released on 2026-04-14. Ask for an instant from then on.", e.Message);
        Assert.Null(offer.StatusAt(StartOf(Released) - Duration.FromNanoseconds(1)));
    }

    [Fact]
    public void RateCardAt_FromTheReleaseUntilTheRecord_IsAssumed()
    {
        Offer offer = Catalog(TestCatalog.Offer("m", "p", 1, 2)).Offer("p", "m");

        PricedMeter input = offer.RateCardAt(StartOf(Released)).Billing(Meter.Input)!;

        Assert.Equal((StartOf(Released), (Instant?)null), (offer.RateCardAt(StartOf(Released)).From, input.From));
        Assert.True(input.IsAssumedAt(StartOf(Released)));
        Assert.True(input.IsAssumedAt(StartOf(TestCatalog.Day) - Duration.FromNanoseconds(1)));
        Assert.False(input.IsAssumedAt(StartOf(TestCatalog.Day)));
        Assert.False((input with { From = StartOf(Released) }).IsAssumedAt(StartOf(Released)));
        Assert.Equal(OfferStatus.Paid, offer.StatusAt(StartOf(Released)));
    }

    [Theory]
    [InlineData("from")]
    [InlineData("to")]
    [InlineData("recorded")]
    public void RateCardAt_WithAPriceFromBeforeTheRelease_BelievesThePrice(string what)
    {
        LocalDate earlier = Released.PlusDays(-5);
        RateRow[] rows = TestCatalog.Offer("m", "p", 1, 2);
        RateRow[] proof = what switch
        {
            "from" => [rows[0] with { From = StartOf(earlier) }, rows[1]],
            "to" => [rows[0] with { To = StartOf(earlier) }, rows[0] with { From = StartOf(earlier), Rate = Rate.PerMillion(3) }, rows[1]],
            _ => [rows[0] with { Recorded = earlier }, rows[1]],
        };
        Offer offer = Catalog(proof).Offer("p", "m");

        Assert.True(offer.TryGetRateCard(StartOf(earlier), out _));
        Assert.False(offer.TryGetRateCard(StartOf(earlier) - Duration.FromNanoseconds(1), out _));
    }

    [Fact]
    public void Compare_BeforeARelease_SaysSo()
    {
        PriceCatalog prices = Catalog(TestCatalog.Offer("m", "p", 1, 2));

        Assert.Equal("M was released on 2026-04-14, after 2026-01-01.", prices.Compare("m", "m", new LocalDate(2026, 1, 1)).Reason);
        Assert.Equal(0, prices.Model("m").Availability(new LocalDate(2026, 1, 1)).ProviderCount);
        Assert.Equal(TestCatalog.Day, prices.Model("m").RecordedThrough);
    }

    // Of a model without a known release, nobody knows that it was sold before the first record; what a call cost then is assumed.
    [Fact]
    public void StatusAt_BeforeTheFirstRecordOfAModelWithoutARelease_IsNone()
    {
        PriceCatalog prices = new(TestCatalog.Facts(TestCatalog.Offer("m", "p", 1, 2)));
        Offer offer = prices.Offer("p", "m");
        Instant before = StartOf(TestCatalog.Day) - Duration.FromNanoseconds(1);

        Assert.Equal((null, OfferStatus.Paid), (offer.StatusAt(before), offer.StatusAt(StartOf(TestCatalog.Day))));
        Assert.Equal((0, 1), (prices.Model("m").Availability(TestCatalog.Day.PlusDays(-1)).ProviderCount, prices.Model("m").Availability(TestCatalog.Day).ProviderCount));
        Assert.Equal((0, 1), (prices.RankBy(Blend.ThreeToOne, before).Models.Length, prices.RankBy(Blend.ThreeToOne, StartOf(TestCatalog.Day)).Models.Length));
        Assert.Equal("No token price of M is known for 2026-04-23.", prices.Compare("m", "m", TestCatalog.Day.PlusDays(-1)).Reason);
        Assert.Equal(new Usd(1), offer.TotalOf(TokenUsage.FromTotals(input: 1_000_000), before));
    }

    // A price that a source dates before the release proves that the release is wrong, and is believed.
    [Fact]
    public void BuiltIn_EveryModel_HasNoPriceBeforeItsReleaseAndAnAssumedOneOnTheDay()
    {
        int priced = 0;
        foreach (Offer offer in PriceCatalog.BuiltIn.Offers.Where(o => o.Model.Facts.Released is not null && !o.History.IsEmpty))
        {
            Instant release = StartOf(offer.Model.Facts.Released!.Value.Earliest);
            if (offer.History[0].From < release)
            {
                Assert.Contains(PriceCatalog.BuiltIn.Rows.Rates, r => r.Model == offer.Model.Id && r.Provider == offer.Provider.Id
                    && ((r.From ?? r.To) < release || (r.From is null && r.To is null && StartOf(r.Recorded) < release)));
                continue;
            }

            Instant before = release - Duration.FromNanoseconds(1);
            Assert.Equal(PricingError.NotReleased, Assert.Throws<PricingException>(() => offer.RateCardAt(before)).Error);
            Assert.Null(offer.StatusAt(before) is OfferStatus.Paid or OfferStatus.Free ? offer.Id : null);
            if (offer.TryGetRateCard(release, out RateCard? card))
            {
                priced++;
                Assert.All(card.Rates, r => Assert.True(r.From is not null || r.IsAssumedAt(release) || StartOf(r.Recorded) <= release, $"{offer} {r}"));
            }
        }

        Assert.True(priced > 1_000, $"{priced}");
    }

    /// <summary>A dated row from before the release moves the beginning of the undated ones too; a later one moves nothing.</summary>
    [Theory]
    [InlineData(-5, null, -5)]
    [InlineData(-5, 5, -5)]
    [InlineData(null, -5, -5)]
    [InlineData(0, null, 0)]
    [InlineData(5, null, 0)]
    [InlineData(null, 5, 0)]
    [InlineData(null, null, 0)]
    public void RateCardAt_UndatedRateBesideADatedOne_BeginsWithTheEarliestProof(int? from, int? to, int begins)
    {
        RateRow[] rows = TestCatalog.Offer("m", "p", 1, 2);
        RateRow dated = rows[0] with { From = At(from), To = At(to) };
        Instant begin = StartOf(Released.PlusDays(begins));

        RateCard card = Catalog([dated, rows[1]]).Offer("p", "m").RateCardAt(begin);

        Assert.Equal((begin, Rate.PerMillion(2)), (card.From, card.RateOf(Meter.Output)));

        static Instant? At(int? days) => days is { } d ? StartOf(Released.PlusDays(d)) : null;
    }

    private static Instant StartOf(LocalDate day) => day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();

    private static PriceCatalog Catalog(RateRow[] rates)
    {
        CatalogRows rows = TestCatalog.Facts(rates);
        return new PriceCatalog(rows with { Models = [.. rows.Models.Select(m => m with { Released = new PartialDate(Released) })] });
    }
}
