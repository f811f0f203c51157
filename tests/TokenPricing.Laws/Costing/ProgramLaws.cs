using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Every way of pricing a call reads one program, whose rows say what the rate card says.</summary>
[Properties(Arbitrary = [typeof(CostingGenerators), typeof(PriceHistoryGenerators), typeof(ProgramLaws)])]
public static class ProgramLaws
{
    private static readonly NodaTime.Interval Horizon = new(Instant.FromUtc(2026, 3, 28, 0, 0), Instant.FromUtc(2026, 4, 6, 0, 0));

    /// <summary>Rates that no decimal holds per unit, and quantities of which some make them whole.</summary>
    public static Arbitrary<EndlessPrices> Endless() => (
        from dollars in Gen.Choose(0, 40).ArrayOf(TokenUsage.OrdinaryMeters)
        from per in Gen.Elements(3L, 7, 12, 3_000_000, 12_000_000, 1_000_000, 3_600).ArrayOf(TokenUsage.OrdinaryMeters)
        from units in Gen.Choose(0, 8).ArrayOf(TokenUsage.OrdinaryMeters)
        from times in Gen.Elements(1L, 3, 12_000_000)
        select new EndlessPrices(
            [.. dollars.Zip(per, (usd, n) => new Rate(usd, n)).Select((rate, i) => TestOffers.Rate(Meter.All[i], rate))],
            TokenUsage.FromMeterParts([.. units.Select((n, i) => new MeterQuantity(Meter.All[i], n * times))]))).ToArbitrary();

    [Property]
    public static bool EveryBackEnd_AnyOffer_IsTheNaiveProgram(AnyHistory history, TokenUsage usage, Instant at, CostOptions options, byte percent) =>
        IsTheNaiveProgram(
            TestOffers.SoldWithDiscount(Percentage.FromPercent(percent % 101), [.. history.Cards]), Ordinary(usage), at, Percents(options));

    [Property]
    public static bool EveryBackEnd_AskedForOrdinarily_IsTheNaiveProgram(AnyHistory history, TokenUsage usage, Instant at) =>
        IsTheNaiveProgram(TestOffers.Sold(MissingRatePolicy.Throw, [.. history.Cards]), Ordinary(usage), at, null);

    [Property]
    public static bool NaiveProgram_AnyCard_IsTheRateCard(AnyCard card, TokenUsage usage, Instant at, CostOptions options)
    {
        TokenUsage used = Ordinary(usage);
        CostOptions asked = Percents(options) with { MissingRate = MissingRatePolicy.Throw };
        (PricingError? error, Fraction? pico) = NaiveProgram.Price(PriceRow.Of(TestOffers.Sold(card.Card), Horizon, asked), used, at);
        (PricingError? expected, Fraction total, _) = NaivePricing.Price(card.Card, used, at, asked);
        return error is null && pico is null
            ? card.Card.Shape != RateCardShape.Plain || HasFractions(card.Card, asked)
            : error == expected && (error is not null || pico! * Fraction.Of(0.000000000001m) == total);
    }

    [Property]
    public static bool Rows_AnyOffer_TileTimeAndInput(AnyHistory history, CostOptions options) =>
        NaiveProgram.Tiles([.. PriceRow.Of(TestOffers.Sold([.. history.Cards]), Horizon, Percents(options))]);

    [Property]
    public static bool CostOf_RatesThatNoDecimalHolds_AreRoundedOnceForEachDirection(EndlessPrices prices, Instant at)
    {
        Offer offer = TestOffers.Sold(prices.Rates);
        Cost cost = offer.CostOf(prices.Usage, at);
        return offer.TotalOf(prices.Usage, at) == cost.Total
            && IsNearest(cost.Input, MeterDirection.Input) && IsNearest(cost.Output, MeterDirection.Output)
            && cost.Total == cost.Input + cost.Output;

        bool IsNearest(Usd amount, MeterDirection direction)
        {
            Fraction exact = prices.Usage.Parts.Where(p => p.Meter.Direction == direction)
                .Select(p => Fraction.Of(prices.Rates[Meter.All.IndexOf(p.Meter)].Rate.Usd) * Fraction.Of(p.Quantity)
                    / Fraction.Of(prices.Rates[Meter.All.IndexOf(p.Meter)].Rate.Per))
                .Aggregate(Fraction.Of(0), (sum, a) => sum + a);
            Fraction difference = Fraction.Of(amount.Amount) + (exact * Fraction.Of(-1));
            return exact.FitsDecimal ? Fraction.Of(amount.Amount) == exact
                : difference.CompareTo(Fraction.Of(0.0000000000000000005m)) <= 0 && difference.CompareTo(Fraction.Of(-0.0000000000000000005m)) >= 0;
        }
    }

    [Fact]
    public static void EveryBackEnd_EveryBuiltInOffer_IsTheNaiveProgram_AndFewNeedTheReceipt()
    {
        TokenUsage usage = TokenUsage.FromTotals(input: 300_000, cacheRead: 1_000, output: 900);
        int handedBack = 0;
        int offers = 0;
        foreach (Offer offer in PriceCatalog.BuiltIn.Offers)
        {
            PriceRow[] rows = [.. PriceRow.Of(offer, Horizon)];
            Assert.True(NaiveProgram.Tiles(rows), offer.ToString());
            IEnumerable<Instant> edges = rows.Select(r => r.From).OfType<Instant>().SelectMany(edge => new[] { edge, edge - Duration.FromMilliseconds(1) });
            foreach (Instant at in edges.Append(Horizon.End))
            {
                Assert.True(IsTheNaiveProgram(offer, usage, at, null, rows), $"{offer} at {at}");
            }

            offers++;
            handedBack += rows.Any(r => r.Error is null && (r.Inexact & 0b10000111 & ~r.Missing) != 0) ? 1 : 0;
        }

        Assert.InRange(handedBack, 0, offers / 100);
    }

    private static bool IsTheNaiveProgram(Offer offer, TokenUsage usage, Instant at, CostOptions? options, IEnumerable<PriceRow>? rows = null)
    {
        CostOptions? strict = options is null ? null : options with { MissingRate = MissingRatePolicy.Throw };
        (PricingError? error, Fraction? pico) = NaiveProgram.Price(rows ?? PriceRow.Of(offer, Horizon, strict), usage, at);
        return (error is null && pico is null)
            || (Agrees(() => offer.CostOf(usage, at, strict).Total) && Agrees(() => offer.TotalOf(usage, at, strict)) && InBulk());

        bool Agrees(Func<Usd> price)
        {
            try
            {
                Fraction amount = Fraction.Of(price().Amount);
                return pico is not null && amount == pico * Fraction.Of(0.000000000001m);
            }
            catch (PricingException e)
            {
                return e.Error == error;
            }
            catch (OverflowException)
            {
                return true;
            }
        }

        // A row has whole milliseconds.
        bool InBulk()
        {
            if (Instant.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds()) != at || usage.Requests != 1)
            {
                return true;
            }

            long[] total = new long[1];
            long[][] units = [.. Enumerable.Range(0, TokenUsage.OrdinaryMeters).Select(i => new[] { (long)usage.PartOf(Meter.All[i]) })];
            CallColumns row = CallColumns.FromParts(
                [0], [at.ToUnixTimeMilliseconds()], units[0], units[1], units[2], units[3], units[4], units[5], units[6]);
            ImmutableArray<BulkRow> exceptions = new BulkPricer([offer], strict).Price(row, total).Exceptions(row);
            return exceptions is [{ Error: { } failure }]
                ? failure is OverflowException || (failure as PricingException)?.Error == error
                : exceptions.IsEmpty ? pico is not null && Fraction.Of(total[0]) == pico
                : Agrees(() => exceptions[0].Cost!.Total);
        }
    }

    // Whether a rate may be no whole number of pico-dollars, with the adjustments too.
    private static bool HasFractions(RateCard card, CostOptions options)
    {
        Fraction multiple = options.Adjustments.Aggregate(Fraction.Of(1_000_000_000_000L), (all, a) => all * Fraction.Of(a.Multiple));
        return card.Rates.Any(r => r.Condition.ServiceTier != ServiceTier.Standard)
            || card.TierMultiples.Length > 0
            || card.RegionalUplifts.Length > 0
            || card.Rates.Any(r => (Fraction.Of(r.Rate.Usd) * multiple / Fraction.Of(r.Rate.Per)).Denominator != 1);
    }

    private static TokenUsage Ordinary(TokenUsage usage) =>
        TokenUsage.FromMeterParts([.. usage.Parts.Where(p => Meter.All.IndexOf(p.Meter) < TokenUsage.OrdinaryMeters)]);

    private static CostOptions Percents(CostOptions options) => options with { Adjustments = [.. options.Adjustments.Where(a => a.Amount == Usd.Zero)] };
}

/// <summary>Rates such as a third of a dollar, and a usage at them.</summary>
public sealed record EndlessPrices(PricedMeter[] Rates, TokenUsage Usage)
{
    /// <inheritdoc/>
    public override string ToString() => $"{string.Join("; ", Rates.Select(r => $"{r.Meter} {r.Rate}"))}: {Usage}";
}
