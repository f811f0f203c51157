using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>The code of docs/concepts/usage.md, run.</summary>
public sealed class UsageSnippets
{
    private static readonly Instant At = Instant.FromUtc(2026, 9, 1, 12, 0);

    [Fact]
    public void TwoWays()
    {
        Instant at = At;

        // snippet: usage-ways
        Offer claude = PriceCatalog.BuiltIn.Offer("anthropic", "claude-sonnet-4-5");

        // cached tokens are inside the input
        TokenUsage totals = TokenUsage.FromTotals(input: 12_000, cacheRead: 8_000, output: 900);
        TokenUsage parts = TokenUsage.FromParts(uncachedInput: 4_000, cacheRead: 8_000, output: 900);    // each count stands for itself
        TokenUsage mixed = TokenUsage.FromParts(uncachedInput: 12_000, cacheRead: 8_000, output: 900);   // the mistake: a total as a part

        Usd right = claude.CostOf(totals, at).Total;
        Usd same = claude.CostOf(parts, at).Total;
        Usd twice = claude.CostOf(mixed, at).Total;
        Console.WriteLine($"{right}, {same}, and {twice} where 8,000 tokens are billed twice");
        // end-snippet

        Assert.Equal(("$0.0279", "$0.0279", "$0.0519"), (right.ToString(), same.ToString(), twice.ToString()));
        Assert.Contains(
            $"It prints `{right}, {same}, and {twice} where 8,000 tokens are billed twice`.",
            File.ReadAllText(Repository.PathOf("docs/concepts/usage.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void Gaps()
    {
        // snippet: usage-gaps
        TokenUsage input = TokenUsage.FromTotals(input: 500);
        long? output = (input + TokenUsage.FromTotals(input: 700, output: 90)).OutputTokens;

        try
        {
            TokenUsage.FromTotals(input: 4_000, cacheRead: 8_000, output: 900);
        }
        catch (PricingException e)
        {
            // cache-read (8,000) is more than input (4,000), of which it is a part. If the counts share nothing, use FromParts.
            Console.WriteLine(e.Message);
        }
        // end-snippet

        Snippets.AssertComments(
            "usage-gaps",
            Assert.Throws<PricingException>(() => TokenUsage.FromTotals(input: 4_000, cacheRead: 8_000, output: 900)).Message);
        Assert.Null(output);
    }

    [Fact]
    public void Served()
    {
        Instant at = At;

        // snippet: usage-served
        ServedCall call = ServedCall.FromResponse(
            """
            {"object":"response","model":"gpt-5-2025-08-07","service_tier":"flex",
             "output":[{"type":"web_search_call","status":"completed"}],
             "usage":{"input_tokens":12000,"output_tokens":900,"total_tokens":12900,"new_units":5}}
            """);
        ServedCost cost = PriceCatalog.BuiltIn.CostOf("openai/gpt-5", call, at);

        ServiceTier? tier = call.ServiceTier;                     // flex
        Usd total = cost.Cost.Total;                              // $0.022: half the standard price, and one search
        UnreadField unread = call.Unread.Single();                // usage.new_units (5): no reader knows this field
        // end-snippet

        Snippets.AssertComments("usage-served", $"{tier}", $"{total}", unread.ToString());
    }

    [Fact]
    public void Meters()
    {
        Instant at = At;

        // snippet: usage-meters
        Cost cost = PriceCatalog.BuiltIn.Offer("openai", "gpt-4o").CostOf(TokenUsage.FromMeterTotals(
            new(Meter.Input, 12_000),
            new(Meter.Output, 900),
            new(Meter.Reasoning, 400),
            new(Meter.WebSearches, 3)), at);

        // 400 reasoning tokens (billed as output tokens) x $10.00 per 1M = $0.004
        ReceiptLine reasoning = cost.Lines.Single(l => l.IsBilledAsParent);
        Usd searches = cost.Other;                                            // $0.03: neither input nor output
        // end-snippet

        Snippets.AssertComments("usage-meters", reasoning.ToString(), searches.ToString());
        Assert.Contains(
            $"There are {Meter.All.Length}, and each knows",
            File.ReadAllText(Repository.PathOf("docs/concepts/usage.md")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Missing()
    {
        Instant at = At;

        // snippet: usage-missing
        TokenUsage usage = TokenUsage.FromMeterTotals(new(Meter.Input, 500), new(Meter.Parse("code-executions"), 2));
        Cost cost = PriceCatalog.BuiltIn.Offer("anthropic", "claude-sonnet-4-5").CostOf(
            usage, at, new CostOptions { MissingRate = MissingRatePolicy.LeaveUnpriced });

        string text = cost.ToString();               // $0.0015, without 2 code executions
        bool isComplete = cost.IsComplete;           // False
        // end-snippet

        Snippets.AssertComments("usage-missing", text, $"{isComplete}");
    }

    [Fact]
    public void Many()
    {
        Instant at = At;

        // snippet: usage-many
        TokenUsage day = TokenUsage.FromTotals(input: 1_000_000, output: 20_000).AsAggregateOf(requests: 10);
        Cost cost = PriceCatalog.BuiltIn.Offer("anthropic", "claude-sonnet-4-5").CostOf(day, at);

        Usd least = cost.Low;            // $3.30
        Usd likely = cost.Total;         // $3.30
        Usd most = cost.High;            // $6.45
        // end-snippet

        Snippets.AssertComments("usage-many", least.ToString(), likely.ToString(), most.ToString());
        Usd oneOfFour =
            PriceCatalog.BuiltIn.Offer("anthropic", "claude-sonnet-4-5").TotalOf(TokenUsage.FromTotals(input: 250_000, output: 5_000), at);
        Assert.Equal(most, oneOfFour * 4);
    }
}
