using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>What must hold for the market that is built into the library, whichever lists it was last made of.</summary>
public sealed class BuiltInPricesTests
{
    private static readonly PriceCatalog Market = PriceCatalog.BuiltIn;

    [Fact]
    public void BuiltIn_AskedAgain_IsTheSameCatalog() => Assert.Same(PriceCatalog.BuiltIn, PriceCatalog.BuiltIn);

    [Fact]
    public void RecordedThrough_IsTheDayOfTheNewestList()
    {
        Assert.Equal(Market.Rows.Sources.Where(s => s.Id != "vendors").Max(s => s.Reviewed), Market.RecordedThrough);
        Assert.Equal(100, Market.AgeInDays(Market.RecordedThrough!.Value.PlusDays(100)));
    }

    [Fact]
    public void Offers_AreThoseOfTheMarket()
    {
        Offer[] priced = [.. Market.Offers.Where(o => !o.History.IsEmpty)];
        int changes = Market.Offers.Sum(o => o.PriceChanges().Length);

        Assert.True(Market.Offers.Length >= 7_000, $"{Market.Offers.Length} offers");
        Assert.True(priced.Length >= 6_000, $"{priced.Length} priced offers");
        Assert.True(priced.Select(o => o.Provider).Distinct().Count() >= 150, $"{priced.Select(o => o.Provider).Distinct().Count()} providers");
        Assert.True(changes >= 1_000, $"{changes} price changes");
    }

    [Fact]
    public void Offers_EachHasASourceAndTheDayOnWhichItWasRecorded()
    {
        // The checker of facts has seen that every id is a row of sources.csv.
        HashSet<(string, string)> listed = [.. Market.Rows.Offers.Select(o => (o.Provider, o.Model))];

        Assert.All(Market.Offers, o => Assert.Contains((o.Provider.Id.Value, o.Model.Id.Value), listed));
        IEnumerable<RateRow> fromLists = Market.Rows.Rates.Where(r => r.Source != "vendors");
        Assert.All(Market.Rows.Offers.Select(o => o.Recorded).Concat(fromLists.Select(r => r.Recorded)), IsOfTheTimeOfTheLists);
        Assert.All(Market.Rows.Rates, r => Assert.True(r.Recorded <= Market.RecordedThrough, r.ToString()));
        // The first comparison page was handed over as a document.
        Assert.All(Market.Rows.Sources, s => Assert.True((s.Address is not null || s.Id == "comparison-mixtral-8x7b-o4-mini") && s.Reviewed is not null, s.Id));
        Assert.DoesNotContain(Market.Offers, o => !o.Provider.IsNamed);

        static void IsOfTheTimeOfTheLists(LocalDate day) => Assert.InRange(day, new LocalDate(2025, 1, 1), Market.RecordedThrough!.Value);
    }

    // models.dev computes some prices in binary floating point (0.049999999999999996). What really needs so many digits is a share
    // of a dollar, such as Gemini's cache writes: a twelfth per 1M tokens.
    [Fact]
    public void Rates_WithManyDigits_AreTwelfths()
    {
        RateRow[] exact = [.. Market.Rows.Rates.Where(r => Digits(r.Rate.Usd) > 12)];

        Assert.NotEmpty(exact);
        Assert.All(exact, r => Assert.True(Digits(decimal.Round(r.Rate.Usd * 12, 12)) <= 9, $"{r.Provider}/{r.Model} {r.Meter}: {r.Rate.Usd}"));
    }

    private static int Digits(decimal value) => DecimalText.Format(value).Replace(".", "", StringComparison.Ordinal).Trim('0').Length;
}
