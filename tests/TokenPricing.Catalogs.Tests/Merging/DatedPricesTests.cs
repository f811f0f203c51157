using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>
/// Every price that a list dates itself is in force in the built-in catalog, or disputed with a reason; and what reasons say of days, sources
/// and prices is so.
/// </summary>
/// <remarks>
/// The lists are not in the repository. <c>catalog build --dated</c> wrote their dated prices to <c>pricing-data/dated-prices.csv</c>.
/// </remarks>
public sealed partial class DatedPricesTests
{
    private static readonly PriceCatalog Prices = PriceCatalog.BuiltIn;

    private static readonly string[] Lines = [.. File.ReadLines(Path.Combine(Repository.Root, "pricing-data", "dated-prices.csv")).Skip(1)];

    public static TheoryData<string> Rows => [.. Lines];

    [Theory]
    [MemberData(nameof(Rows))]
    public void DatedPrice_AtBothEndsOfItsPeriod_IsInForceOrDisputed(string row)
    {
        string[] cells = row.Split(',');
        (string model, string provider, Meter meter) = (cells[0], cells[1], Meter.Parse(cells[2]));
        Rate stated = new(decimal.Parse(cells[3], CultureInfo.InvariantCulture), long.Parse(cells[4], CultureInfo.InvariantCulture));
        Offer offer = Prices.Offer(provider, model);
        bool isDisputed = Prices.Rows.Disputes.Any(
            d => d.Provider == provider && d.Model == model && d.Meter == meter && d.Source == cells[7] && d.Rate == stated && d.Reason.Length > 0);

        Assert.All(Ends(cells), at => Assert.True(isDisputed || InForce(offer, meter, at) == stated, $"At {at} it costs {InForce(offer, meter, at)}."));
    }

    [Fact]
    public void DatedPrices_OfAnyList_AreMostlyInForce()
    {
        string[][] rows = [.. Lines.Select(l => l.Split(','))];
        int inForce = rows.Count(c => Ends(c).All(
            at => InForce(Prices.Offer(c[1], c[0]), Meter.Parse(c[2]), at)?.Usd == decimal.Parse(c[3], CultureInfo.InvariantCulture)));

        Assert.InRange(rows.Length, 80, 1_000);
        Assert.InRange(inForce, rows.Length * 85 / 100, rows.Length);
    }

    [Fact]
    public void Disputes_OfTheBuiltInCatalog_HaveReasonsThatAreTrue()
    {
        Dictionary<string, LocalDate> newest = Prices.Rows.Sources.Where(s => s.Reviewed is not null).ToDictionary(s => s.Id, s => s.Reviewed!.Value);
        string[] untrue = [.. Prices.Rows.Disputes.Where(d => !IsTrue(d, newest)).Select(d => $"{d.Provider}/{d.Model} {d.Meter} {d.Source} {d.Rate}: {d.Reason}")];

        Assert.Empty(untrue);
    }

    private static bool IsTrue(DisputedRateRow dispute, Dictionary<string, LocalDate> newest)
    {
        if (Older().Match(dispute.Reason) is { Success: true } older)
        {
            return Period.DaysBetween(dispute.Recorded, newest[older.Groups["source"].Value]) == int.Parse(older.Groups["days"].ValueSpan, CultureInfo.InvariantCulture);
        }

        if (Dated().Match(dispute.Reason) is { Success: true } dated)
        {
            return LocalDatePattern.Iso.Parse(dated.Groups["day"].Value).GetValueOrThrow() > dispute.Recorded;
        }

        Instant noon = dispute.Recorded.At(new LocalTime(12, 0)).InUtc().ToInstant();
        bool IsAt(Func<RateRow, bool> row) => Prices.Rows.Rates.Any(
            r => r.Provider == dispute.Provider && r.Model == dispute.Model && r.Meter == dispute.Meter && r.Condition.IsNone && r.Rate != dispute.Rate && row(r));
        return dispute.Reason switch
        {
            "another source has a newer list" => newest.Any(n => n.Key != dispute.Source && n.Value >= dispute.Recorded),
            "a zero, and nothing says that it is free" => dispute.Rate.IsFree,
            "the list only fills in what others lack" => dispute.Source is "portkey" or "modelpricewatch",
            "the next price corrects it" => IsAt(r => r.Recorded > dispute.Recorded && !(r.To <= noon)),
            "the vendor states another price of that day" => IsAt(r => r.Source == "vendors"),
            "the provider's own list has another price" => newest.ContainsKey(dispute.Provider),
            _ => dispute.Reason.Length > 0,
        };
    }

    /// <summary>Returns the first and the last second of a period that the list knew: an open one lasts until the day of the list.</summary>
    private static Instant[] Ends(string[] cells)
    {
        Instant? from = cells[5].Length == 0 ? null : InstantPattern.General.Parse(cells[5]).GetValueOrThrow();
        Instant? to = cells[6].Length == 0 ? null : InstantPattern.General.Parse(cells[6]).GetValueOrThrow();
        Instant listed = LocalDatePattern.Iso.Parse(cells[8]).GetValueOrThrow().At(new LocalTime(12, 0)).InUtc().ToInstant();
        Instant last = (to ?? Instant.MaxValue) > listed ? from > listed ? from.Value : listed : to!.Value - Duration.FromSeconds(1);
        return from is { } first ? [first, last] : [last];
    }

    private static Rate? InForce(Offer offer, Meter meter, Instant at) =>
        offer.TryGetRateCard(at, out RateCard? card) ? card.Rates.FirstOrDefault(r => r.Meter == meter && r.Condition.IsNone)?.Rate : null;

    [GeneratedRegex("^the list is (?<days>[0-9]+) days older than that of (?<source>[a-z.-]+)$")]
    private static partial Regex Older();

    [GeneratedRegex("^the list is older than the change that [a-z.-]+ dates (?<day>[0-9-]+)$")]
    private static partial Regex Dated();
}
