using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>The code of docs/migrating, run on the files that its pages show.</summary>
public sealed class MigrationSnippets
{
    private static readonly Instant At = Instant.FromUtc(2026, 9, 1, 12, 0);

    [Fact]
    public void LiteLlm()
    {
        using DocumentFiles files = new(File.ReadAllText(Repository.PathOf("docs/migrating/litellm.md")));
        string file = files.PathOf("model_prices.json");
        Instant at = At;

        // snippet: litellm
        using FileStream map = File.OpenRead(file);
        PriceImport import = PriceImport.Read(map, recorded: new LocalDate(2026, 9, 1), PriceListFormat.LiteLlm);
        PriceCatalog prices = new(import.Facts);

        Offer chat = prices.Offer("acme", "acme/chat");
        TokenUsage usage = TokenUsage.FromTotals(input: 12_000, output: 900);
        Usd call = chat.CostOf(usage, at).Total;                                                       // $0.0312
        Usd batch = chat.CostOf(usage, at, new CostOptions { ServiceTier = ServiceTier.Batch }).Total; // $0.0156
        Usd longer = chat.CostOf(TokenUsage.FromTotals(input: 250_000, output: 900), at).Total;        // $1.0108: more than 200,000
        string skipped = import.Skipped[0].Place;                                                      // acme/chat: output_cost_per_second
        // end-snippet

        Snippets.AssertComments("litellm", call.ToString(), batch.ToString(), longer.ToString(), skipped);

        // snippet: litellm-differences
        Cost cached = chat.CostOf(TokenUsage.FromTotals(input: 12_000, cacheRead: 8_000, output: 900), at);
        Usd total = cached.Total;                                // $0.0312: LiteLLM says $0.0152, with 8,000 tokens for nothing
        bool isSaid = cached.Lines[1].IsBilledAsParent;          // True

        CostOptions flex = new() { ServiceTier = ServiceTier.Flex, AllowStandardTier = true };
        Usd standard = chat.CostOf(usage, at, flex).Total;       // $0.0312: without AllowStandardTier, an error
        // end-snippet

        Snippets.AssertComments("litellm-differences", total.ToString(), $"{isSaid}", standard.ToString());
        Assert.Equal(new Usd(0.0152m), chat.CostOf(TokenUsage.FromTotals(input: 4_000, output: 900), at).Total);
        Assert.Equal(
            PricingError.UnknownServiceTier,
            Assert.Throws<PricingException>(
                () => chat.CostOf(TokenUsage.FromTotals(input: 1), at, flex with { AllowStandardTier = false })).Error);
    }

    [Fact]
    public void GenaiPrices()
    {
        using DocumentFiles files = new(File.ReadAllText(Repository.PathOf("docs/migrating/genai-prices.md")));
        string file = files.PathOf("data.json");
        Instant at = At;

        // snippet: genai
        using FileStream data = File.OpenRead(file);
        PriceCatalog prices = new(PriceImport.Read(data, recorded: new LocalDate(2026, 9, 1), PriceListFormat.GenaiPrices).Facts);

        Offer chat = prices.Offer("acme", "chat");
        TokenUsage usage = TokenUsage.FromTotals(input: 12_000, output: 900);
        Usd july = chat.CostOf(usage, Instant.FromUtc(2026, 7, 31, 23, 59)).Total;      // $0.0441: the first entry
        Cost now = chat.CostOf(usage, at);
        Usd total = now.Total;                                                          // $0.0362
        Usd sides = now.Input + now.Output;                                             // $0.0312: the fee of the request is neither's
        // end-snippet

        Snippets.AssertComments("genai", july.ToString(), total.ToString(), sides.ToString());

        // snippet: genai-differences
        bool isPriced = prices.Offer("acme", "preview").TryGetRateCard(at, out _);      // False, where genai-prices says 0

        PriceCatalog market = PriceCatalog.BuiltIn;
        Rate? snapshot = market.Offer("openai", "gpt-4o-2024-05-13").RateCardAt(at).RateOf(Meter.Input);    // $5.00 per 1M
        Rate? model = market.Offer("openai", "gpt-4o").RateCardAt(at).RateOf(Meter.Input);                  // $2.50 per 1M
        // end-snippet

        Snippets.AssertComments("genai-differences", $"{isPriced}", snapshot.ToString()!, model.ToString()!);
        Assert.Equal(
            PricingError.NoPublishedPrice,
            Assert.Throws<PricingException>(() => prices.Offer("acme", "preview").CostOf(usage, at)).Error);
        Assert.Equal("chat", prices.Find("acme", "chat-2026").Model.Id);
    }

    [Fact]
    public void TokenMeter()
    {
        PriceCatalog prices = PriceCatalog.BuiltIn;
        Instant at = At;

        // snippet: tokenmeter
        TokenUsage usage = TokenUsage.FromParts(uncachedInput: 4_000, cacheRead: 8_000, output: 900);
        Usd total = prices.TotalOf("anthropic", "claude-sonnet-4-5", usage, at);    // $0.0279: total.Amount is the decimal
        // end-snippet

        Snippets.AssertComments("tokenmeter", total.ToString());

        // snippet: tokenmeter-differences
        Offer claude = prices.Offer("anthropic", "claude-sonnet-4-5");
        Usd atThreshold = claude.TotalOf(TokenUsage.FromTotals(input: 200_000), at);    // $0.60: the long rate is for more than 200,000
        Usd beyond = claude.TotalOf(TokenUsage.FromTotals(input: 200_001), at);         // $1.200006

        Offer deepseek = prices.Offer("deepseek", "deepseek-chat");
        Usd today = deepseek.TotalOf(usage, at);                                        // $0.0008344
        Usd lastYear = deepseek.TotalOf(usage, Instant.FromUtc(2025, 9, 1, 0, 0));      // $0.001315
        // end-snippet

        Snippets.AssertComments("tokenmeter-differences", atThreshold.ToString(), beyond.ToString(), today.ToString(), lastYear.ToString());
    }
}
