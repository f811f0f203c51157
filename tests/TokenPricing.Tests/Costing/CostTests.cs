using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public sealed class CostTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 5, 1, 12, 0);

    [Fact]
    public void Explain_TheUsualCall_ReadsAsASentence()
    {
        // Claude Sonnet 4.5, Anthropic's price list of 2025-09-29: $3 input, $0.30 cache read, $15 output.
        Offer offer = Sold([.. TestCatalog.Offer("claude", "anthropic", 3, 15), TestCatalog.Rate("claude", "anthropic", Meter.CacheRead, 0.3m)]);

        Cost cost = offer.CostOf(TokenUsage.FromTotals(input: 12_000, output: 900, cacheRead: 8_000), at: Now);

        Assert.Equal(new Usd(0.0279m), cost.Total);
        Assert.Equal((new Usd(0.0144m), new Usd(0.0135m), Usd.Zero), (cost.Input, cost.Output, cost.Other));
        Assert.Equal("12,000 input tokens, 8,000 of them cached: 4,000 x $3.00/M + 8,000 x $0.30/M + 900 x $15.00/M = $0.0279", cost.Explain());
        Assert.True(cost.IsCertain);
        Assert.True(cost.IsComplete);
    }

    private static Offer Sold(params ReadOnlySpan<RateFacts> rates) => new PriceCatalog(TestCatalog.Facts(rates)).Offers[0];
}
