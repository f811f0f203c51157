using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Several models in one table, and models that do different work.</summary>
public sealed class SideBySideReportTests
{
    private static readonly PriceCatalog Prices = Catalog();

    [Fact]
    public void ToReport_SeveralComparisons_HasEachAgainstTheFirstAndTheCheapest()
    {
        Report report = Compare("a", "b", "c", "d").ToReport();
        string text = Words(report.ToText(2_000));

        Assert.Equal(
            "By a blend of 70 % input tokens and 30 % output tokens, B at P is the cheapest of 3 models at $1.00 per 1M tokens. "
                + "They are models of 2 kinds: chat and embedding; one kind does not do the work of another. No source publishes a token price for D.",
            report.Lead);
        Assert.Contains("A P $4.00 $4.00 $4.00 300 % more expensive", text, StringComparison.Ordinal);
        Assert.Contains("B P $1.00 $1.00 $1.00 75 % cheaper", text, StringComparison.Ordinal);
        Assert.Contains("C P $4.00 $4.00 $4.00 the same 300 % more expensive", text, StringComparison.Ordinal);
        Assert.Contains("D not sourced", text, StringComparison.Ordinal);
        Assert.Equal("A vs B vs C vs D", report.Title);
    }

    [Fact]
    public void ToReport_ComparisonsOfDifferentFirstModels_Throws()
    {
        Comparison[] mixed = [Prices.Compare("a", "b"), Prices.Compare("b", "c")];

        Assert.Throws<ArgumentException>(() => mixed.ToReport());
        Assert.Throws<ArgumentException>(() => Array.Empty<Comparison>().ToReport());
    }

    [Fact]
    public void ToReport_ModelsOfTwoKinds_SaysThatOneDoesNotDoTheWorkOfTheOther()
    {
        Assert.EndsWith(
            "They are models of two kinds: A is a chat model and B an embedding model, so the cheaper one does not do the work of the other.",
            Prices.Compare("a", "b").ToReport().Lead,
            StringComparison.Ordinal);
        Assert.DoesNotContain("kinds", Prices.Compare("a", "c").ToReport().Lead, StringComparison.Ordinal);
        Assert.Contains("models of 2 kinds: chat and embedding", Compare("a", "b", "c").ToReport().Lead, StringComparison.Ordinal);
    }

    [Fact]
    public void ToReport_AfterTheNewestRecord_SaysHowOldThePricesAre()
    {
        LocalDate later = TestCatalog.Day.PlusDays(66);
        string age = "The prices were last recorded on 2026-04-24, 66 days before 2026-06-29.";
        Report[] reports =
        [
            Prices.Compare("a", "b", later).ToReport(),
            Prices.Model("a").Availability(later).ToReport(Blend.ThreeToOne),
            Prices.RankBy(Blend.ThreeToOne, later.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant()).ToReport(),
        ];

        Assert.All(reports, r => Assert.Contains(age, Words(r.ToText(2_000)), StringComparison.Ordinal));
        Assert.All(reports, r => Assert.Contains("\"ageInDays\": 66", r.ToJson(), StringComparison.Ordinal));
        Assert.DoesNotContain("last recorded", Prices.Compare("a", "b", TestCatalog.Day).ToReport().ToText(2_000), StringComparison.Ordinal);
    }

    private static Comparison[] Compare(string first, params string[] others) => [.. others.Select(o => Prices.Compare(first, o, TestCatalog.Day))];

    private static PriceCatalog Catalog()
    {
        CatalogRows rows = TestCatalog.Facts(
            [.. TestCatalog.Offer("a", "p", 4, 4), .. TestCatalog.Offer("b", "p", 1, 1), .. TestCatalog.Offer("c", "p", 4, 4)]);
        return new PriceCatalog(rows with
        {
            Providers = [new ProviderRow("p", "P")],
            Models =
            [
                .. rows.Models.Select(m => m with { Kind = m.Id == "a" ? ModelKind.Chat : m.Id == "b" ? ModelKind.Embedding : null }),
                TestCatalog.Model("d"),
            ],
        });
    }

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
