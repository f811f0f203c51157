using BenchmarkDotNet.Attributes;

namespace TokenPricing.Benchmarks;

/// <summary>Percent cheaper and percent dearer of two rates, against the two divisions written by hand in <see cref="decimal"/>.</summary>
public class PercentBenchmarks
{
    private readonly Rate _left = Rate.PerMillion(0.15m);
    private readonly Rate _right = Rate.PerMillion(0.5m);
    private readonly decimal _cheap = 0.15m;
    private readonly decimal _dear = 0.5m;

    [Benchmark(Baseline = true, Description = "by hand, decimal")]
    public decimal Naive() => ((_dear - _cheap) / _dear) + ((_dear - _cheap) / _cheap);

    [Benchmark(Description = "RateComparison")]
    public decimal Library()
    {
        RateComparison comparison = new(_left, _right);
        return comparison.PercentCheaper.Fraction + comparison.PercentMoreExpensive!.Value.Fraction;
    }

    [GlobalSetup]
    public void Check()
    {
        if (Library() != Naive())
        {
            throw new InvalidOperationException("The two ways do not agree.");
        }
    }
}
