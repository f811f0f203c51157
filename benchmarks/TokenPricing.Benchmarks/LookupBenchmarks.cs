using BenchmarkDotNet.Attributes;
using NodaTime;

namespace TokenPricing.Benchmarks;

/// <summary>The same hundred offers looked up and priced in a small catalog and in a large one, against a dictionary. Wanted: within 30 % of each other.</summary>
public class LookupBenchmarks
{
    private const int Names = 100;
    private const int Providers = 10;

    private readonly Instant _at = Instant.FromUtc(2026, 9, 1, 12, 0);
    private readonly TokenUsage _usage = TokenUsage.FromTotals(input: 12_000, output: 900);
    private readonly (string Provider, string Model)[] _names = [.. Enumerable.Range(0, Names).Select(Name)];
    private Dictionary<(string Provider, string Model), decimal> _table = [];
    private PriceCatalog _prices = null!;

    [Params(100, 100_000)]
    public int Offers { get; set; }

    [Benchmark(Baseline = true, OperationsPerInvoke = Names, Description = "by hand, dictionary and decimal")]
    public decimal Naive()
    {
        decimal usd = 0;
        foreach ((string Provider, string Model) name in _names)
        {
            usd += (12_000 + 900) * _table[name] / 1_000_000;
        }

        return usd;
    }

    [Benchmark(OperationsPerInvoke = Names, Description = "TryGetOffer")]
    public int Lookup()
    {
        int found = 0;
        foreach ((string provider, string model) in _names)
        {
            found += _prices.TryGetOffer(provider, model, out _) ? 1 : 0;
        }

        return found;
    }

    [Benchmark(OperationsPerInvoke = Names, Description = "prices.TotalOf(provider, model, usage, at)")]
    public Usd Library()
    {
        Usd usd = default;
        foreach ((string provider, string model) in _names)
        {
            usd = _prices.TotalOf(provider, model, in _usage, _at);
        }

        return usd;
    }

    [GlobalSetup]
    public void Check()
    {
        LocalDate day = new(2026, 9, 1);
        (string Provider, string Model)[] all = [.. Enumerable.Range(0, Offers).Select(Name)];
        _table = all.ToDictionary(name => name, name => 1m + (name.Model.Length / 10m));
        _prices = new PriceCatalog(new CatalogRows
        {
            Sources = [new PriceSource("list", "A list")],
            Providers = [.. all.Select(name => name.Provider).Distinct().Select(id => new ProviderRow(id, id))],
            Models = [.. all.Select(name => name.Model).Distinct().Select(id => new ModelRow(id, id, "list", day))],
            Rates = [.. all.SelectMany(name => new[] { Meter.Input, Meter.Output }.Select(meter => new RateRow(name.Model, name.Provider, meter, Rate.PerMillion(_table[name]), "list", day)))],
        });
        decimal sum = _names.Sum(name => _prices.TotalOf(name.Provider, name.Model, in _usage, _at).Amount);
        if (sum != Naive() || Lookup() != Names)
        {
            throw new InvalidOperationException("The two ways do not agree.");
        }
    }

    private static (string Provider, string Model) Name(int offer) => ($"provider-{offer % Providers}", $"model-{offer / Providers}");
}
