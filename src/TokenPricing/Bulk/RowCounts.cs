namespace TokenPricing.Bulk;

/// <summary>What the counts of a row say, without a <see cref="TokenUsage"/>, which throws where they contradict each other.</summary>
/// <param name="Parts">The bits of all parts: negative if one is, because a part is larger than its total or a count is negative.</param>
/// <param name="Measured">The total input.</param>
/// <param name="Used">The meters that are used, a bit each.</param>
/// <remarks>
/// Where a sum overflows, the counts contradict each other or are more than a count can be. The row fails if the parts are negative then,
/// and must be tried if only the total is.
/// </remarks>
internal readonly record struct RowCounts(long Parts, long Measured, int Used)
{
    /// <summary>Returns the counts of a row.</summary>
    /// <param name="calls">The rows.</param>
    /// <param name="row">The index of the row.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RowCounts Of(in CallColumns calls, int row)
    {
        long given = At(calls.Input, row);
        long output = At(calls.Output, row);
        long read = At(calls.CacheRead, row);
        long writes = At(calls.CacheWrite, row);
        long fiveMinutes = At(calls.CacheWrite5m, row);
        long oneHour = At(calls.CacheWrite1h, row);
        long reasoning = At(calls.Reasoning, row);
        unchecked
        {
            if (calls.AreTotals)
            {
                writes -= calls.CacheWrite.IsEmpty ? 0 : fiveMinutes + oneHour;
                given -= read + writes + fiveMinutes + oneHour;
                output -= reasoning;
            }

            return new RowCounts(
                given | output | read | writes | fiveMinutes | oneHour | reasoning,
                given + read + writes + fiveMinutes + oneHour,
                Bit(given, 0) | Bit(output, 1) | Bit(read, 2) | Bit(writes, 3) | Bit(fiveMinutes, 4) | Bit(oneHour, 5) | Bit(reasoning, 6));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long At(ReadOnlySpan<long> column, int row) => column.IsEmpty ? 0 : column[row];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Bit(long part, int bit) => part > 0 ? 1 << bit : 0;
}
