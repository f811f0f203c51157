using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public sealed class PartialDateTests
{
    [Fact]
    public void Default_IsTheYearOne() => Assert.Equal("0001", default(PartialDate).ToString());

    [Theory]
    [InlineData("2023-12-11", "2023-12-11", "2023-12-11")]
    [InlineData("2024-02", "2024-02-01", "2024-02-29")]
    [InlineData("2023", "2023-01-01", "2023-12-31")]
    public void Parse_EachPrecision_RoundTripsAndKnowsItsDays(string text, string earliest, string latest)
    {
        PartialDate date = PartialDate.Parse(text);

        Assert.Equal(text, date.ToString());
        Assert.Equal(earliest, CellText.Of(date.Earliest));
        Assert.Equal(latest, CellText.Of(date.Latest));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2023-13")]
    [InlineData("2023-02-29")]
    [InlineData("23")]
    [InlineData("0000")]
    [InlineData("2023-1")]
    [InlineData("11.12.2023")]
    public void Parse_NoDate_IsRefusedWithTheText(string text)
    {
        Assert.False(PartialDate.TryParse(text, out _));
        Assert.Contains($"'{text}'", Assert.Throws<FormatException>(() => PartialDate.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Equality_IsByWhatIsKnown()
    {
        PartialDate day = new(new LocalDate(2023, 12, 1));
        PartialDate month = new(new YearMonth(2023, 12));

        Assert.True(day == PartialDate.Parse("2023-12-01"));
        Assert.True(day != month);
        Assert.NotEqual(month, new PartialDate(2023));
        Assert.Equal(day.GetHashCode(), PartialDate.Parse("2023-12-01").GetHashCode());
    }

    [Fact]
    public void Constructor_YearOutOfRange_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PartialDate(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PartialDate(10_000));
    }

    [Fact]
    public void Constructor_FirstAndLastYear_AreThose()
    {
        Assert.Equal(["0001", "9999", "0001-01", "9999-12-31"], new[] { new PartialDate(1), new PartialDate(9999), new PartialDate(new YearMonth(1, 1)), new PartialDate(new LocalDate(9999, 12, 31)) }.Select(d => d.ToString()));
        Assert.Equal(new LocalDate(9999, 12, 31), new PartialDate(9999).Latest);
        Assert.Equal((new PartialDate(1), new LocalDate(1, 1, 1)), (default, default(PartialDate).Earliest));
    }

    [Fact]
    public void Equals_OtherYearMonthOrDay_Differs()
    {
        PartialDate day = PartialDate.Parse("2023-12-01");

        Assert.All(new[] { "2022-12-01", "2023-11-01", "2023-12-02", "2023-12", "2023" }, other => Assert.True(
            day != PartialDate.Parse(other) && !day.Equals((object)PartialDate.Parse(other)) && day.GetHashCode() != PartialDate.Parse(other).GetHashCode()));
        Assert.True(day.Equals((object)PartialDate.Parse("2023-12-01")));
        Assert.False(day.Equals("2023-12-01"));
    }

    [Fact]
    public void Parse_NoDate_HasTheWholeMessage()
    {
        Assert.Equal("'soon' is not a date; expected yyyy-MM-dd, yyyy-MM or yyyy.", Assert.Throws<FormatException>(() => PartialDate.Parse("soon")).Message);
        Assert.False(PartialDate.TryParse((string?)null, out PartialDate none));
        Assert.Equal(default, none);
    }
}
