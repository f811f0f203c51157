using BenchmarkDotNet.Attributes;
using TokenPricing.Benchmarks.Bulk;

namespace TokenPricing.Benchmarks;

/// <summary>A million rows of kinds that <see cref="BulkPricer"/> takes less fast, beside the kind that it is fastest with.</summary>
public class BulkKindBenchmarks
{
    private const int Count = 1_000_000;

    private readonly BulkPricer _pricer = new(PriceTable.OfBuiltIn().All);
    private readonly CallRows _rows = new CallRows(Count).Fill(0, Count);
    private readonly CallRows _shuffled;
    private readonly long[] _none = new long[Count];
    private readonly long[] _pico = new long[Count];
    private readonly long[] _input = new long[Count];
    private readonly long[] _output = new long[Count];

    public BulkKindBenchmarks() => _shuffled = _rows.Shuffled();

    [Benchmark(Baseline = true, OperationsPerInvoke = Count, Description = "in the order of time; input, output, cache reads")]
    public BulkResult Ordinary() => _pricer.Price(_rows.Columns, _pico);

    [Benchmark(OperationsPerInvoke = Count, Description = "in any order")]
    public BulkResult Shuffled() => _pricer.Price(_shuffled.Columns, _pico);

    [Benchmark(OperationsPerInvoke = Count, Description = "with a column of cache writes")]
    public BulkResult CacheWrites() =>
        _pricer.Price(CallColumns.FromTotals(_rows.Offers, _rows.At, _rows.Input, _rows.Output, _rows.CacheRead, cacheWrite: _none), _pico);

    [Benchmark(OperationsPerInvoke = Count, Description = "with a column of reasoning")]
    public BulkResult Reasoning() =>
        _pricer.Price(CallColumns.FromTotals(_rows.Offers, _rows.At, _rows.Input, _rows.Output, _rows.CacheRead, reasoning: _none), _pico);

    [Benchmark(OperationsPerInvoke = Count, Description = "with the sides of each cost")]
    public BulkResult Sides() => _pricer.Price(_rows.Columns, _pico, _input, _output);
}
