using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing.Tests;

/// <summary>Small catalogs made in code, so that a test says only what it is about.</summary>
internal static class TestCatalog
{
    public const string Source = "test";

    public static readonly LocalDate Day = new(2026, 4, 24);

    public static CatalogRows Facts(params ReadOnlySpan<RateRow> rates)
    {
        ImmutableArray<RateRow> all = [.. rates];
        return new CatalogRows
        {
            Sources = [new PriceSource(Source, "A test")],
            Providers = [.. all.Select(r => r.Provider).Distinct().Where(p => p != "unnamed").Select(p => new ProviderRow(p, p))],
            Models = [.. all.Select(r => r.Model).Distinct().Select(Model)],
            Rates = all,
        };
    }

    public static ModelRow Model(string id) => new(id, id.ToUpperInvariant(), Source, Day);

    /// <summary>Prices per 1M tokens of one offer, known since ever.</summary>
    public static RateRow[] Offer(string model, string provider, decimal input, decimal output) =>
        [Rate(model, provider, Meter.Input, input), Rate(model, provider, Meter.Output, output)];

    public static RateRow Rate(string model, string provider, Meter meter, decimal usdPerMillion) =>
        new(model, provider, meter, TokenPricing.Rate.PerMillion(usdPerMillion), Source, Day);
}
