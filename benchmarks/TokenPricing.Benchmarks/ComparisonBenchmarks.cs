using BenchmarkDotNet.Attributes;

namespace TokenPricing.Benchmarks;

/// <summary>A whole comparison by names, against looking four prices up in a dictionary and comparing them by hand in <see cref="decimal"/>.</summary>
public class ComparisonBenchmarks
{
    private readonly PriceCatalog _prices = PriceCatalog.Load(Path.Combine(RepositoryFolder.Root, "pricing-data", "reviewed-2026-04-24"));
    private readonly Dictionary<string, (decimal Input, decimal Output)> _table = new(StringComparer.OrdinalIgnoreCase)
    {
        ["mixtral-8x7b"] = (0.15m, 0.45m),
        ["o4-mini"] = (0.5m, 2m),
    };

    [Benchmark(Baseline = true, Description = "by hand, dictionary and decimal")]
    public decimal Naive()
    {
        (decimal leftInput, decimal leftOutput) = _table["mixtral-8x7b"];
        (decimal rightInput, decimal rightOutput) = _table["o4-mini"];
        decimal left = (leftInput * 0.7m) + (leftOutput * 0.3m);
        decimal right = (rightInput * 0.7m) + (rightOutput * 0.3m);
        return (Math.Max(left, right) - Math.Min(left, right)) / Math.Max(left, right);
    }

    [Benchmark(Description = "prices.Compare(a, b).PercentCheaper")]
    public decimal Library() => _prices.Compare("mixtral-8x7b", "o4-mini").PercentCheaper!.Value.Fraction;

    [Benchmark(Description = "the whole report as JSON")]
    public string Report() => _prices.Compare("mixtral-8x7b", "o4-mini").ToReport().ToJson();

    [GlobalSetup]
    public void Check()
    {
        if (Library() != Naive())
        {
            throw new InvalidOperationException("The two ways do not agree.");
        }
    }
}
