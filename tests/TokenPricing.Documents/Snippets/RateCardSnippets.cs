using System.Collections.Immutable;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>The code of docs/concepts/rate-cards.md, run, and its picture.</summary>
public sealed class RateCardSnippets
{
    public static Chart Picture() =>
        PriceCatalog.BuiltIn.HistoryOf(PriceCatalog.BuiltIn.Model("deepseek-chat"), PriceCatalog.BuiltIn.Provider("deepseek")).ToChart();

    [Fact]
    public void Order()
    {
        PriceCatalog prices = PriceCatalog.BuiltIn;
        Instant at = Instant.FromUtc(2026, 9, 1, 12, 0);

        // snippet: cards-order
        TokenUsage call = TokenUsage.FromTotals(input: 100_000, output: 10_000);
        Offer deepseek = prices.Offer("deepseek", "deepseek-v4-pro");
        Usd old = deepseek.CostOf(call, Instant.FromUtc(2026, 8, 16, 2, 0)).Total;          // $0.0522: until 2026-08-16 in Beijing
        Usd peak = deepseek.CostOf(call, Instant.FromUtc(2026, 8, 17, 2, 0)).Total;         // $0.1716: the new one, in a peak hour
        Usd between = deepseek.CostOf(call, Instant.FromUtc(2026, 8, 17, 5, 0)).Total;      // $0.0858: and between the peaks

        Offer gpt = prices.Offer("openai", "gpt-4o");
        CostOptions inBatch = new() { ServiceTier = ServiceTier.Batch };
        Usd standard = gpt.CostOf(call, at).Total;                                          // $0.35
        Usd batch = gpt.CostOf(call, at, inBatch).Total;                                    // $0.175

        Cost adjusted = prices.Offer("openai", "gpt-5.6").CostOf(call, at, new CostOptions
        {
            Region = "eu",
            Adjustments = [Adjustment.Markup(Percentage.FromPercent(20)), Adjustment.NegotiatedDiscount(Percentage.FromPercent(8))],
        });
        string steps = string.Join(", ", adjusted.Adjustments);     // region eu: $0.06, negotiated discount: -$0.0528, markup: $0.12144
        // end-snippet

        Snippets.AssertComments(
            "cards-order",
            old.ToString(),
            peak.ToString(),
            between.ToString(),
            standard.ToString(),
            batch.ToString(),
            steps);
    }

    [Fact]
    public void Threshold()
    {
        PriceCatalog prices = PriceCatalog.BuiltIn;
        Instant at = Instant.FromUtc(2026, 9, 1, 12, 0);

        // snippet: cards-threshold
        Offer claude = prices.Offer("anthropic", "claude-sonnet-4-5");
        Usd most = claude.CostOf(TokenUsage.FromTotals(input: 200_000), at).Total;          // $0.60
        Usd more = claude.CostOf(TokenUsage.FromTotals(input: 200_001), at).Total;          // $1.200006: all of it at the long rate

        Offer grok = prices.Offer("xai", "grok-4-0709");
        Usd below = grok.CostOf(TokenUsage.FromTotals(input: 127_999), at).Total;           // $0.383997
        Usd reached = grok.CostOf(TokenUsage.FromTotals(input: 128_000), at).Total;         // $0.768: the threshold is in the tier
        // end-snippet

        Snippets.AssertComments("cards-threshold", most.ToString(), more.ToString(), below.ToString(), reached.ToString());
    }

    [Fact]
    public void Clocks()
    {
        PriceCatalog prices = PriceCatalog.BuiltIn;

        // snippet: cards-clocks
        Instant call = Instant.FromUtc(2026, 8, 15, 0, 0);
        PriceCatalog then = prices.AsKnownOn(new LocalDate(2026, 7, 29));

        Rate? expected = then.Offer("openai", "gpt-5.6-luna").RateCardAt(call).RateOf(Meter.Input);         // $1.00 per 1M: what was known
        // $0.20 per 1M: what is known now
        Rate? charged = prices.Offer("openai", "gpt-5.6-luna").RateCardAt(call).RateOf(Meter.Input);

        PriceStep first = prices.Offer("deepseek", "deepseek-chat").PriceChanges()[0];
        Percentage? change = first.Change;                                                                  // 92.9 %
        // end-snippet

        Snippets.AssertComments("cards-clocks", expected.ToString()!, charged.ToString()!, change!.Value.ToString("0.#", null));
    }

    [Fact]
    public void Program()
    {
        PriceCatalog prices = PriceCatalog.BuiltIn;

        // snippet: program-rows
        Interval month = new(Instant.FromUtc(2026, 9, 1, 0, 0), Instant.FromUtc(2026, 10, 1, 0, 0));
        ImmutableArray<PriceRow> rows = PriceRow.Of(prices.Offer("anthropic", "claude-sonnet-4-5"), month);
        PriceRow longRequests = rows[^1];

        long least = longRequests.LeastInput;          // 200001
        long input = longRequests.PicoUsd[0];          // 6000000: $6.00 per 1M
        long output = longRequests.PicoUsd[1];         // 22500000: $22.50 per 1M
        // end-snippet

        Snippets.AssertComments("program-rows", $"{least}", $"{input}", $"{output}");
    }

    [Fact]
    public void Source()
    {
        PriceCatalog prices = PriceCatalog.BuiltIn;
        Instant at = Instant.FromUtc(2026, 9, 1, 12, 0);

        // snippet: cards-source
        PricedMeter input = prices.Offer("anthropic", "claude-sonnet-4-5").RateCardAt(at).Billing(Meter.Input)!;

        string source = input.Source.Id;                               // litellm
        int others = input.ConfirmedBy.Length;                         // 5: genai-prices and others
        ImmutableArray<DisputedRateRow> disputes = prices.Rows.Disputes;
        // end-snippet

        Snippets.AssertComments("cards-source", source, $"{others}");
        Assert.NotEmpty(disputes);
    }
}
