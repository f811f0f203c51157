using BenchmarkDotNet.Attributes;

namespace TokenPricing.Benchmarks;

/// <summary>An offer found in the built-in catalog, or not, by ids and by a name as it stands in a log, against a dictionary.</summary>
public class NameBenchmarks
{
    private readonly PriceCatalog _prices = PriceCatalog.BuiltIn;
    private readonly Dictionary<string, Offer> _table = PriceCatalog.BuiltIn.Offers.Where(o => o.Provider.IsNamed)
        .ToDictionary(o => $"{o.Provider.Id}/{o.Model.Id}", StringComparer.OrdinalIgnoreCase);

    [Benchmark(Baseline = true, Description = "by hand, dictionary")]
    public bool Naive() => _table.TryGetValue("anthropic/claude-sonnet-4-5", out _);

    [Benchmark(Description = "TryGetOffer, ids")]
    public bool Hit() => _prices.TryGetOffer("anthropic", "claude-sonnet-4-5", out _);

    [Benchmark(Description = "TryGetOffer, not there")]
    public bool Miss() => _prices.TryGetOffer("anthropic", "claude-sonnet-0", out _);

    [Benchmark(Description = "TryFind, a name of a log")]
    public bool FindHit() => _prices.TryFind("us.anthropic.claude-sonnet-4-5-20250929-v1:0", out _);

    [Benchmark(Description = "TryFind, not there")]
    public bool FindMiss() => _prices.TryFind("us.anthropic.claude-sonnet-0-20250929-v1:0", out _);

    [GlobalSetup]
    public void Check()
    {
        if (!Naive() || !Hit() || Miss() || !FindHit() || FindMiss())
        {
            throw new InvalidOperationException("The ways do not agree.");
        }
    }
}
