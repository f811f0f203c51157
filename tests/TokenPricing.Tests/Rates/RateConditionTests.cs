using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public sealed class RateConditionTests
{
    private static readonly LocalTime Evening = new(22, 0);
    private static readonly LocalTime Morning = new(6, 0);
    private static readonly DateTimeZone Paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];

    [Fact]
    public void ToString_Condition_SaysAllThatItAsks()
    {
        RateCondition all = new()
        {
            Window = new DailyWindow(Evening, Morning),
            ServiceTier = ServiceTier.Batch,
            Context = new ContextTier(200_000),
            WhenReasoned = true,
        };

        Assert.Equal("22:00-06:00 UTC; batch; total input > 200,000; when reasoned", all.ToString());
        Assert.Equal("when reasoned", (RateCondition.None with { WhenReasoned = true }).ToString());
        Assert.Equal("", RateCondition.None.ToString());
    }

    [Fact]
    public void IsNone_AConditionThatAsksNothing_IsTrue()
    {
        Assert.True(new RateCondition().IsNone);
        Assert.False(new RateCondition { WhenReasoned = true }.IsNone);
    }

    [Theory]
    [InlineData(false, false, false, "total input > 1,000")]
    [InlineData(true, false, false, "total input >= 1,000")]
    [InlineData(false, true, false, "own quantity > 1,000")]
    [InlineData(true, true, true, "own quantity >= 1,000, beyond only")]
    public void ToString_ContextTier_IsItsRule(bool includesThreshold, bool own, bool rule, string words) =>
        Assert.Equal(words, new ContextTier(1_000, includesThreshold, own, rule).ToString());

    [Fact]
    public void ContextTier_ThatCannotBe_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ContextTier(-1));
        ArgumentException beyond = Assert.Throws<ArgumentException>(() => new ContextTier(1, false, false, true));
        Assert.Equal("A marginal tier must measure the meter's own quantity. (Parameter 'ownQuantity')", beyond.Message);
    }

    [Fact]
    public void DailyWindow_OnNamedDays_KeepsThemInTheirOrder()
    {
        DailyWindow weekend = Window(IsoDayOfWeek.Sunday, IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday);

        Assert.Equal("22:00-06:00 Europe/Paris Saturday Sunday", weekend.ToString());
        Assert.True(weekend.Contains(Instant.FromUtc(2026, 5, 4, 2, 0)));
        Assert.False(weekend.Contains(Instant.FromUtc(2026, 5, 5, 2, 0)));
        Assert.Empty(new DailyWindow(Evening, Morning, Paris, default).Days);
    }

    // Before 1970 the ticks of an instant are negative, and midnight is the first moment of a day.
    [Theory]
    [InlineData(22, 6, 1969, 23, true)]
    [InlineData(22, 6, 1969, 3, true)]
    [InlineData(22, 6, 1969, 12, false)]
    [InlineData(0, 1, 2026, 0, true)]
    [InlineData(0, 1, 2026, 1, false)]
    [InlineData(5, 5, 2026, 4, true)]
    [InlineData(5, 5, 2026, 5, true)]
    public void DailyWindow_EveryDayInUtc_HoldsItsHours(int from, int to, int year, int hour, bool isOpen) => Assert.Equal(
        isOpen, new DailyWindow(new LocalTime(from, 0), new LocalTime(to, 0)).Contains(Instant.FromUtc(year, 5, 1, hour, 0)));

    // An instant on the tick is before what begins or ends 50 ns later.
    [Theory]
    [InlineData(50, 0, 22, false)]
    [InlineData(50, 0, 23, true)]
    [InlineData(0, 50, 6, true)]
    [InlineData(0, 50, 7, false)]
    [InlineData(0, 0, 22, true)]
    [InlineData(0, 0, 6, false)]
    public void DailyWindow_BetweenTicks_HoldsItsNanoseconds(int startNanoseconds, int endNanoseconds, int hour, bool isOpen)
    {
        DailyWindow window = new(Evening.PlusNanoseconds(startNanoseconds), Morning.PlusNanoseconds(endNanoseconds));

        Assert.Equal(isOpen, window.Contains(Instant.FromUtc(2026, 5, 1, hour, 0)));
    }

    [Fact]
    public void DailyWindow_Equals_WhereHoursZoneAndDaysAre()
    {
        DailyWindow window = Window(IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday);

        Assert.Equal(window, Window(IsoDayOfWeek.Sunday, IsoDayOfWeek.Saturday));
        Assert.Equal(window.GetHashCode(), Window(IsoDayOfWeek.Sunday, IsoDayOfWeek.Saturday).GetHashCode());
        Assert.NotEqual(window, Window(IsoDayOfWeek.Saturday));
        Assert.NotEqual(window, new DailyWindow(Evening, Morning, DateTimeZone.Utc, window.Days));
        Assert.NotEqual(window, new DailyWindow(Evening, Evening, Paris, window.Days));
        Assert.NotEqual(window, new DailyWindow(Morning, Morning, Paris, window.Days));
        Assert.False(window.Equals(null));
    }

    private static DailyWindow Window(params IsoDayOfWeek[] days) => new(Evening, Morning, Paris, [.. days]);
}
