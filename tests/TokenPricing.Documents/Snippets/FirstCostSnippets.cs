using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>The code of docs/first-cost.md, run.</summary>
public sealed class FirstCostSnippets
{
    public const string FirstCost = "$0.0495";

    private static readonly Instant At = Instant.FromUtc(2026, 9, 1, 12, 0);

    public static Chart Picture()
    {
        Offer claude = PriceCatalog.BuiltIn.Offer("anthropic", "claude-sonnet-4-5");
        Instant at = At;

        // snippet: first-picture
        Cost call = claude.CostOf(TokenUsage.FromTotals(input: 60_000, output: 2_500, cacheRead: 40_000, cacheWrite: 8_000), at);
        string svg = call.ToChart().ToSvg();
        // end-snippet

        Assert.Contains("</svg>", svg, StringComparison.Ordinal);
        return call.ToChart();
    }

    [Fact]
    public void First()
    {
        // snippet: first-cost
        Cost cost = PriceCatalog.BuiltIn.Offer("anthropic", "claude-sonnet-4-5").CostOf(
            TokenUsage.FromTotals(input: 12_000, output: 900), at: Instant.FromUtc(2026, 9, 1, 12, 0));
        Console.WriteLine(cost);
        // end-snippet

        Assert.Equal(FirstCost, cost.ToString());
    }

    [Fact]
    public void Receipt()
    {
        Instant at = At;

        // snippet: first-receipt
        Offer claude = PriceCatalog.BuiltIn.Offer("anthropic", "claude-sonnet-4-5");
        Cost cost = claude.CostOf(TokenUsage.FromTotals(input: 12_000, output: 900, cacheRead: 8_000), at);

        Usd total = cost.Total;                  // $0.0279
        Usd input = cost.Input;                  // $0.0144: input and cached input together
        ReceiptLine line = cost.Lines[0];        // 4,000 input tokens x $3.00 per 1M = $0.012
        LocalDate day = line.Priced.Recorded;    // 2025-09-29: when this price was first seen
        // end-snippet

        Snippets.AssertComments("first-receipt", total.ToString(), input.ToString(), line.ToString(), day.ToString("uuuu-MM-dd", null));
        Assert.Equal(total, cost.Lines.Aggregate(Usd.Zero, (sum, l) => sum + l.Amount));
    }

    [Fact]
    public void Response()
    {
        // snippet: first-response
        TokenUsage claude = TokenUsage.FromResponse(
            """{"type":"message","usage":{"input_tokens":4000,"cache_read_input_tokens":8000,"output_tokens":900}}""");
        TokenUsage gpt = TokenUsage.FromResponse(
            """
            {"object":"chat.completion",
             "usage":{"prompt_tokens":12000,"prompt_tokens_details":{"cached_tokens":8000},"completion_tokens":900}}
            """);

        long? all = claude.InputTokens;               // 12000
        decimal uncached = gpt.PartOf(Meter.Input);   // 4000
        // end-snippet

        Snippets.AssertComments("first-response", $"{all}", $"{uncached}");
        Assert.Equal(claude.Parts.AsEnumerable(), gpt.Parts);
        Assert.Equal(21, ResponseFlavor.All.Length);
    }

    [Fact]
    public void Error()
    {
        PriceCatalog prices = PriceCatalog.BuiltIn;

        // snippet: first-error
        try
        {
            prices.Offer("anthropic", "claude-sonet-4-5");
        }
        catch (PricingException e) when (e.Error == PricingError.UnknownModel)
        {
            // The catalog knows no model 'claude-sonet-4-5' at anthropic.
            // Did you mean 'claude-sonnet-4-5' or 'claude-sonnet-5-5' or 'claude-sonnet-4-6'?
            Console.WriteLine(e.Message);
        }
        // end-snippet

        Snippets.AssertComments(
            "first-error",
            [.. Assert.Throws<PricingException>(() => prices.Offer("anthropic", "claude-sonet-4-5")).Message.Split(" Did", 2)
                .Select((part, i) => i == 0 ? part : "Did" + part)]);
    }
}
