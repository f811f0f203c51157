using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>The code of docs/concepts/blends-and-percentages.md, run.</summary>
public sealed class BlendSnippets
{
    [Fact]
    public void Blends()
    {
        PriceCatalog prices = PriceCatalog.BuiltIn;
        Instant at = Instant.FromUtc(2026, 9, 1, 12, 0);

        // snippet: blends
        Offer opus = prices.Offer("anthropic", "claude-opus-4-6");   // $5.00 in, $25.00 out, $0.50 for cached input

        Rate a = opus.BlendedBy(Blend.InputOutput(70, 30), at);          // $11.00 per 1M
        Rate b = opus.BlendedBy(Blend.ThreeToOne, at);                   // $10.00 per 1M
        Rate c = opus.BlendedBy(Blend.CacheInputOutput(7, 2, 1), at);   // $3.85 per 1M: an agent that reads its context again

        // Any meters: this agent reasons before it answers.
        Blend agent = Blend.Of((Meter.CacheRead, 80), (Meter.Input, 5), (Meter.Output, 5), (Meter.Reasoning, 10));
        Rate d = opus.BlendedBy(agent, at);                              // $4.40 per 1M
        // end-snippet

        RateCard card = opus.RateCardAt(at);
        Snippets.AssertComments(
            "blends",
            $"{Usd(Meter.Input)} in, {Usd(Meter.Output)} out, {Usd(Meter.CacheRead)} for cached input",
            a.ToString()!,
            b.ToString()!,
            c.ToString()!,
            d.ToString()!);

        string Usd(Meter meter) => new Usd(card.RateOf(meter)!.Value.UsdPerMillion).ToString();
    }

    [Fact]
    public void Percentages()
    {
        // snippet: percentages
        RateComparison pair = new(Rate.PerMillion(0.15m), Rate.PerMillion(0.50m));

        Rate difference = pair.Difference;               // $0.35 per 1M
        Percentage cheaper = pair.PercentCheaper;        // 70 %
        Percentage? more = pair.PercentMoreExpensive;    // 233.3 %

        RateComparison free = new(Rate.Free, Rate.PerMillion(0.50m));
        Percentage all = free.PercentCheaper;            // 100 %
        bool isNone = free.PercentMoreExpensive is null; // True: a share of zero does not exist
        // end-snippet

        Snippets.AssertComments(
            "percentages",
            difference.ToString(),
            cheaper.ToString(),
            more!.Value.ToString("0.#", null),
            all.ToString(),
            $"{isNone}");
    }

    [Fact]
    public void BreakEven()
    {
        PriceCatalog prices = PriceCatalog.BuiltIn;

        // snippet: break-even
        Comparison c = prices.Compare("o3", "gpt-5.1");

        RateComparison? input = c.Input;                 // $1.25 per 1M is 37.5 % cheaper than $2.00 per 1M
        RateComparison? output = c.Output;               // $8.00 per 1M is 20 % cheaper than $10.00 per 1M
        Percentage? evenAt = c.BreakEvenInputShare;      // 73 %: 2.00 / (2.00 + 0.75)
        // end-snippet

        Snippets.AssertComments("break-even", input.ToString()!, output.ToString()!, evenAt!.Value.ToString("0", null));
        Assert.Equal((2m, 0.75m), (output!.Value.Difference.UsdPerMillion, input!.Value.Difference.UsdPerMillion));
    }
}
