using BenchmarkDotNet.Attributes;
using TokenPricing.Benchmarks.Bulk;

namespace TokenPricing.Benchmarks;

/// <summary>
/// A million rows of which one in ten has no price, for each reason, beside the same rows without a failing one. Which rows fail is random:
/// a processor learns that it is every tenth.
/// </summary>
public class BulkFailingBenchmarks
{
    private const int Count = 1_000_000;
    private const int OneIn = 10;

    private readonly bool[] _isFailing = new bool[Count];
    private readonly CallRows _rows = new CallRows(Count).Fill(0, Count);
    private readonly long[] _pico = new long[Count];
    private readonly BulkPricer _pricer;
    private readonly int[] _unpublished;
    private readonly int[] _tier;
    private readonly int[] _region;
    private readonly int[] _later;
    private readonly int[] _unknown;
    private readonly long[] _reversed;

    public BulkFailingBenchmarks()
    {
        Random random = new(7);
        for (int row = 0; row < Count; row++)
        {
            _isFailing[row] = random.Next(OneIn) == 0;
        }

        PriceTable table = PriceTable.OfBuiltIn();
        Offer priced = table.All[0];
        Offer unpublished = PriceCatalog.BuiltIn.Offers.First(o => o.History.IsEmpty);
        Offer later = PriceCatalog.BuiltIn.Offers.Where(o => o.History is [{ From: not null }, ..]).MaxBy(o => o.History[0].From)!;
        _pricer = new BulkPricer(
        [
            .. table.All.Select(o => (o, (CostOptions?)null)),
            (unpublished, null),
            (priced, new CostOptions { ServiceTier = ServiceTier.Parse("none-such") }),
            (priced, new CostOptions { Region = "none-such" }),
            (later, null),
        ]);
        _unpublished = With(PriceTable.Offers);
        _tier = With(PriceTable.Offers + 1);
        _region = With(PriceTable.Offers + 2);
        _later = With(PriceTable.Offers + 3);
        _unknown = With(-1);
        _reversed = [.. _rows.CacheRead.Select((c, i) => _isFailing[i] ? -1 : c)];
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Count, Description = "all rows have a price")]
    public int None() => Failed(_rows.Offers);

    [Benchmark(OperationsPerInvoke = Count, Description = "10 %: no published price")]
    public int Unpublished() => Failed(_unpublished);

    [Benchmark(OperationsPerInvoke = Count, Description = "10 %: no price yet, most of the year")]
    public int Later() => Failed(_later);

    [Benchmark(OperationsPerInvoke = Count, Description = "10 %: service tier without a price")]
    public int Tier() => Failed(_tier);

    [Benchmark(OperationsPerInvoke = Count, Description = "10 %: unknown region")]
    public int Region() => Failed(_region);

    [Benchmark(OperationsPerInvoke = Count, Description = "10 %: no such offer")]
    public int Unknown() => Failed(_unknown);

    [Benchmark(OperationsPerInvoke = Count, Description = "10 %: contradictory counts")]
    public int Contradictory() =>
        _pricer.Price(CallColumns.FromTotals(_rows.Offers, _rows.At, _rows.Input, _rows.Output, _reversed), _pico).Failed;

    private int[] With(int offer) => [.. _rows.Offers.Select((o, i) => _isFailing[i] ? offer : o)];

    private int Failed(int[] offers) =>
        _pricer.Price(CallColumns.FromTotals(offers, _rows.At, _rows.Input, _rows.Output, _rows.CacheRead), _pico).Failed;
}
