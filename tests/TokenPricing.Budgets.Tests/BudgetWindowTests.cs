using NodaTime;
using NodaTime.Text;
using Xunit;

namespace TokenPricing.Tests;

public sealed class BudgetWindowTests
{
    private static readonly Budget Daily = new("b", new Usd(1), BudgetWindow.Day);

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29T12:00:00Z", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", 23)]
    [InlineData("Europe/Berlin", "2026-10-25T12:00:00Z", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", 25)]
    [InlineData("America/New_York", "2026-11-01T12:00:00Z", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z", 25)]
    [InlineData("Africa/Cairo", "2026-04-24T12:00:00Z", "2026-04-23T22:00:00Z", "2026-04-24T21:00:00Z", 23)]
    [InlineData("America/Havana", "2020-11-01T04:30:00Z", "2020-11-01T04:00:00Z", "2020-11-02T05:00:00Z", 25)]
    [InlineData("UTC", "2028-02-29T23:59:59Z", "2028-02-29T00:00:00Z", "2028-03-01T00:00:00Z", 24)]
    public void Day_ClockIsChanged_HasItsHours(string zone, string at, string start, string end, int hours)
    {
        Interval day = (Daily with { Zone = DateTimeZoneProviders.Tzdb[zone] }).WindowAt(InstantOf(at));

        Assert.Equal((InstantOf(start), InstantOf(end)), (day.Start, day.End));
        Assert.Equal(Duration.FromHours(hours), day.Duration);
    }

    [Fact]
    public void Day_TheZoneLeavesOneOut_EndsWhereTheNextBegins()
    {
        // Samoa went from 2011-12-29 to 2011-12-31.
        Budget budget = Daily with { Zone = DateTimeZoneProviders.Tzdb["Pacific/Apia"] };

        Interval before = budget.WindowAt(InstantOf("2011-12-30T09:59:59Z"));
        Interval after = budget.WindowAt(InstantOf("2011-12-30T10:00:00Z"));

        Assert.Equal((InstantOf("2011-12-29T10:00:00Z"), InstantOf("2011-12-30T10:00:00Z")), (before.Start, before.End));
        Assert.Equal((InstantOf("2011-12-30T10:00:00Z"), InstantOf("2011-12-31T10:00:00Z")), (after.Start, after.End));
    }

    [Fact]
    public void Day_TheClockGoesBackOverMidnight_IsTheNextAllTheSame()
    {
        // Goose Bay put its clock back at 00:01, to 23:01 of the day before.
        Budget budget = Daily with { Zone = DateTimeZoneProviders.Tzdb["America/Goose_Bay"] };
        Interval before = budget.WindowAt(InstantOf("2010-11-07T02:59:59Z"));
        Interval after = budget.WindowAt(InstantOf("2010-11-07T03:00:30Z"));

        Assert.Equal((InstantOf("2010-11-07T03:00:00Z"), before.End), (before.End, after.Start));
        Assert.Equal(after, budget.WindowAt(InstantOf("2010-11-07T03:30:00Z")));
        Assert.Equal(after, budget.WindowAt(InstantOf("2010-11-07T04:30:00Z")));
    }

    [Theory]
    [InlineData("2026-11-22T23:59:59Z", "2026-11-16T00:00:00Z", "2026-11-23T00:00:00Z")]
    [InlineData("2026-11-23T00:00:00Z", "2026-11-23T00:00:00Z", "2026-11-30T00:00:00Z")]
    public void Week_AnyDay_BeginsOnMonday(string at, string start, string end)
    {
        Interval week = (Daily with { Window = BudgetWindow.Week }).WindowAt(InstantOf(at));

        Assert.Equal((InstantOf(start), InstantOf(end)), (week.Start, week.End));
    }

    [Theory]
    [InlineData("2028-02-29T23:00:00Z", "2028-01-31T23:00:00Z", "2028-02-29T23:00:00Z", false)]
    [InlineData("2028-02-29T22:59:59Z", "2028-01-31T23:00:00Z", "2028-02-29T23:00:00Z", true)]
    [InlineData("2026-12-31T22:59:59Z", "2026-11-30T23:00:00Z", "2026-12-31T23:00:00Z", true)]
    public void Month_InAZone_EndsWithIt(string at, string start, string end, bool isIn)
    {
        Budget budget = Daily with { Window = BudgetWindow.Month, Zone = DateTimeZoneProviders.Tzdb["Europe/Paris"] };
        Interval month = new(InstantOf(start), InstantOf(end));

        Assert.Equal(isIn, budget.WindowAt(InstantOf(at)) == month);
        Assert.Equal(isIn, month.Contains(InstantOf(at)));
    }

    [Fact]
    public void Rolling_AnyLength_LooksBackAtLeastItsLength()
    {
        foreach (Duration length in new[] { Duration.FromNanoseconds(1), Duration.FromNanoseconds(61), Duration.FromMinutes(7), Duration.FromDays(30) })
        {
            Instant at = InstantOf("2026-11-21T13:07:09Z") + Duration.FromNanoseconds(17);
            Interval window = (Daily with { Window = BudgetWindow.Rolling(length) }).WindowAt(at);

            Assert.True(window.Contains(at) && window.Start <= at - length);
            Assert.True(window.Duration <= length + (length / 30) + Duration.FromNanoseconds(62));
        }
    }

    [Fact]
    public void Total_AnyInstant_HasNoBounds()
    {
        Interval total = (Daily with { Window = BudgetWindow.Total }).WindowAt(InstantOf("2026-11-21T13:07:09Z"));

        Assert.False(total.HasStart || total.HasEnd);
    }

    [Fact]
    public void Rolling_NoLength_IsAnError() => Assert.Throws<ArgumentOutOfRangeException>(() => BudgetWindow.Rolling(Duration.Zero));

    [Fact]
    public void Equals_SameWindow_IsEqual()
    {
        Assert.Equal(BudgetWindow.Rolling(Duration.FromHours(24)), BudgetWindow.Rolling(Duration.FromDays(1)));
        Assert.NotEqual(BudgetWindow.Rolling(Duration.FromHours(23)), BudgetWindow.Rolling(Duration.FromDays(1)));
        Assert.NotEqual(BudgetWindow.Day, BudgetWindow.Week);
        Assert.Equal(BudgetWindow.Day.GetHashCode(), BudgetWindow.Day.GetHashCode());
        Assert.Equal("in any 1:00:00:00", BudgetWindow.Rolling(Duration.FromDays(1)).ToString());
    }

    [Fact]
    public void ToString_AnyWindow_IsTheEndOfASentence()
    {
        Assert.Equal(["per day", "per week", "per month", "in all"], new[] { BudgetWindow.Day, BudgetWindow.Week, BudgetWindow.Month, BudgetWindow.Total }.Select(w => w.ToString()));
        Assert.Equal("in any 0:00:01:30", Culture.InDanish(() => BudgetWindow.Rolling(Duration.FromSeconds(90)).ToString()));
    }

    private static Instant InstantOf(string text) => InstantPattern.ExtendedIso.Parse(text).Value;
}
