using System.Diagnostics;
using TokenPricing.Benchmarks.Bulk;

namespace TokenPricing.Benchmarks;

/// <summary>A stream of rows priced and summed by offer in batches of a million: in constant memory, each row as fast as in one batch alone.</summary>
internal static class StreamedRows
{
    private const int Batch = 1_000_000;
    private const long MostBytes = 200_000_000;
    private const double MostDifference = 0.2;

    // Passes over one batch: until the code is compiled for speed, and those that count.
    private const int WarmUp = 300;
    private const int Passes = 100;

    /// <summary>Prices that many rows, prints how fast and in how much memory, and says by the exit code whether it was as wanted.</summary>
    public static int Run(long count)
    {
        PriceTable table = PriceTable.OfBuiltIn();
        BulkPricer pricer = new(table.All);
        CallRows rows = new(Batch);
        long[] pico = new long[Batch];
        CostSums sums = new(table.All.Length);

        rows.Fill(0, Batch);
        double alone = Enumerable.Range(0, WarmUp + Passes).Select(_ => Nanoseconds()).ToArray()[WarmUp..].Average() / Batch;
        sums = new CostSums(table.All.Length);
        double streamed = 0;
        for (long first = 0; first < count; first += Batch)
        {
            rows.Fill(first, count);
            streamed += Nanoseconds() / count;
        }

        using Process process = Process.GetCurrentProcess();
        Console.WriteLine(FormattableString.Invariant($"{Batch:N0} rows: {alone:0.00} ns a row, {1e3 / alone:0.0} M rows/s"));
        Console.WriteLine(FormattableString.Invariant($"{count:N0} rows: {streamed:0.00} ns a row, {1e3 / streamed:0.0} M rows/s, {sums.Total()} in all"));
        Console.WriteLine(FormattableString.Invariant($"ratio {streamed / alone:0.00}; at most {process.PeakWorkingSet64 / 1e6:0} MB of memory"));
        return Math.Abs((streamed / alone) - 1) <= MostDifference && process.PeakWorkingSet64 < MostBytes ? 0 : 1;

        double Nanoseconds()
        {
            long start = Stopwatch.GetTimestamp();
            sums.Add(rows.Offers, pico, pricer.Price(rows.Columns, pico));
            return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        }
    }
}
