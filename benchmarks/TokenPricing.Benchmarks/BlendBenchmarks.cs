using BenchmarkDotNet.Attributes;
using NodaTime;

namespace TokenPricing.Benchmarks;

/// <summary>A rate card mixed into one figure, against the sum that somebody would write by hand in <see cref="decimal"/>.</summary>
public class BlendBenchmarks
{
    private readonly RateCard _card = PriceCatalog.BuiltIn.Offer("openai", "gpt-4o").RateCardAt(Instant.FromUtc(2026, 6, 1, 0, 0));
    private readonly Blend _blend = Blend.InputOutput(70, 30);
    private readonly decimal _input = 2.5m;
    private readonly decimal _output = 10m;

    [Benchmark(Baseline = true, Description = "by hand, decimal")]
    public decimal Naive() => ((_input * 70) + (_output * 30)) / 100;

    [Benchmark(Description = "RateCard.BlendedBy")]
    public Rate? Library() => _card.BlendedBy(_blend);

    [GlobalSetup]
    public void Check()
    {
        if (Library() != Rate.PerMillion(Naive()))
        {
            throw new InvalidOperationException("The two ways do not agree.");
        }
    }
}
