using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>What is not known of a day is not told as if it was: assumed prices, periods without a change, and days without a price.</summary>
public static class AssumedPriceTests
{
    private static readonly Instant Change = Instant.FromUtc(2026, 2, 1, 0, 0);

    // The input is dated, and the output was recorded on TestCatalog.Day, two years after the release.
    private static readonly PriceCatalog Prices = new(TestCatalog.Facts(
    [
        TestCatalog.Rate("m", "p", Meter.Input, 4) with { From = Instant.FromUtc(2025, 1, 1, 0, 0), To = Change },
        TestCatalog.Rate("m", "p", Meter.Input, 2) with { From = Change },
        TestCatalog.Rate("m", "p", Meter.Output, 9),
        .. TestCatalog.Offer("n", "p", 1, 1),
    ]) with
    {
        Models = [.. new[] { "m", "n" }.Select(m => TestCatalog.Model(m) with { Released = PartialDate.Parse("2024-01-01") })],
    });

    [Fact]
    public static void History_OfARateWithoutADate_SaysThatItsBeginningIsAssumed()
    {
        Report report = Prices.HistoryOf(Prices.Model("m")).ToReport();
        string text = Words(report.ToText(2_000));

        Assert.Contains("output $9.00 per 1M 2024-01-01, assumed", text, StringComparison.Ordinal);
        Assert.Contains("Assumed: no source says when the price began", text, StringComparison.Ordinal);
        Assert.DoesNotContain("2026-02-01, assumed", text, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(report.ToJson());
        Assert.Equal(
            ["input False", "input False", "output True"],
            json.RootElement.GetProperty("offers")[0].GetProperty("steps").EnumerateArray()
                .Select(s => $"{s.GetProperty("meter").GetString()} {s.GetProperty("isFromAssumed").GetBoolean()}"));
    }

    [Theory]
    [InlineData(null, null, "1 provider, 1 price change on 2026-02-01.")]
    [InlineData("2026-02-01", null, "1 provider, 1 price change on 2026-02-01.")]
    [InlineData("2026-02-02", null, "1 provider, no dated price change since 2026-02-02.")]
    [InlineData("2027-01-01", "2027-02-01", "1 provider, no dated price change from 2027-01-01 to 2027-02-01.")]
    [InlineData(null, "2025-06-01", "1 provider, no dated price change until 2025-06-01.")]
    public static void History_OfAPeriod_CountsTheChangesInIt(string? from, string? to, string lead) => Assert.StartsWith(
        lead, Prices.HistoryOf(Prices.Model("m"), null, Day(from), Day(to)).ToReport().Lead, StringComparison.Ordinal);

    [Fact]
    public static void Compare_OnADayBeforeAnyPrice_NamesNoBasis()
    {
        string text = Words(Prices.Compare("m", "n", new LocalDate(2023, 1, 1)).ToReport().ToText(2_000));

        Assert.Contains("No price of these models is known for the day: ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("cheapest tracked offer", text, StringComparison.Ordinal);
    }

    [Fact]
    public static void CompareAndShow_OfAPriceThatIsAssumed_SaySo()
    {
        const string Assumed = "Assumed: no source says when a price began that was recorded after 2025-06-01";
        LocalDate day = new(2025, 6, 1);

        Assert.Contains(Assumed, Words(Prices.Compare("m", "n", day).ToReport().ToText(2_000)), StringComparison.Ordinal);
        string shown = Words(Prices.Model("m").ToReport(day, Blend.ThreeToOne).ToText(2_000));
        Assert.Contains(Assumed, shown, StringComparison.Ordinal);
        Assert.Contains("$9.00 per 1M always 2026-04-24, assumed before", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("Assumed", Words(Prices.Compare("m", "n", TestCatalog.Day).ToReport().ToText(2_000)), StringComparison.Ordinal);
    }

    private static LocalDate? Day(string? text) => text is null ? null : LocalDatePattern.Iso.Parse(text).Value;

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
