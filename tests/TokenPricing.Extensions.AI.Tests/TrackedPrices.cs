using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace TokenPricing.Tests;

/// <summary>Prices to track calls by: Claude Sonnet 4.5's at Anthropic and at Bedrock, GPT-4o's and GPT-4o audio's at OpenAI and Azure, DeepSeek's, an embedding model's.</summary>
internal static class TrackedPrices
{
    public static readonly Instant Now = Instant.FromUtc(2026, 5, 1, 12, 0);

    public static PriceCatalog Catalog { get; } = Times(1);

    public static TimeProvider Time { get; } = new FakeTimeProvider(Now.ToDateTimeOffset());

    /// <summary>The same with every price so many times as high.</summary>
    public static PriceCatalog Times(int factor)
    {
        CatalogRows facts = TestCatalog.Facts(
        [
            .. Claude("anthropic"), .. Claude("amazon-bedrock"),
            .. TestCatalog.Offer("gpt-4o", "openai", 2.5m, 10), TestCatalog.Rate("gpt-4o", "openai", Meter.CacheRead, 1.25m),
            .. TestCatalog.Offer("gpt-4o", "azure", 3, 12),
            .. TestCatalog.Offer("gpt-4o-audio", "openai", 2.5m, 10),
            TestCatalog.Rate("gpt-4o-audio", "openai", Meter.InputAudio, 40), TestCatalog.Rate("gpt-4o-audio", "openai", Meter.OutputAudio, 80),
            .. TestCatalog.Offer("deepseek-chat", "deepseek", 0.28m, 0.42m),
            .. TestCatalog.Offer("mistral-large", "mistral", 2, 6),
            TestCatalog.Rate("embedding-small", "openai", Meter.Input, 0.02m),
        ]);
        return new PriceCatalog(facts with
        {
            Rates = [.. facts.Rates.Select(r => r with { Rate = Rate.PerMillion(r.Rate.UsdPerMillion * factor) })],
            Providers =
            [
                .. facts.Providers.Select(p => p.Id switch
                {
                    "deepseek" => p with { Addresses = ["api.deepseek.com"] },
                    "azure" => p with { Addresses = ["*.openai.azure.com"] },
                    _ => p,
                }),
            ],
        });
    }

    public static Usd CostOf(string provider, string model, TokenUsage usage) => Catalog.Offer(provider, model).CostOf(usage, Now).Total;

    private static ImmutableArray<RateRow> Claude(string provider) =>
    [
        .. TestCatalog.Offer("claude", provider, 3, 15),
        TestCatalog.Rate("claude", provider, Meter.CacheRead, 0.3m),
        TestCatalog.Rate("claude", provider, Meter.CacheWrite5m, 3.75m),
        TestCatalog.Rate("claude", provider, Meter.CacheWrite1h, 6),
        TestCatalog.Rate("claude", provider, Meter.CacheWrite, 3.75m),
    ];
}
