using System.Collections.Frozen;
using FsCheck.Xunit;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Real changes are told apart from slips, corrections and mistakes that were taken back.</summary>
public sealed class PriceTimelineTests
{
    private static readonly Instant Start = Instant.FromUtc(2025, 1, 1, 9, 0);

    [Property]
    public void Of_PricesFarApartInTimeAndNearInAmount_AreAllChanges(byte count, uint seed)
    {
        Random random = new((int)(seed % int.MaxValue));
        decimal[] prices = [.. Enumerable.Range(0, 1 + (count % 8)).Select(i => 1 + (i / 10m) + (random.Next(90) / 1_000m))];
        int day = 0;
        Sighting[] sightings = [.. prices.Select(p => At(day += 31 + random.Next(50), p))];
        PriceTimeline timeline = PriceTimeline.Of(sightings);
        Assert.Equal(prices, timeline.Steps.Select(s => s.Prices[Meter.Input].UsdPerMillion));
        Assert.Equal(sightings.Select((s, i) => i == 0 ? (Instant?)null : s.At), timeline.Steps.Select(s => s.From));
        Assert.Equal(0, timeline.Corrections);
        Assert.Null(timeline.Gone);
    }

    [Property]
    public void Of_AnySightings_EndsWithTheLastPrice_AndLearnsInOrder(byte[] days, byte[] prices)
    {
        Sighting[] sightings = [.. days.Zip(prices).OrderBy(p => p.First).Select(p => At(p.First, p.Second))];
        PriceTimeline timeline = PriceTimeline.Of(sightings);
        Assert.Equal(sightings.LastOrDefault(s => s.Prices![Meter.Input].Usd > 0)?.Prices, timeline.Last);
        Assert.Equal(timeline.Steps.Select(s => s.Recorded).Distinct().Order(), timeline.Steps.Select(s => s.Recorded));
        Assert.All(timeline.Steps.Zip(timeline.Steps.Skip(1)), pair => Assert.False(pair.First.Prices.SequenceEqual(pair.Second.Prices)));
    }

    [Fact]
    public void Of_APriceTenTimesTheNext_WasASlip()
    {
        PriceTimeline timeline = PriceTimeline.Of([At(0, 1), At(40, 290_000), At(50, 1.1m)]);
        Assert.Equal([1, 1.1m], Prices(timeline));
        Assert.Equal(290_000, Assert.Single(timeline.Slips).Prices![Meter.Input].UsdPerMillion);
        Assert.Equal([2m], Prices(PriceTimeline.Of([At(0, 20), At(40, 2)])));
        Assert.Equal([19m, 2], Prices(PriceTimeline.Of([At(0, 19), At(40, 2)])));
    }

    [Theory]
    [InlineData(30, true)]
    [InlineData(31, false)]
    public void Of_APriceThatWentBack_WasAMistakeWithinThirtyDays(int days, bool isMistake)
    {
        PriceTimeline timeline = PriceTimeline.Of([At(0, 1), At(100, 2), At(100 + days, 1)]);
        Assert.Equal([1, 2m, 1], Prices(timeline));
        Assert.Equal(Start.Plus(Duration.FromDays(isMistake ? 100 : 100 + days)), timeline.Steps[2].From);
        Assert.Equal(isMistake ? 1 : 0, timeline.Corrections);
    }

    [Theory]
    [InlineData(7, true)]
    [InlineData(8, false)]
    public void Of_AChangeSoonAfterTheFirstSighting_CorrectsIt(int days, bool isCorrection)
    {
        PriceTimeline timeline = PriceTimeline.Of([At(0, 1), At(days, 2)]);
        Assert.Equal(isCorrection ? null : Start.Plus(Duration.FromDays(days)), timeline.Steps[1].From);
    }

    [Fact]
    public void Of_SeveralSightingsOnADay_AreTheLastOne()
    {
        PriceTimeline timeline = PriceTimeline.Of([At(0, 1), At(60, 2), At(60.1, 3), At(120, 3)]);
        Assert.Equal([1, 3m], Prices(timeline));
    }

    [Fact]
    public void Of_APauseOrAZero_IsNoPrice_AndOnlyStayingAwayIsAnEnd()
    {
        Sighting gone = new(Start.Plus(Duration.FromDays(50)), null, IsListed: false);
        Sighting zero = At(60, 0);
        Assert.Equal([1, 2m], Prices(PriceTimeline.Of([At(0, 1), gone, zero, At(90, 2)])));
        Assert.Null(PriceTimeline.Of([At(0, 1), gone, At(90, 1)]).Gone);
        Assert.Equal(gone.At, PriceTimeline.Of([At(0, 1), gone]).Gone);
        Assert.Null(PriceTimeline.Of([zero]).Last);
    }

    private static Sighting At(double days, decimal price) => new(
        Start.Plus(Duration.FromDays(days)), new Dictionary<Meter, Rate> { [Meter.Input] = Rate.PerMillion(price) }.ToFrozenDictionary(), IsListed: true);

    private static IEnumerable<decimal> Prices(PriceTimeline timeline) => timeline.Steps.Select(s => s.Prices[Meter.Input].UsdPerMillion);
}
