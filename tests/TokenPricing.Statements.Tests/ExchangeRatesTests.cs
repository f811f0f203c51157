using System.Globalization;
using System.Text;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public static class ExchangeRatesTests
{
    private const string Rates = "Date,USD,JPY,CNY,\n2026-05-04,1.20,180,8,\n2026-05-01,1.10,N/A,7.7,\n";

    [Theory]
    [InlineData("EUR", "2026-05-04", "12", "1.2", "2026-05-04")]
    [InlineData("eur", "2026-05-03", "11", "1.1", "2026-05-01")]
    [InlineData("CNY", "2026-05-04", "1.5", "0.15", "2026-05-04")]
    [InlineData("USD", "2026-05-04", "10", "1", "2026-05-04")]
    public static void TryConvert_ADay_UsesItsRateOrTheLastBefore(string currency, string day, string usd, string rate, string rateDay)
    {
        Assert.True(Read(Rates).TryConvert(10, currency, Day(day), out decimal amount, out decimal used, out LocalDate on));

        Assert.Equal((usd, rate, Day(rateDay)), (Plain(amount), Plain(used), on));
    }

    [Theory]
    [InlineData("JPY", "2026-05-02")]
    [InlineData("EUR", "2026-04-30")]
    [InlineData("EUR", "2026-05-12")]
    [InlineData("XXX", "2026-05-04")]
    public static void TryConvert_WithoutARate_IsFalse(string currency, string day) =>
        Assert.False(Read(Rates).TryConvert(10, currency, Day(day), out _, out _, out _));

    [Theory]
    [InlineData("", "'Date'")]
    [InlineData("a,b\n", "'Date'")]
    [InlineData("Date,USD\nyesterday,1\n", "line 2: 'yesterday'")]
    [InlineData("Date,USD\n2026-05-04,-1\n", "no rate of USD")]
    public static void Read_WrongFile_SaysWhatWasExpected(string csv, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => Read(csv)).Message, StringComparison.Ordinal);

    private static string Plain(decimal number) => number.ToString("0.####", CultureInfo.InvariantCulture);

    private static LocalDate Day(string text) => NodaTime.Text.LocalDatePattern.Iso.Parse(text).Value;

    private static ExchangeRates Read(string csv) => ExchangeRates.Read(new MemoryStream(Encoding.UTF8.GetBytes(csv)));
}
