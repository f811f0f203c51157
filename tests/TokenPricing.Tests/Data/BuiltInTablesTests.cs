using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>What the library takes for granted of the tables that are built into it.</summary>
public sealed class BuiltInTablesTests
{
    private static readonly CatalogRows Facts = PriceCatalog.BuiltIn.Rows;

    // Reading a folder checks it.
    [Fact]
    public void All_OfTheBuiltInTables_KeepsTheRulesOfFacts() =>
        Assert.Equal(PriceCatalog.Load(Repository.PathOf("pricing-data/market")).Rows, Facts);

    [Fact]
    public void Tables_AreSortedAsTheSearchNeeds()
    {
        AssertSorted(Facts.Providers.Select(p => ("", p.Id)));
        AssertSorted(Facts.Models.Select(m => ("", m.Id)));
        AssertSorted(Facts.Offers.Select(o => (o.Provider, o.Model)));
        AssertSorted(Facts.Rates.Select(r => (r.Provider, r.Model)));
        Assert.All(
            Facts.Rates.Select(r => r.Provider).Concat(Facts.Models.Select(m => m.Id)).Distinct(),
            id => Assert.DoesNotContain(id, c => !char.IsAscii(c) || char.IsAsciiLetterUpper(c) || c is ',' or '"'));
    }

    [Fact]
    public void Of_EveryOffer_HasItsRowsOfAllTables()
    {
        Dictionary<string, ProviderRow> providers = Facts.Providers.ToDictionary(p => p.Id);
        Dictionary<string, ModelRow> models = Facts.Models.ToDictionary(m => m.Id);
        ILookup<(string, string), OfferRow> offers = Facts.Offers.ToLookup(o => (o.Provider, o.Model));
        ILookup<(string, string), RateRow> rates = Facts.Rates.ToLookup(r => (r.Provider, r.Model));
        ILookup<(string, string), TierMultipleRow> multiples = Facts.TierMultiples.ToLookup(m => (m.Provider, m.Model));
        ILookup<(string, string), RegionalUpliftRow> uplifts = Facts.RegionalUplifts.ToLookup(u => (u.Provider, u.Model));

        foreach (Offer offer in PriceCatalog.BuiltIn.Offers)
        {
            (string, string) key = (offer.Provider.Id.Value, offer.Model.Id.Value);
            CatalogRows expected = new()
            {
                Sources = Facts.Sources,
                Providers = [providers[offer.Provider.Id.Value]],
                Models = [models[offer.Model.Id.Value]],
                Offers = [.. offers[key]],
                Rates = [.. rates[key]],
                TierMultiples = [.. multiples[key]],
                RegionalUplifts = [.. uplifts[key]],
            };
            CatalogRows? early = BuiltInPrices.Of(new OfferId(offer.Provider.Id, offer.Model.Id.Value.ToUpperInvariant()));

            Assert.True(early == expected, offer.ToString());
        }
    }

    [Theory]
    [InlineData("anthropic", "no-such-model")]
    [InlineData("nobody", "gpt-4o")]
    [InlineData("", "")]
    [InlineData("anthropic", "claude-sonnet-4-5,anthropic")]
    [InlineData("anthropic\n", "claude-sonnet-4-5")]
    [InlineData("zzz", "zzz")]
    [InlineData("model", "provider")]
    [InlineData("provider", "model")]
    public void Of_WhatIsNoOffer_IsNothing(string provider, string model) => Assert.Null(BuiltInPrices.Of(new OfferId(provider, model)));

    [Theory]
    [InlineData("2026-04-24")]
    [InlineData("2024-02-29")]
    [InlineData("2026-02-29")]
    [InlineData("2026-13-01")]
    [InlineData("2026-00-10")]
    [InlineData("2026-01-00")]
    [InlineData("0000-01-01")]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    [InlineData("-001-01-01")]
    [InlineData("-0001-01-01")]
    [InlineData("2026-4-24")]
    [InlineData("2026-04-2٤")]
    [InlineData("2026/04/24")]
    [InlineData("24.04.2026")]
    [InlineData(" 2026-04-24")]
    [InlineData("")]
    public void ParseDate_AnyText_IsWhatTheIsoPatternReads(string text)
    {
        ParseResult<LocalDate> expected = LocalDatePattern.Iso.Parse(text);

        Assert.Equal(expected.Success ? expected.Value : null, CellText.ParseDate(text));
    }

    [Theory]
    [InlineData("2026-04-24T13:14:15Z")]
    [InlineData("2024-02-29T00:00:00Z")]
    [InlineData("2026-02-29T00:00:00Z")]
    [InlineData("2026-04-24T24:00:00Z")]
    [InlineData("2026-04-24T23:60:00Z")]
    [InlineData("2026-04-24T23:59:60Z")]
    [InlineData("2026-04-24T23:59:59Z")]
    [InlineData("2026-04-24T-1:00:00Z")]
    [InlineData("2026-04-24T13:14:15.123456789Z")]
    [InlineData("2026-04-24T13:14:15")]
    [InlineData("2026-04-24t13:14:15Z")]
    [InlineData("2026-04-24 13:14:15Z")]
    [InlineData("+02026-04-24T13:14:15Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("T00:00:00Z")]
    [InlineData("")]
    public void ParseInstant_AnyTextWithATime_IsWhatTheIsoPatternReads(string text)
    {
        ParseResult<Instant> expected = InstantPattern.ExtendedIso.Parse(text);

        Assert.Equal(expected.Success ? expected.Value : null, CellText.ParseInstant(text));
    }

    [Fact]
    public void ParseInstant_OfADate_IsItsFirstInstant() => Assert.Equal(Instant.FromUtc(2026, 4, 24, 0, 0), CellText.ParseInstant("2026-04-24"));

    [Fact]
    public void ParseDate_EveryDayOfSomeYears_IsThatDay()
    {
        for (LocalDate day = new(1999, 12, 1); day.Year < 2029; day = day.PlusDays(1))
        {
            Assert.Equal(day, CellText.ParseDate(day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture)));
        }
    }

    private static void AssertSorted(IEnumerable<(string First, string Second)> keys)
    {
        (string First, string Second)[] all = [.. keys];
        Assert.Equal(all.OrderBy(k => k.First, StringComparer.Ordinal).ThenBy(k => k.Second, StringComparer.Ordinal), all);
    }
}
