using BenchmarkDotNet.Attributes;
using NodaTime;

namespace TokenPricing.Benchmarks;

/// <summary>
/// An offer by its names in catalogs of any size, against a dictionary of both names that is made for nothing else. Wanted: the same
/// time in every catalog, within 30 %, and no memory.
/// </summary>
[MemoryDiagnoser]
public class LookupBenchmarks
{
    private const int MostModels = 1_000;

    private readonly string _provider = new(['s', 'e', 'l', 'l', 'e', 'r', '-', '0']);
    private readonly string _model = string.Concat("claude-sonnet-", "42", "-5");
    private Dictionary<string, Dictionary<string, Offer>> _naive = [];
    private PriceCatalog _prices = null!;

    [Params(100, 100_000)]
    public int Offers { get; set; }

    [GlobalSetup]
    public void MakeCatalog()
    {
        RateFacts[] rates =
        [
            .. Enumerable.Range(0, Offers).Select(i => new RateFacts(
                $"claude-sonnet-{i % MostModels}-5", $"seller-{i / MostModels}", Meter.Input, Rate.PerMillion(1), "test", new LocalDate(2026, 4, 24))),
        ];
        _prices = new PriceCatalog(new CatalogFacts
        {
            Sources = [new PriceSource("test", "A test")],
            Providers = [.. rates.Select(r => r.Provider).Distinct().Select(p => new ProviderFacts(p, p))],
            Models = [.. rates.Select(r => r.Model).Distinct().Select(m => new ModelFacts(m, m, "test", new LocalDate(2026, 4, 24)))],
            Rates = [.. rates],
        });
        _naive = _prices.Offers
            .GroupBy(o => o.Provider.Id, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(p => p.Key, p => p.ToDictionary(o => o.Model.Id, StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
        if (_prices.Offer(_provider, _model) != Naive())
        {
            throw new InvalidOperationException("The two ways do not agree.");
        }
    }

    [Benchmark(Baseline = true, Description = "by hand, a dictionary in a dictionary")]
    public Offer Naive() => _naive[_provider][_model];

    [Benchmark(Description = "PriceCatalog.TryGetOffer")]
    public bool Library() => _prices.TryGetOffer(_provider, _model, out _);
}
