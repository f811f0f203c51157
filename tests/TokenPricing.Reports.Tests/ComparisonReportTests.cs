using Xunit;

namespace TokenPricing.Tests;

public sealed class ComparisonReportTests
{
    private static readonly PriceCatalog Reviewed = ReviewedPrices.Catalog;

    public static TheoryData<string, string> AllPairs()
    {
        TheoryData<string, string> pairs = [];
        foreach ((Model left, int i) in Reviewed.Models.Select((m, i) => (m, i)))
        {
            foreach (Model right in Reviewed.Models.Skip(i + 1))
            {
                pairs.Add(left.Id.Value, right.Id.Value);
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(AllPairs))]
    public void Report_EveryPair_SaysSoInEveryFormat(string left, string right)
    {
        Comparison comparison = Reviewed.Compare(left, right);
        Report report = comparison.ToReport();

        foreach (string text in new[] { report.ToText(400), report.ToMarkdown(), report.ToHtml(), report.ToJson() })
        {
            Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
            Assert.Contains(comparison.Cheaper is null ? "No source publishes a token price" : "0.71", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Report_OfEqualPrices_SaysSo()
    {
        PriceCatalog prices = new(TestCatalog.Facts([.. TestCatalog.Offer("a", "p", 1, 2), .. TestCatalog.Offer("b", "p", 1, 2)]));

        Assert.Contains("both cost", prices.Compare("a", "b").ToReport().Lead, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_CacheReadWithoutARate_SaysThatItIsBilledAsInput()
    {
        PriceCatalog prices = new(TestCatalog.Facts([.. TestCatalog.Offer("a", "p", 1, 2), .. TestCatalog.Offer("b", "p", 3, 4)]));
        Report report = prices.Compare("a", "b").By(Blend.CacheInputOutput(7, 2, 1)).ToReport();

        Assert.Contains("billed as input tokens", report.ToMarkdown(), StringComparison.Ordinal);
    }
}
