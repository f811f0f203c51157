using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>The code of docs/comparing.md, run, and its pictures.</summary>
public sealed class ComparingSnippets
{
    private static readonly Instant At = Instant.FromUtc(2026, 9, 1, 0, 0);

    public static Chart BreakEvenPicture() => PriceCatalog.BuiltIn.Compare("o3", "gpt-5.1").By(Blend.InputOutput(70, 30)).ToChart();

    public static Chart ProvidersPicture() =>
        PriceCatalog.BuiltIn.Model("mistral-nemo").Availability(on: At.InUtc().Date).ToChart(Blend.ThreeToOne);

    public static Chart RankingPicture() => PriceCatalog.BuiltIn.RankBy(
        Blend.ThreeToOne,
        At,
        new RankRequirements
        {
            Capabilities = ["vision"],
            MinContextWindow = 200_000,
            Providers = ["anthropic", "google", "mistral", "openai", "xai"],
        }).ToChart();

    [Fact]
    public void Compare()
    {
        PriceCatalog prices = PriceCatalog.BuiltIn;

        // snippet: docs-compare
        Comparison c = prices.Compare("o3", "gpt-5.1").By(Blend.InputOutput(70, 30));

        PricedOffer? one = c.Left.Priced;            // openai/o3 at $3.80 per 1M
        PricedOffer? other = c.Right.Priced;         // openai/gpt-5.1 at $3.875 per 1M
        Percentage? saved = c.PercentCheaper;        // 1.9 %: what o3 saves, of what gpt-5.1 costs
        // end-snippet

        // snippet: docs-break-even
        Percentage? evenAt = c.BreakEvenInputShare;    // 73 %: with more input than that gpt-5.1 is cheaper, with less o3
        string svg = c.ToChart().ToSvg();
        // end-snippet

        Snippets.AssertComments("docs-compare", one!.ToString(), other!.ToString(), saved!.Value.ToString("0.#", null));
        Snippets.AssertComments("docs-break-even", evenAt!.Value.ToString("0", null));
        Assert.Equal("o3", c.Cheaper!.Model.Id);
        Assert.Equal("gpt-5.1", prices.Compare("o3", "gpt-5.1").By(Blend.InputOutput(74, 26)).Cheaper!.Model.Id);
        Assert.Contains("Break-even", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Providers()
    {
        PriceCatalog prices = PriceCatalog.BuiltIn;

        // snippet: docs-providers
        Availability nemo = prices.Model("mistral-nemo").Availability(on: new LocalDate(2026, 9, 1));
        PriceSpread spread = nemo.PricesBy(Blend.ThreeToOne)!;

        int providers = nemo.ProviderCount;            // 22 offer it on that day
        int paid = nemo.Paid.Length;                   // 21 with a published price
        int unpriced = nemo.Unpriced.Length;           // 1 without one
        int retired = nemo.Retired.Length;             // 2 no longer: not counted among the 22
        PricedOffer cheapest = spread.Cheapest;        // openrouter/mistral-nemo at $0.02175 per 1M
        Rate median = spread.Median;                   // $0.1054 per 1M
        string svg = nemo.ToChart(Blend.ThreeToOne).ToSvg();
        // end-snippet

        Snippets.AssertComments(
            "docs-providers",
            $"{providers}",
            $"{paid}",
            $"{unpriced}",
            $"{retired}",
            cheapest.ToString(),
            median.ToString());
        Assert.Contains("STACKIT", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Rank()
    {
        PriceCatalog prices = PriceCatalog.BuiltIn;
        Instant at = At;

        // snippet: docs-rank
        Ranking ranking = prices.RankBy(Blend.ThreeToOne, at, new RankRequirements
        {
            Capabilities = ["vision"],
            MinContextWindow = 200_000,
            Providers = ["anthropic", "google", "mistral", "openai", "xai"],
        });

        RankedModel first = ranking.Models[0];         // 1. openai/gpt-5-nano at $0.1375 per 1M
        int unknown = ranking.Exclusions.Unknown;      // 20 of which no source says whether they fit
        string svg = ranking.ToChart().ToSvg();
        // end-snippet

        Snippets.AssertComments("docs-rank", first.ToString(), $"{unknown}");
        Assert.Contains("GPT-5 nano", svg, StringComparison.Ordinal);
    }
}
