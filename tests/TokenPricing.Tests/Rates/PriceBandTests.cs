using System.Collections.Immutable;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>The prices of a band: which requests are priced in whole numbers, what these are, and what is looked up only once.</summary>
public sealed class PriceBandTests
{
    private const int All = 0b111_1111;

    // Input and output, and the meters that they bill: cache reads, cache writes and reasoning.
    private const int InputBits = 0b011_1101;
    private const int OutputBits = 0b100_0010;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void IsSimpleFor_ARateAtTheLimit_LeavesItsMeterOut(int meter)
    {
        PriceBand below = Band([.. Enumerable.Range(0, 7).Select(i => Pico(Meter.All[i], i == meter ? (1 << 30) - 1 : 1))]);
        PriceBand at = Band([.. Enumerable.Range(0, 7).Select(i => Pico(Meter.All[i], i == meter ? 1 << 30 : 1))]);

        Assert.True(below.IsSimple);
        Assert.True(below.IsSimpleFor(1 << meter));
        Assert.False(at.IsSimple);
        Assert.False(at.IsSimpleFor(1 << meter));
        Assert.True(at.IsSimpleFor(All & ~(1 << meter)));
    }

    [Fact]
    public void IsSimpleFor_WithTheFee_IsAsWithoutIt() =>
        Assert.True(Band(Pico(Meter.Input, 1), Pico(Meter.Output, 2), Pico(Meter.Requests, 3)).IsSimpleFor(All | (1 << 7)));

    [Fact]
    public void IsSimpleFor_AMeterWithoutAWholeRate_LeavesItOut()
    {
        PriceBand band = Band(Pico(Meter.Input, 1), TestOffers.Rate(Meter.Output, Rate.PerUnit(0.0000000000000000000000000001m)));

        Assert.Equal(OutputBits, band.InexactMeters);
        Assert.Equal((false, true, false), (band.IsSimple, band.IsSimpleFor(InputBits), band.IsSimpleFor(0b10)));
        Assert.Equal((1, 0), (band[0], band[1]));
    }

    [Fact]
    public void Total_EveryMeter_IsTheSumOfTheProducts()
    {
        PriceBand band = EveryMeter();
        InlineQuantities units = Units(1, 10, 100, 1_000, 10_000, 100_000, 1_000_000);

        // Input: 2 + 500 + 7,000 + 110,000 + 1,300,000. Output: 30 + 17,000,000. The fee: 19.
        Assert.Equal(new Usd(0.000018417551m), band.Total(units));
        Assert.True(band.TryByDirection(units, out Int128 input, out Int128 output, out Int128 fee));
        Assert.Equal((1_417_502, 17_000_030, 19), (input, output, fee));
    }

    // Each product is 2^30 - 1 squared: seven of them and the largest fee take 63 bits.
    [Fact]
    public void Total_TheLargestOfAll_IsExact()
    {
        const int Most = (1 << 30) - 1;
        PriceBand band = Band([.. Enumerable.Range(0, 7).Select(i => Pico(Meter.All[i], Most)), Pico(Meter.Requests, (1L << 59) - 1)]);

        Assert.True(band.IsSimple);
        Assert.Equal(new Usd(8646911.26951896679m), band.Total(Units(Most, Most, Most, Most, Most, Most, Most)));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(6, true)]
    public void TryByDirection_RatesInThirds_SaysNoUnlessTheyAddUpToAWhole(long input, bool isWhole)
    {
        PriceBand band = Band(TestOffers.Rate(Meter.Input, new Rate(0.25m, 3_000_000)), Pico(Meter.Output, 100));

        Assert.Equal((3, 250_000, 300, false), (band.Denominator, band[0], band[1], band.IsSimple));
        Assert.Equal(isWhole, band.TryByDirection(Units(input, 7), out Int128 byInput, out Int128 output, out Int128 fee));
        Assert.Equal(isWhole ? (input / 3 * 250_000, 700, 0) : (byInput, 700, 0), (byInput, output, fee));
    }

    [Fact]
    public void TryByDirection_AMeterWithoutAWholeRate_SaysNoOnlyIfItWasUsed()
    {
        PriceBand band = Band(Pico(Meter.Input, 5));

        Assert.True(band.TryByDirection(Units(3), out Int128 input, out _, out _));
        Assert.Equal(15, input);
        Assert.False(band.TryByDirection(Units(3, 1), out _, out _, out _));
        Assert.False(band.TryByDirection(Units(0, 0, 0, 0, 0, 0, 1), out _, out _, out _));
    }

    // Beside a rate of a third, a whole rate is held in thirds: 3 x 192,153,584,101,141,162 is 2 less than 2^59.
    [Theory]
    [InlineData(192_153_584_101_141_162, 0)]
    [InlineData(192_153_584_101_141_163, InputBits)]
    public void InexactMeters_RatesTooLargeInThirds_AreThose(long pico, int inexact)
    {
        PriceBand band = Band(Pico(Meter.Input, pico), TestOffers.Rate(Meter.Output, new Rate(0.000000000001m, 3)));

        Assert.Equal((inexact, 3), (band.InexactMeters, band.Denominator));
        Assert.Equal(inexact == 0, band.TryByDirection(Units(2, 3), out Int128 input, out Int128 output, out _));
        Assert.Equal(inexact == 0 ? (2 * pico, 1) : (input, output), (input, output));
    }

    // 2^20 parts and fifths have no common denominator that is allowed; the numerator of the second is too large for any.
    [Theory]
    [InlineData(1)]
    [InlineData(1L << 58)]
    public void InexactMeters_RatesWithoutACommonDenominator_AreTheLater(long fifths)
    {
        PriceBand band = Band(
            TestOffers.Rate(Meter.Input, new Rate(1, (1L << 20) * 1_000_000_000_000)), TestOffers.Rate(Meter.Output, new Rate(fifths, 5_000_000_000_000)));

        Assert.Equal((OutputBits, 1 << 20), (band.InexactMeters, band.Denominator));
        Assert.True(band.TryByDirection(Units(3 << 20), out Int128 input, out Int128 output, out _));
        Assert.Equal((3, 0), (input, output));
        Assert.False(band.TryByDirection(Units(3 << 20, 5), out _, out _, out _));
    }

    [Fact]
    public void Price_AskedAgain_IsTheSameAndTakesNoMemory()
    {
        PriceBand band = new(TestOffers.Card(TestOffers.Rate(Meter.Input, 1)), ServiceTier.Standard, 1, 0, _ => true);
        MeterPrice? input = band.Price(Meter.Input, []);
        MeterPrice? read = band.Price(Meter.CacheRead, []);
        Assert.Null(band.Price(Meter.OutputAudio, []));

        long before = GC.GetAllocatedBytesForCurrentThread();
        bool isSame = ReferenceEquals(input, band.Price(Meter.Input, [])) && ReferenceEquals(read, band.Price(Meter.CacheRead, []))
            && band.Price(Meter.OutputAudio, []) is null;
        long after = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal((true, before), (isSame, after));
        Assert.Equal((Meter.Input, Meter.Input), (input!.Owner, read!.Owner));
    }

    [Theory]
    [InlineData(false, OutputBits)]
    [InlineData(true, 0)]
    public void MissingMeters_AskedAgain_AreTheSameAndTakeNoMemory(bool hasOutput, int missing)
    {
        PriceBand band = Band([Pico(Meter.Input, 1), .. hasOutput ? [Pico(Meter.Output, 2)] : Array.Empty<PricedMeter>()]);
        Assert.Equal(missing, band.MissingMeters);

        long before = GC.GetAllocatedBytesForCurrentThread();
        int again = band.MissingMeters;
        long after = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal((missing, before), (again, after));
    }

    // Which rates apply in a band is decided once, how long they apply for each request.
    [Fact]
    public void Price_ByOwnQuantity_AsksOfEachConditionOnce()
    {
        int asked = 0;
        PriceBand band = new(
            TestOffers.Card(TestOffers.Rate(Meter.Output, 1), TestOffers.Rate(Meter.Output, 2, OwnMoreThan(100)), TestOffers.Rate(Meter.Input, 3)),
            ServiceTier.Standard,
            1,
            0,
            _ => ++asked > 0);

        Assert.Equal(1, PerMillion(band, Meter.Output, new MeterQuantity(Meter.Output, 100)));
        Assert.Equal(2, PerMillion(band, Meter.Output, new MeterQuantity(Meter.Output, 101)));
        Assert.Equal(2, asked);
        Assert.Equal(3, PerMillion(band, Meter.Input));
        Assert.Equal(1, PerMillion(band, Meter.Output));
        Assert.Equal(3, asked);
    }

    // Cached audio is part of the input unless a nearer rate bills it.
    [Theory]
    [InlineData(null, 2)]
    [InlineData("input-audio", 1)]
    [InlineData("cache-read", 1)]
    public void Price_ByOwnQuantity_CountsThePartsWithoutANearerRate(string? nearer, decimal usdPerMillion)
    {
        PricedMeter[] input = [TestOffers.Rate(Meter.Input, 1), TestOffers.Rate(Meter.Input, 2, OwnMoreThan(100))];
        PriceBand band = Band([.. input, .. nearer is null ? [] : (PricedMeter[])[TestOffers.Rate(Meter.Parse(nearer), 5)]]);

        Assert.Equal(
            usdPerMillion,
            PerMillion(band, Meter.Input, new MeterQuantity(Meter.Input, 60), new MeterQuantity(Meter.Parse("cache-read-audio"), 60)));
    }

    [Fact]
    public void Agree_AnOpenPrice_DoesNot()
    {
        PricedMeter rate = TestOffers.Rate(Meter.Input, 2);
        MeterPrice known = new(new UnitPrice(1, rate, 1));
        MeterPrice open = new(new UnitPrice(1, rate, null));

        Assert.Equal((false, false), (MeterPrice.Agree(known, open), MeterPrice.Agree(open, known)));
    }

    // $2 at half the price is $1; from the eleventh unit on it is not.
    [Theory]
    [InlineData(1, true)]
    [InlineData(3, false)]
    public void Agree_KnownPrices_DoIfEachUnitCostsTheSame(decimal beyond, bool agree)
    {
        MeterPrice one = new(new UnitPrice(1, TestOffers.Rate(Meter.Input, 2), 0.5m));
        MeterPrice other = new(new UnitPrice(1, TestOffers.Rate(Meter.CacheRead, 1), 1), new UnitPrice(11, TestOffers.Rate(Meter.CacheRead, beyond), 1));

        Assert.Equal((agree, agree), (MeterPrice.Agree(one, other), MeterPrice.Agree(other, one)));
    }

    private static decimal PerMillion(PriceBand band, Meter meter, params ImmutableArray<MeterQuantity> parts) =>
        band.Price(meter, parts)!.Steps.Single().Rate.Rate.UsdPerMillion;

    private static RateCondition OwnMoreThan(long threshold) => new() { Context = new ContextTier(threshold, ownQuantity: true) };

    private static PriceBand EveryMeter() => Band(
        Pico(Meter.Input, 2), Pico(Meter.Output, 3), Pico(Meter.CacheRead, 5), Pico(Meter.CacheWrite, 7), Pico(Meter.CacheWrite5m, 11),
        Pico(Meter.CacheWrite1h, 13), Pico(Meter.Reasoning, 17), Pico(Meter.Requests, 19));

    private static PriceBand Band(params PricedMeter[] rates) => new(TestOffers.Card(rates), ServiceTier.Standard, 1, 0, _ => true);

    /// <summary>A rate of a whole number of pico-dollars per unit.</summary>
    private static PricedMeter Pico(Meter meter, long pico) => TestOffers.Rate(meter, Rate.PerUnit(new decimal(pico) / 1_000_000_000_000m));

    private static InlineQuantities Units(params ReadOnlySpan<long> counts)
    {
        InlineQuantities units = default;
        for (int i = 0; i < counts.Length; i++)
        {
            units[i] = counts[i];
        }

        return units;
    }
}
