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

    /// <summary>Whether a row that was priced in bulk has what it costs by itself, or its error.</summary>
    /// <param name="row">The row.</param>
    /// <param name="sold">The offers of the pricer.</param>
    /// <param name="pico">The costs of the row, in pico-dollars.</param>
    /// <param name="exception">The row as an exception; null if it is none.</param>
    public bool IsRight(
        int row, IReadOnlyList<(Offer Offer, CostOptions? Options)> sold, (long Total, long Input, long Output) pico, BulkRow? exception)
    {
        if (rows[row].Offer < 0 || rows[row].Offer >= sold.Count)
        {
            return exception?.Error is PricingException { Error: PricingError.UnknownOffer };
        }

        if (rows[row].UnixMilliseconds is < BulkSpan.FirstMillisecond or > BulkSpan.LastMillisecond)
        {
            return exception?.Error is PricingException { Error: PricingError.NoPriceAtInstant };
        }

        try
        {
            Cost cost = CostOf(row, sold);
            bool isWhole = cost.IsComplete && new[] { cost.Total, cost.Input, cost.Output }
                .All(a => Math.Abs(a.Amount) <= long.MaxValue / 1_000_000_000_000m && decimal.Round(a.Amount, 12) == a.Amount);
            return isWhole
                ? exception is null && (cost.Total.Amount, cost.Input.Amount, cost.Output.Amount) == (Usd(pico.Total), Usd(pico.Input), Usd(pico.Output))
                : pico.Total == BulkPricer.ExceptionMarker
                    ? exception?.Cost == cost
                    : cost.IsComplete && exception is null && cost.Total.Amount == Usd(pico.Total);
        }
        catch (PricingException e)
        {
            return pico == (BulkPricer.ExceptionMarker, BulkPricer.ExceptionMarker, BulkPricer.ExceptionMarker)
                && exception?.Error is PricingException other && (other.Error, other.Message) == (e.Error, e.Message);
        }
        catch (OverflowException)
        {
            // Fewer digits are needed on the fast way.
            return exception is null or { Error: OverflowException };
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{(areTotals ? "totals" : "parts")}, columns {columns:b7}\n{string.Join('\n', rows)}";

    private static decimal Usd(long pico) => pico / 1_000_000_000_000m;

    private Cost CostOf(int row, IReadOnlyList<(Offer Offer, CostOptions? Options)> sold)
    {
        TokenUsage usage = areTotals
            ? TokenUsage.FromTotals(At(0), At(1), At(2), At(3), At(4), At(5), At(6))
            : TokenUsage.FromParts(At(0), At(1), At(2), At(3), At(4), At(5), At(6));
        (Offer offer, CostOptions? options) = sold[rows[row].Offer];
        return offer.CostOf(usage, Instant.FromUnixTimeMilliseconds(rows[row].UnixMilliseconds), options);

        long? At(int column) => _counts[column].Length == 0 ? null : _counts[column][row];
    }
}
