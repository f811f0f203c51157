using System.Collections.Immutable;

namespace TokenPricing.Bulk;

/// <summary>Prices blocks of rows on several threads.</summary>
internal static class BulkThreads
{
    /// <summary>How many rows a thread takes at once.</summary>
    public const int RowsOfBlock = 32 * 1024;

    public static unsafe ImmutableArray<BulkRow> Price(BulkPricer pricer, in CallColumns calls, in CostColumns costs, int threads)
    {
        int rows = calls.Rows;
        bool areTotals = calls.AreTotals;
        ImmutableArray<BulkRow>[] apart = new ImmutableArray<BulkRow>[((rows - 1) / RowsOfBlock) + 1];

        // A span cannot go to another thread, its address can, while it is held in place until all are done. The addresses stand
        // in the order of the columns; an empty column has none.
        fixed (int* offers = calls.Offers)
        fixed (long* at = calls.UnixMilliseconds, input = calls.Input, output = calls.Output, read = calls.CacheRead, write = calls.CacheWrite,
            write5m = calls.CacheWrite5m, write1h = calls.CacheWrite1h, reasoning = calls.Reasoning, totals = costs.Totals, inputs = costs.Inputs, outputs = costs.Outputs)
        {
            nint offersAt = (nint)offers;
            nint[] counts = [(nint)at, (nint)input, (nint)output, (nint)read, (nint)write, (nint)write5m, (nint)write1h, (nint)reasoning];
            nint[] amounts = [(nint)totals, (nint)inputs, (nint)outputs];
            Parallel.For(0, apart.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, block =>
            {
                int first = block * RowsOfBlock;
                int length = Math.Min(RowsOfBlock, rows - first);
                CallColumns some = CallColumns.Of(
                    areTotals, new ReadOnlySpan<int>((int*)offersAt + first, length), Column(counts[0]), Column(counts[1]), Column(counts[2]), Column(counts[3]),
                    Column(counts[4]), Column(counts[5]), Column(counts[6]), Column(counts[7]));
                apart[block] = pricer.Block(some, new CostColumns(Column(amounts[0]), Column(amounts[1]), Column(amounts[2])), first);

                Span<long> Column(nint address) => address == 0 ? default : new Span<long>((long*)address + first, length);
            });
        }

        return [.. apart.SelectMany(a => a)];
    }
}
