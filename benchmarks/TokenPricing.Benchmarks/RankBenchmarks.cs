using BenchmarkDotNet.Attributes;
using NodaTime;

namespace TokenPricing.Benchmarks;

/// <summary>
/// All models of the built-in prices by the cheapest offer of each, against a dictionary of the prices of the day, mixed in
/// <see cref="decimal"/> and sorted by LINQ. Wanted: less than 50 ns an offer. The way by hand knows no kinds and no sellers, so the library
/// ranks all kinds at the cheapest offers too.
/// </summary>
[PerOffer]
public class RankBenchmarks
{
    private readonly PriceCatalog _prices = PriceCatalog.BuiltIn;
    private readonly Instant _at = Instant.FromUtc(2026, 9, 23, 12, 0);
    private readonly Dictionary<string, (string Provider, decimal Input, decimal Output)[]> _table;

    public RankBenchmarks() => _table = _prices.Models
        .Where(m => m.Base is null)
        .Select(m => (m.Id, Offers: m.AllOffers.Where(IsOffered).Where(WorksOnText).Select(Price).OfType<(string, decimal, decimal)>().ToArray()))
        .Where(m => m.Offers.Length > 0)
        .ToDictionary(m => m.Id.Value, m => m.Offers, StringComparer.OrdinalIgnoreCase);

    [Benchmark(Baseline = true, Description = "by hand, dictionary, decimal and LINQ")]
    public (string Model, string Provider, decimal Price)[] Naive() =>
    [
        .. _table
            .Select(m => (m.Key, Offers: m.Value.Where(o => o.Output > 0).Select(o => (o.Provider, Price: ((o.Input * 3) + o.Output) / 4)).ToArray()))
            .Where(m => m.Offers.Length > 0)
            .Select(m => (m.Key, Cheapest: m.Offers.MinBy(o => o.Price)))
            .Select(m => (m.Key, m.Cheapest.Provider, m.Cheapest.Price))
            .OrderBy(m => m.Price)
            .ThenBy(m => m.Key, StringComparer.OrdinalIgnoreCase),
    ];

    [Benchmark(Description = "prices.RankBy, the cheapest of all kinds")]
    public Ranking Library() => _prices.RankBy(Blend.ThreeToOne, _at, new RankRequirements { Kind = null, Basis = PriceBasis.Cheapest });

    [Benchmark(Description = "prices.RankBy")]
    public Ranking Standard() => _prices.RankBy(Blend.ThreeToOne, _at);

    [Benchmark(Description = "prices.RankBy, all needs")]
    public Ranking Needs() => _prices.RankBy(Blend.ThreeToOne, _at, new RankRequirements { Capabilities = ["vision"], MinContextWindow = 100_000, Open = true, Providers = ["openrouter", "amazon-bedrock"] });

    [Benchmark(Description = "prices.RankBy, every price read")]
    public decimal EveryPrice() => Library().Models.Sum(m => m.Price.UsdPerMillion);

    [GlobalSetup]
    public void Check()
    {
        if (!Naive().SequenceEqual(Library().Models.Select(m => (m.Model.Id.Value, m.Priced.Offer.Provider.Id.Value, m.Price.UsdPerMillion))))
        {
            throw new InvalidOperationException("The two ways do not agree.");
        }
    }

    private static bool WorksOnText(Offer offer) => WorksOnText(offer.Model, m => [.. m.InputModalities]) && WorksOnText(offer.Model, m => [.. m.OutputModalities]);

    private static bool WorksOnText(Model model, Func<ModelRow, string[]> modalities) =>
        (modalities(model.Facts) is { Length: > 0 } own ? own : modalities((model.Base ?? model).Facts)) is var known && (known.Length == 0 || known.Contains("text"));

    private bool IsOffered(Offer offer) => offer.StatusAt(_at) is OfferStatus.Paid or OfferStatus.Free;

    private (string Provider, decimal Input, decimal Output)? Price(Offer offer) =>
        offer.RateCardAt(_at) is var card && card.Billing(Meter.Input) is { } input && card.Billing(Meter.Output) is { } output
            ? (offer.Provider.Id.Value, input.Rate.UsdPerMillion, output.Rate.UsdPerMillion)
            : null;
}
