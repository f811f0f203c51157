using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;

namespace TokenPricing.Tests;

/// <summary>Small markets in which everything meets: forms, several listings of one provider, free and unpriced and ended offers, equal prices, unknown facts.</summary>
public static class MarketGenerators
{
    private static readonly string[] Listings = ["m0", "m0-fp8", "m0:free", "m1", "m1-2026", "m2", "m3", "m4"];

    public static Arbitrary<Market> Markets() => (
        from models in Models()
        from offers in Gen.SubListOf(Listings.SelectMany(m => new[] { "p0", "p1", "p2", "unnamed" }, (m, p) => (Model: m, Provider: p)))
        from prices in Gen.Elements<decimal?>(null, 0, 0.1m, 0.1m, 1, 1, 2, 30).Two().ListOf(offers.Count)
        from ends in Gen.Frequency((5, Gen.Constant(0)), (1, Gen.Elements(-1, 0, 1))).Two().ListOf(offers.Count)
        from capabilities in Gen.SubListOf(from m in new[] { "m0", "m1", "m2", "m3" } from c in new[] { "vision", "tool-use" } select (m, c))
        from supported in Gen.Elements(true, true, false).ListOf(capabilities.Count)
        from sellers in Gen.Elements<SellerKind?>(null, SellerKind.Maker, SellerKind.Cloud, SellerKind.Host, SellerKind.Gateway, SellerKind.Reseller).ListOf(3)
        from confirmed in Gen.Elements(true, false, false).ListOf(offers.Count)
        select new Market(new CatalogRows
        {
            Sources = [new PriceSource(TestCatalog.Source, "A test"), new PriceSource("second", "Another test")],
            Providers = [.. sellers.Select((kind, i) => new ProviderRow($"p{i}", $"P {i}") { Kind = kind, Makes = kind == SellerKind.Maker ? ["D"] : [] })],
            Models = models,
            Offers = [.. offers.Zip(ends, (o, e) => Offer(o.Model, o.Provider, e)).Where(o => o.Provider != "unnamed" && !(o.From >= o.Retired))],
            Rates =
            [
                .. offers.Zip(prices, (o, p) => Rates(o.Model, o.Provider, p))
                    .Zip(confirmed, (rates, isConfirmed) => rates.Select(r => isConfirmed ? r with { ConfirmedBy = ["second"] } : r))
                    .SelectMany(r => r),
            ],
            // Each capability is spoken of, so that it may be asked for.
            Capabilities =
            [
                .. capabilities.Zip(supported, (c, s) => new CapabilityRow(c.m, c.c, s, TestCatalog.Source, TestCatalog.Day)),
                new("m4", "vision", true, TestCatalog.Source, TestCatalog.Day), new("m4", "tool-use", false, TestCatalog.Source, TestCatalog.Day),
            ],
        })).ToArbitrary();

    public static Arbitrary<RankRequirements> Needs() => (
        from capabilities in Gen.SubListOf("vision", "tool-use")
        from context in Gen.Elements<long?>(null, null, 8_000, 32_000, 200_000)
        from open in Gen.Elements(false, false, true)
        from providers in Gen.OneOf(Gen.Constant<string[]>([]), Gen.SubListOf("p0", "p1", "p2").Select(p => p.ToArray()))
        from free in Gen.Elements(false, true)
        from kind in Gen.Elements<ModelKind?>(ModelKind.Chat, ModelKind.Chat, null, ModelKind.Embedding)
        from basis in Gen.Elements(PriceBasis.Standard, PriceBasis.Standard, PriceBasis.Cheapest, PriceBasis.Median)
        select new RankRequirements { Kind = kind, Basis = basis, Capabilities = [.. capabilities], MinContextWindow = context, Open = open, Providers = [.. providers], IncludeFree = free }).ToArbitrary();

    private static Gen<ImmutableArray<ModelRow>> Models() =>
        from contexts in Gen.Elements<long?>(null, 8_000, 32_000, 32_000, 200_000).ListOf(Listings.Length)
        from open in Gen.Elements<bool?>(null, true, false).ListOf(Listings.Length)
        from licenses in Gen.Elements(null, "MIT", "Proprietary", "Own").ListOf(Listings.Length)
        from writes in Gen.Elements<string[]>([], [], ["text"], ["image", "text"], ["audio"]).ListOf(Listings.Length)
        from kinds in Gen.Elements<ModelKind?>(null, null, ModelKind.Chat, ModelKind.Chat, ModelKind.Embedding).ListOf(Listings.Length)
        from developers in Gen.Elements(null, "D", "D", "E").ListOf(Listings.Length)
        select ImmutableArray.CreateRange(Listings.Select((id, i) => TestCatalog.Model(id) with
        {
            Base = id.Length > 2 ? id[..2] : null,
            Kind = kinds[i],
            Developer = developers[i],
            ContextWindow = contexts[i],
            OpenWeights = open[i],
            License = licenses[i],
            OutputModalities = [.. writes[i]],
        }));

    private static OfferRow Offer(string model, string provider, (int From, int Until) days) => new(
        model, provider, TestCatalog.Source, TestCatalog.Day,
        days.From == 0 ? null : TestCatalog.Day.PlusDays(days.From), days.Until == 0 ? null : TestCatalog.Day.PlusDays(days.Until));

    private static IEnumerable<RateRow> Rates(string model, string provider, (decimal? Input, decimal? Output) usd) =>
    [
        .. usd.Input is { } input ? [TestCatalog.Rate(model, provider, Meter.Input, input)] : Array.Empty<RateRow>(),
        .. usd.Output is { } output ? [TestCatalog.Rate(model, provider, Meter.Output, output)] : Array.Empty<RateRow>(),
    ];
}

/// <summary>The facts of a small market.</summary>
public sealed record Market(CatalogRows Facts)
{
    public PriceCatalog Prices { get; } = new(Facts);
}
