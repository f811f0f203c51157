using BenchmarkDotNet.Attributes;
using TokenPricing.Benchmarks.Bulk;

namespace TokenPricing.Benchmarks;

/// <summary>
/// Many rows priced, with tiers, price periods and cache reads, against straightforward code in <see cref="decimal"/>. More than a
/// million rows go in batches of a million, as from a stream; the batch is the same one again, since making rows takes longer.
/// </summary>
public class BulkBenchmarks
{
    private const int Batch = 1_000_000;

    private readonly PriceTable _table = PriceTable.OfBuiltIn();
    private readonly DecimalPricing _decimal;
    private readonly BulkPricer _pricer;
    private CallRows _rows = new(0);
    private long[] _pico = [];
    private decimal[] _usd = [];

    public BulkBenchmarks()
    {
        _decimal = new DecimalPricing(_table.Rows);
        _pricer = new BulkPricer(_table.All);
    }

    [Params(100_000, 1_000_000, 10_000_000, 100_000_000)]
    public int Rows { get; set; }

    [Benchmark(Baseline = true, Description = "by hand, dictionary and decimal")]
    public void Naive() => InBatches(() => _decimal.Price(_rows, _usd));

    [Benchmark(Description = "BulkPricer.Price")]
    public void Library() => InBatches(() => _pricer.Price(_rows.Columns, _pico));

    [Benchmark(Description = "BulkPricer.Price, two threads")]
    public void OnTwoThreads() => InBatches(() => _pricer.Price(_rows.Columns, _pico, threads: 2));

    [GlobalSetup]
    public void Check()
    {
        int rows = Math.Min(Rows, Batch);
        _rows = new CallRows(rows).Fill(0, rows);
        (_pico, _usd) = (new long[rows], new decimal[rows]);
        BulkResult result = _pricer.Price(_rows.Columns, _pico);
        _decimal.Price(_rows, _usd);
        if (result.ExceptionCount > 0 || _pico.Where((pico, row) => pico != _usd[row] * 1_000_000_000_000).Any())
        {
            throw new InvalidOperationException("The two ways do not agree.");
        }
    }

    private void InBatches(Action price)
    {
        for (int rows = 0; rows < Rows; rows += _rows.Count)
        {
            price();
        }
    }
}
