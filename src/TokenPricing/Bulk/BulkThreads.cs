namespace TokenPricing.Bulk;

/// <summary>Prices blocks of rows on several threads.</summary>
/// <remarks>
/// Blocks have a fixed size and are numbered, so the result does not depend on the number of
/// threads.
/// </remarks>
internal static class BulkThreads
{
    /// <summary>The number of rows that a thread prices at a time.</summary>
    public const int RowsOfBlock = 32 * 1024;

    /// <summary>Prices all rows.</summary>
    /// <param name="pricer">The pricer.</param>
    /// <param name="calls">The rows, at least one.</param>
    /// <param name="costs">The columns that receive the costs.</param>
    /// <param name="threads">The largest number of threads, the caller's included.</param>
    /// <returns>The rows that the column of costs cannot hold, in the order of the rows.</returns>
    public static unsafe UnpricedRows Price(BulkPricer pricer, in CallColumns calls, in CostColumns costs, int threads)
    {
        int rows = calls.Rows;
        bool areTotals = calls.AreTotals;
        UnpricedRows[] unpriced = new UnpricedRows[((rows - 1) / RowsOfBlock) + 1];

        // A span cannot be passed to another thread. Its address can, since fixed keeps the memory in place until all threads are done.
        // An empty column has the address 0.
        fixed (int* offers = calls.Offers)
        fixed (long* at = calls.UnixMilliseconds, input = calls.Input, output = calls.Output,
            read = calls.CacheRead, write = calls.CacheWrite, write5m = calls.CacheWrite5m, write1h = calls.CacheWrite1h,
            reasoning = calls.Reasoning, totals = costs.Totals, inputs = costs.Inputs, outputs = costs.Outputs)
        {
            nint offersAt = (nint)offers;
            nint[] counts = [(nint)at, (nint)input, (nint)output, (nint)read, (nint)write, (nint)write5m, (nint)write1h, (nint)reasoning];
            nint[] amounts = [(nint)totals, (nint)inputs, (nint)outputs];
            Parallel.For(0, unpriced.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, block =>
            {
                int first = block * RowsOfBlock;
                int length = Math.Min(RowsOfBlock, rows - first);
                CallColumns some = CallColumns.Of(
                    areTotals, new ReadOnlySpan<int>((int*)offersAt + first, length),
                    Column(counts[0]), Column(counts[1]), Column(counts[2]), Column(counts[3]),
                    Column(counts[4]), Column(counts[5]), Column(counts[6]), Column(counts[7]));
                unpriced[block] = pricer.Block(some, new CostColumns(Column(amounts[0]), Column(amounts[1]), Column(amounts[2])), first);

                Span<long> Column(nint address) => address == 0 ? default : new Span<long>((long*)address + first, length);
            });
        }

        UnpricedRows all = unpriced[0];
        foreach (UnpricedRows later in unpriced.AsSpan(1))
        {
            all.Add(later);
        }

        return all;
    }
}
