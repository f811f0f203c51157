using NodaTime;

namespace TokenPricing.Tests;

/// <summary>One call of a table of calls; a count of -1 stands for a negative one.</summary>
public sealed record CallRow(int Offer, long UnixMilliseconds, long Input, long Output, long CacheRead, long CacheWrite, long CacheWrite5m, long CacheWrite1h, long Reasoning);

/// <summary>Calls as columns, of which some may be left out, beside what they are one by one.</summary>
public sealed class CallTable(IReadOnlyList<CallRow> rows, bool areTotals, int columns)
{
    private readonly int[] _offers = [.. rows.Select(r => r.Offer)];
    private readonly long[] _at = [.. rows.Select(r => r.UnixMilliseconds)];

    // Input, output, cache reads, writes, writes of five minutes, writes of an hour, reasoning; empty where left out.
    private readonly long[][] _counts =
    [
        .. new Func<CallRow, long>[] { r => r.Input, r => r.Output, r => r.CacheRead, r => r.CacheWrite, r => r.CacheWrite5m, r => r.CacheWrite1h, r => r.Reasoning }
            .Select((count, i) => (columns >> i & 1) == 1 ? rows.Select(count).ToArray() : []),
    ];

    public IReadOnlyList<CallRow> Rows => rows;

    public CallColumns Columns() => Columns(0, rows.Count);

    public CallColumns Columns(int first, int count)
    {
        return areTotals
            ? CallColumns.FromTotals(_offers.AsSpan(first, count), _at.AsSpan(first, count), Some(0), Some(1), Some(2), Some(3), Some(4), Some(5), Some(6))
            : CallColumns.FromParts(_offers.AsSpan(first, count), _at.AsSpan(first, count), Some(0), Some(1), Some(2), Some(3), Some(4), Some(5), Some(6));

        ReadOnlySpan<long> Some(int column) => _counts[column].Length == 0 ? default : _counts[column].AsSpan(first, count);
    }

    /// <summary>What the row costs by itself.</summary>
    public Cost CostOf(int row, IReadOnlyList<Offer> offers, CostOptions? options)
    {
        TokenUsage usage = areTotals
            ? TokenUsage.FromTotals(At(0), At(1), At(2), At(3), At(4), At(5), At(6))
            : TokenUsage.FromParts(At(0), At(1), At(2), At(3), At(4), At(5), At(6));
        return offers[rows[row].Offer].CostOf(usage, Instant.FromUnixTimeMilliseconds(rows[row].UnixMilliseconds), options);

        long? At(int column) => _counts[column].Length == 0 ? null : _counts[column][row];
    }

    /// <inheritdoc/>
    public override string ToString() => $"{(areTotals ? "totals" : "parts")}, columns {columns:b7}\n{string.Join('\n', rows)}";
}
