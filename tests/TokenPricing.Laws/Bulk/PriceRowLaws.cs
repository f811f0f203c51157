using System.Collections.Immutable;
using FsCheck.Xunit;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>The flat rows of an offer say what every call costs, or why it has no price.</summary>
[Properties(Arbitrary = [typeof(CostingGenerators), typeof(PriceHistoryGenerators), typeof(UsageGenerators)], MaxTest = 1_000)]
public static class PriceRowLaws
{
    private static readonly Interval Horizon = new(Instant.FromUtc(2026, 3, 1, 0, 0), Instant.FromUtc(2026, 5, 4, 0, 0));

    [Property]
    public static bool Of_AnyOffer_PricesEveryCallOfOrdinaryMeters(AnyHistory history, TokenUsage usage, Instant at, CostOptions options) =>
        Priced(TestOffers.Sold(MissingRatePolicy.Throw, [.. history.Cards]), Ordinary(usage), at, options with { Adjustments = WithoutAmounts(options) });

    [Property]
    public static bool Of_AnyOffer_WithTheDefaults_PricesEveryCall(AnyHistory history, TokenUsage usage, Instant at) =>
        Priced(TestOffers.Sold(MissingRatePolicy.Throw, [.. history.Cards]), Ordinary(usage), at, null);

    [Property]
    public static bool Of_AnyOffer_TilesTimeAndInput(AnyHistory history, CostOptions options)
    {
        PriceRow[] rows = [.. PriceRow.Of(TestOffers.Sold([.. history.Cards]), Horizon, options with { Adjustments = WithoutAmounts(options) })];
        return Tiles(rows);
    }

    // A rate that only some requests pay, or that depends on quantities, is handed back; otherwise most calls must be priced.
    [Fact]
    public static void Of_EveryBuiltInOffer_TilesTimeAndInput_AndPricesACall()
    {
        TokenUsage usage = TokenUsage.FromTotals(input: 300_000, cacheRead: 1_000, output: 900);
        int exact = 0;
        int offers = 0;
        foreach (Offer offer in PriceCatalog.BuiltIn.Offers)
        {
            PriceRow[] rows = [.. PriceRow.Of(offer, Horizon)];
            Assert.True(Tiles(rows), offer.ToString());
            foreach (Instant at in rows.Select(r => r.From).OfType<Instant>().SelectMany(edge => new[] { edge, edge - Duration.Epsilon }).Append(Horizon.End))
            {
                Assert.True(Priced(offer, usage, at, null), $"{offer} at {at}");
            }

            offers++;
            exact += rows.Any(r => r.Error is null && (r.Inexact & 0b10000111) != 0) ? 1 : 0;
        }

        Assert.InRange(exact, 0, offers / 100);
    }

    private static bool Tiles(PriceRow[] rows)
    {
        (Instant? From, Instant? To)[] spans = [.. rows.Select(r => (r.From, r.To)).Distinct()];
        return spans[0].From is null && spans[^1].To is null
            && spans.Zip(spans.Skip(1)).All(pair => pair.First.To is { } to && to == pair.Second.From)
            && spans.All(span => rows.Where(r => (r.From, r.To) == span).ToArray() is var bands
                && bands[0].LeastInput == 0 && bands[^1].BelowInput is null
                && bands.Zip(bands.Skip(1)).All(pair => pair.First.BelowInput == pair.Second.LeastInput && pair.First.LeastInput < pair.Second.LeastInput));
    }

    private static bool Priced(Offer offer, TokenUsage usage, Instant at, CostOptions? options)
    {
        long input = usage.Parts.Where(p => p.Meter.Direction == MeterDirection.Input).Sum(p => p.Quantity);
        PriceRow row = PriceRow.Of(offer, Horizon, options).Single(r =>
            !(at < r.From) && !(at >= r.To) && input >= r.LeastInput && !(input >= r.BelowInput));
        int used = PriceRow.Meters.Select((m, i) => usage.PartOf(m) > 0 || m == Meter.Requests ? 1 << i : 0).Sum();
        PricingError? error = (used & row.Missing) != 0 ? PricingError.MissingRate : row.Error;
        try
        {
            Cost cost = offer.CostOf(usage, at, options is null ? null : options with { MissingRate = null });
            return error is null && ((used & row.Inexact) != 0 || Pico(row, usage) == Fraction.Of(cost.Total.Amount));
        }
        catch (PricingException e)
        {
            return e.Error == error || (error is null && (used & row.Inexact) != 0);
        }
        catch (OverflowException)
        {
            return true;
        }
    }

    private static Fraction Pico(PriceRow row, TokenUsage usage) =>
        PriceRow.Meters.Select((m, i) => Fraction.Of(row.PicoUsd[i]) * Fraction.Of(m == Meter.Requests ? 1 : usage.PartOf(m)))
            .Aggregate(Fraction.Of(0), (sum, amount) => sum + amount) * Fraction.Of(0.000000000001m);

    private static TokenUsage Ordinary(TokenUsage usage) =>
        TokenUsage.FromMeterParts([.. usage.Parts.Where(p => Meter.All.IndexOf(p.Meter) < TokenUsage.OrdinaryMeters)]);

    private static ImmutableArray<Adjustment> WithoutAmounts(CostOptions options) => [.. options.Adjustments.Where(a => a.Amount == Usd.Zero)];
}
