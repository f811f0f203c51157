using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing.Tests;

/// <summary>Small catalogs made in code, so that a test says only what it is about.</summary>
internal static class TestCatalog
{
    public const string Source = "test";

    public static readonly LocalDate Day = new(2026, 4, 24);

    public static CatalogFacts Facts(params ReadOnlySpan<RateFacts> rates)
    {
        ImmutableArray<RateFacts> all = [.. rates];
        return new CatalogFacts
        {
            Sources = [new PriceSource(Source, "A test")],
            Providers = [.. all.Select(r => r.Provider).Distinct().Where(p => p != "unnamed").Select(p => new ProviderFacts(p, p))],
            Models = [.. all.Select(r => r.Model).Distinct().Select(Model)],
            Rates = all,
        };
    }

    public static ModelFacts Model(string id) => new(id, id.ToUpperInvariant(), Source, Day);

    /// <summary>Prices per 1M tokens of one offer, known since ever.</summary>
    public static RateFacts[] Offer(string model, string provider, decimal input, decimal output) =>
        [Rate(model, provider, Meter.Input, input), Rate(model, provider, Meter.Output, output)];

    public static RateFacts Rate(string model, string provider, Meter meter, decimal usdPerMillion) =>
        new(model, provider, meter, TokenPricing.Rate.PerMillion(usdPerMillion), Source, Day);
}
