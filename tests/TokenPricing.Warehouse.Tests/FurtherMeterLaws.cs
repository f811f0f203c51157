using System.Collections.Immutable;
using System.Numerics;
using FsCheck.Xunit;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>What further meters cost is in the row of a call as what the ordinary ones cost is: added up, it is the library's total.</summary>
[Properties(Arbitrary = [typeof(CostingGenerators), typeof(PriceHistoryGenerators)])]
public static class FurtherMeterLaws
{
    private static readonly Interval Horizon = new(Instant.FromUtc(2026, 3, 1, 0, 0), Instant.FromUtc(2026, 5, 4, 0, 0));
    private static readonly ImmutableArray<Meter> Meters = [Meter.WebSearches, Meter.InputAudio, Meter.OutputAudio];

    [Property]
    public static bool RowsOf_AnyOffer_AddUpToTheTotal(AnyHistory history, CostOptions options, TokenUsage usage, Instant at)
    {
        CallTerms terms = new(TestOffers.Sold([.. history.Cards]), options with { Adjustments = [], MissingRate = MissingRatePolicy.Throw }, CallStatus.Priced, null);
        MeterQuantity[] parts = [.. usage.Parts.Where(p => p.Meter != Meter.Requests && PriceRow.Meters.Contains(p.Meter) || Meters.Contains(p.Meter))];
        decimal input = parts.Where(p => p.Meter is { IsTokens: true, IsInput: true }).Sum(p => p.Quantity);
        PriceRow row = FurtherMeters.RowsOf(terms, Horizon, Meters)
            .Single(r => !(at < r.From) && !(at >= r.To) && input >= r.LeastInput && !(input >= r.BelowInput));
        int used = parts.Where(p => p.Quantity > 0).Aggregate(FurtherMeters.BitOf(Meter.Requests), (mask, p) => mask | FurtherMeters.BitOf(p.Meter));
        ImmutableArray<Meter> all = [.. PriceRow.Meters, .. Meters];
        BigInteger pico = parts.Aggregate((BigInteger)row.PicoUsd[7], (sum, p) => sum + ((BigInteger)p.Quantity * row.PicoUsd[all.IndexOf(p.Meter)]));
        PricingError? expected = row.Error is not (null or PricingError.UnknownRegion) ? row.Error
            : (row.Missing & used) != 0 ? PricingError.MissingRate
            : row.Error;
        Fraction exact = new(pico, 1_000_000_000_000);
        bool isDecided = (row.Missing & used) != 0 || row.Error is not (null or PricingError.UnknownRegion) || (row.Inexact & used) == 0;
        try
        {
            decimal total = terms.Offer!.TotalOf(TokenUsage.FromMeterParts(parts), at, terms.Options).Amount;
            return !isDecided || (expected is null && Fraction.Of(total) == exact);
        }
        catch (PricingException e)
        {
            return !isDecided || e.Error == expected;
        }
        catch (OverflowException)
        {
            return !isDecided || !exact.FitsDecimal;
        }
    }

    /// <summary>A search adds nothing to the length of a request, by which its fee may differ.</summary>
    [Fact]
    public static void RowsOf_AFeeByLength_ASearchCostsTheSameInEach()
    {
        RateCard card = TestOffers.Card(
            TestOffers.Rate(Meter.Input, 1),
            TestOffers.Rate(Meter.WebSearches, 10_000),
            TestOffers.Rate(Meter.Requests, 5, new RateCondition { Context = new ContextTier(100) }));
        CallTerms terms = new(TestOffers.Sold(card), new CostOptions(), CallStatus.Priced, null);

        ImmutableArray<PriceRow> rows = [.. FurtherMeters.RowsOf(terms, Horizon, [Meter.WebSearches])];

        Assert.Equal([0L, 5_000_000L], rows.Select(r => r.PicoUsd[7]));
        Assert.All(rows, r => Assert.Equal(10_000_000_000L, r.PicoUsd[8]));
    }

    /// <summary>Meters that overlap others, or that are counted in fractions, cannot be chosen, nor too many.</summary>
    [Fact]
    public static void Meters_ThatDoNotAddUp_AreRefused()
    {
        Assert.Contains(Meter.WebSearches, FurtherMeters.All);
        Assert.All(
            [Meter.Requests, Meter.CacheRead, Meter.Reasoning, Meter.Parse("cache-read-audio"), Meter.Parse("input-tool"), Meter.Parse("audio-seconds")],
            m => Assert.Throws<ArgumentException>(() => new WarehouseOptions { Meters = [m] }));
        Assert.Throws<ArgumentException>(() => new SqlOptions { Meters = [.. FurtherMeters.All.Where(m => FurtherMeters.IsPartOf(m, Meter.Input)).Take(4)] });
        Assert.Equal(Meter.InputAudio, Assert.Single(new SqlOptions { Meters = [Meter.InputAudio, Meter.InputAudio] }.Meters));

        // The masks have a bit for each, and leave the sign alone.
        Assert.All(FurtherMeters.All, m => Assert.InRange(FurtherMeters.BitOf(m), 256, 1 << 30));
    }
}
