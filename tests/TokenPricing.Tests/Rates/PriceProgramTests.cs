using System.Globalization;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Prices in spans of time and states: which totals need no receipt, and which bands are made once.</summary>
public sealed class PriceProgramTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 5, 4, 12, 0);

    private static readonly Meter[] Ordinary =
        [Meter.Input, Meter.Output, Meter.CacheRead, Meter.CacheWrite, Meter.CacheWrite5m, Meter.CacheWrite1h, Meter.Reasoning];

    // 2^40 units at 2^29 pico-dollars each are 2^69, more than a long holds, whichever meter has them.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void TryTotal_ManyUnitsOfOneMeter_IsExact(int meter)
    {
        PriceProgram program = Program([.. Ordinary.Select(m => TestOffers.Rate(m, Rate.PerUnit(0.000536870912m)))]);

        Assert.True(program.TryTotal(TokenUsage.FromMeterParts(new MeterQuantity(Ordinary[meter], 1L << 40)), Noon, out Usd total));
        Assert.Equal(new Usd(590295810.358705651712m), total);
    }

    // Beyond the limit, counts might not add up in a long.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void TryByDirection_UnitsAtTheLimit_SaysNo(int meter)
    {
        PriceProgram program = Program([.. Ordinary.Select(m => TestOffers.Rate(m, Rate.PerUnit(0.000000000003m)))]);
        TokenUsage below = TokenUsage.FromMeterParts(new MeterQuantity(Ordinary[meter], (1L << 60) - 1));
        TokenUsage at = TokenUsage.FromMeterParts(new MeterQuantity(Ordinary[meter], 1L << 60));

        Assert.True(program.TryByDirection(below, Noon, out Int128 input, out Int128 output, out Int128 total));
        Assert.Equal((3_458_764_513_820_540_925, meter is 1 or 6), (total, output == total));
        Assert.Equal(total, input + output);
        Assert.False(program.TryByDirection(at, Noon, out _, out _, out _));
        Assert.False(program.TryTotal(at, Noon, out _));
    }

    // 2^30 units are the first that are not priced in a long: both ways must agree there.
    [Theory]
    [InlineData((1L << 30) - 1, "2147483.646001")]
    [InlineData(1L << 30, "2147483.648001")]
    [InlineData((1L << 30) + 1, "2147483.650001")]
    public void TryTotal_UnitsAroundTheLimitOfLongs_IsExact(long units, string usd)
    {
        PriceProgram program = Program(TestOffers.Rate(Meter.Input, 2_000), TestOffers.Rate(Meter.Output, 1));

        Assert.True(program.TryTotal(TokenUsage.FromParts(uncachedInput: units, output: 1), Noon, out Usd total));
        Assert.Equal(new Usd(decimal.Parse(usd, CultureInfo.InvariantCulture)), total);
    }

    // Units of 2^40 pico-dollars: 2^56 of them cost 2^96, for which a decimal has no digit of a pico-dollar left.
    [Fact]
    public void TryTotal_MoreThanADecimalHolds_SaysNo()
    {
        PriceProgram program = Program(TestOffers.Rate(Meter.Input, Rate.PerUnit(1.099511627776m)));

        Assert.True(program.TryTotal(TokenUsage.FromParts(uncachedInput: (1L << 56) - 1), Noon, out Usd total));
        Assert.Equal(new Usd(79228162514264336.494032322560m), total);
        Assert.False(program.TryTotal(TokenUsage.FromParts(uncachedInput: 1L << 56), Noon, out total));
        Assert.Equal(Usd.Zero, total);
    }

    // The tenth of the smallest rate has 29 places: no decimal holds it, and it is not zero.
    [Fact]
    public void TryTotal_ARateWithMoreDigitsThanADecimal_SaysNo()
    {
        RateCard card = TestOffers.Card(TestOffers.Rate(Meter.Input, Rate.PerUnit(0.0000000000000000000000000001m)));
        PriceProgram program = new([card], _ => (ServiceTier.Standard, 0.1m));

        Assert.False(program.TryTotal(TokenUsage.FromParts(uncachedInput: 10), Noon, out _));
    }

    [Theory]
    [InlineData(0, 0.00001)]
    [InlineData(1, 0.000033)]
    public void TryTotal_ARateForReasoning_AppliesIfTheRequestReasoned(int reasoning, decimal usd)
    {
        PriceProgram program = Program(
            TestOffers.Rate(Meter.Output, 1), TestOffers.Rate(Meter.Output, 3, RateCondition.None with { WhenReasoned = true }));

        Assert.True(program.TryTotal(TokenUsage.FromParts(output: 10, reasoning: reasoning), Noon, out Usd total));
        Assert.Equal(new Usd(usd), total);
    }

    [Fact]
    public void TryTotal_AskedAgain_TakesNoMemory()
    {
        PriceProgram program = Program(TestOffers.Rate(Meter.Input, 1), TestOffers.Rate(Meter.Output, 2, TestOffers.During(Hour(11))));
        TokenUsage usage = TokenUsage.FromParts(uncachedInput: 10);
        program.TryTotal(usage, Noon, out _);

        long before = GC.GetAllocatedBytesForCurrentThread();
        bool isPriced = program.TryTotal(usage, Noon, out Usd total);
        long after = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal((true, new Usd(0.00001m), before), (isPriced, total, after));
    }

    // Nothing decides about the only band, so that there is no total of the input to overflow.
    [Fact]
    public void BandOf_ACardOfOneBand_IsThatBandForAnyUnits()
    {
        PriceSpan span = Span(TestOffers.Card(TestOffers.Rate(Meter.Input, 1)));
        InlineQuantities units = default;
        (units[0], units[2], units[6]) = (long.MaxValue, long.MaxValue, 1);

        Assert.NotNull(span.Only);
        Assert.Same(span.Only, span.BandOf(units, Noon));
        Assert.Same(span.Only, span.BandOf(long.MaxValue, Noon, reasoned: true));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(200_000, 0)]
    [InlineData(200_001, 1)]
    public void BandOf_ACardOfLengthsOnly_IsOneOfThePlainBands(long input, int band)
    {
        PriceSpan span = Span(TestOffers.Card(TestOffers.Rate(Meter.Input, 1), TestOffers.Rate(Meter.Input, 2, TestOffers.MoreThan(200_000))));

        Assert.Equal((2, null), (span.Plain!.Length, span.Only));
        Assert.Same(span.Plain[band], span.BandOf(input, Noon, reasoned: true));
        Assert.Equal(band + 1, PerMillion(span.Plain[band], Meter.Input));
    }

    // A card with five windows may have 64 states; those of four or fewer are kept.
    [Theory]
    [InlineData(1, true)]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public void BandOf_TheSameState_IsTheSameBandWithUpToFourWindows(int windows, bool isKept)
    {
        PricedMeter[] rates = [.. Enumerable.Range(0, windows).Select(i => TestOffers.Rate(Meter.Input, i + 2, TestOffers.During(Hour(i + 1))))];
        PriceSpan span = Span(TestOffers.Card([TestOffers.Rate(Meter.Input, 1), .. rates, TestOffers.Rate(Meter.Output, 1)]));

        Assert.Null(span.Plain);
        foreach (int i in Enumerable.Range(0, windows))
        {
            PriceBand open = span.BandOf(10, InHour(i + 1), reasoned: false);
            Assert.Equal(i + 2, PerMillion(open, Meter.Input));
            Assert.Equal(isKept, ReferenceEquals(open, span.BandOf(10, InHour(i + 1), reasoned: true)));
            Assert.NotSame(open, span.BandOf(10, Noon, reasoned: false));
        }

        Assert.Equal(1, PerMillion(span.BandOf(10, Noon, reasoned: false), Meter.Input));
    }

    [Fact]
    public void Stretches_ACardWithoutWindows_AreOneWithTheBandsForNoReasoning()
    {
        RateCard card = TestOffers.Card(
            [TestOffers.Rate(Meter.Output, 1), TestOffers.Rate(Meter.Output, 3, RateCondition.None with { WhenReasoned = true })], null, Noon);

        (Instant? from, Instant? to, PriceBand[]? bands) = Assert.Single(Span(card).Stretches(new Interval(InHour(0), InHour(1))));

        Assert.Equal((null, Noon, 1), (from, to, PerMillion(Assert.Single(bands!), Meter.Output)));
    }

    // The card ends at noon, before the horizon does; its hour costs $2, or $4 with reasoning.
    [Fact]
    public void Stretches_ACardThatEnds_EndWithIt()
    {
        PricedMeter inHour = TestOffers.Rate(Meter.Output, 2, TestOffers.During(Hour(10)));
        PricedMeter reasoned = inHour with { Rate = Rate.PerMillion(4), Condition = inHour.Condition with { WhenReasoned = true } };
        RateCard card = TestOffers.Card([TestOffers.Rate(Meter.Output, 1), inHour, reasoned], null, Noon);

        (Instant? From, Instant? To, PriceBand[]? Bands)[] stretches = [.. Span(card).Stretches(new Interval(InHour(9), InHour(20)))];

        Assert.Equal(
            [(null, InHour(9)), (InHour(9), StartOf(10)), (StartOf(10), StartOf(11)), (StartOf(11), Noon)],
            stretches.Select(s => (s.From, s.To)));
        Assert.Equal([null, 1, 2, 1], stretches.Select(s => s.Bands is [var band] ? PerMillion(band, Meter.Output) : (decimal?)null));
    }

    [Fact]
    public void Stretches_ACardThatEndsWhereTheHorizonBegins_IsOneWithoutBands()
    {
        RateCard card = TestOffers.Card([TestOffers.Rate(Meter.Output, 1), TestOffers.Rate(Meter.Output, 2, TestOffers.During(Hour(10)))], null, Noon);

        Assert.Equal([(null, Noon, null)], Span(card).Stretches(new Interval(Noon, InHour(20))));
    }

    private static decimal PerMillion(PriceBand band, Meter meter) => band.Price(meter, [])!.Steps.Single().Rate.Rate.UsdPerMillion;

    private static PriceProgram Program(params PricedMeter[] rates) => new([TestOffers.Card(rates)], _ => (ServiceTier.Standard, 1));

    private static PriceSpan Span(RateCard card) => new(card, ServiceTier.Standard, 1);

    private static DailyWindow Hour(int hour) => new(new LocalTime(hour, 0), new LocalTime(hour + 1, 0));

    private static Instant StartOf(int hour) => Instant.FromUtc(2026, 5, 4, hour, 0);

    private static Instant InHour(int hour) => Instant.FromUtc(2026, 5, 4, hour, 30);
}
