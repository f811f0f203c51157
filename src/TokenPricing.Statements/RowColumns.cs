namespace TokenPricing.Statements;

/// <summary>Collects rows of a batch as columns, and prices them together.</summary>
/// <param name="most">The maximum number of rows.</param>
internal sealed class RowColumns(int most)
{
    // The meters, in the order of the arguments of CallColumns.FromParts.
    private static readonly Meter[] Meters =
        [Meter.Input, Meter.Output, Meter.CacheRead, Meter.CacheWrite, Meter.CacheWrite5m, Meter.CacheWrite1h, Meter.Reasoning];

    private readonly int[] _rows = new int[most];
    private readonly int[] _places = new int[most];
    private readonly long[] _at = new long[most];
    private readonly long[][] _units = [.. Meters.Select(_ => new long[most])];
    private readonly long[] _totals = new long[most];
    private readonly long[] _inputs = new long[most];
    private readonly long[] _outputs = new long[most];
    private int _count;

    /// <summary>Adds a row if its usage is a single request that uses only meters with a column, as nearly all usages are.</summary>
    /// <param name="row">The index of the row in the batch.</param>
    /// <param name="place">The index of its offer in the pricer.</param>
    /// <param name="unixMilliseconds">The instant of the call, in milliseconds since 1970-01-01T00:00Z.</param>
    /// <param name="usage">The usage.</param>
    /// <returns><see langword="false"/> if the row is not added.</returns>
    public bool TryAdd(int row, int place, long unixMilliseconds, in TokenUsage usage)
    {
        if (usage.IsAggregate || usage.Requests != 1)
        {
            return false;
        }

        foreach (long[] units in _units)
        {
            units[_count] = 0;
        }

        foreach (MeterQuantity part in usage.Parts)
        {
            int column = Array.IndexOf(Meters, part.Meter);
            if (column < 0)
            {
                return false;
            }

            _units[column][_count] = (long)part.Quantity;
        }

        (_rows[_count], _places[_count], _at[_count]) = (row, place, unixMilliseconds);
        _count++;
        return true;
    }

    /// <summary>Prices the rows and removes them.</summary>
    /// <param name="pricer">The pricer.</param>
    /// <param name="answer">Receives the index of each row in the batch and its cost, or the error.</param>
    public void Price(BulkPricer pricer, Action<int, RowCost?, Exception?> answer)
    {
        CallColumns calls = CallColumns.FromParts(
            _places.AsSpan(0, _count), Some(_at), Some(
                _units[0]), Some(_units[1]), Some(_units[2]), Some(_units[3]), Some(_units[4]), Some(_units[5]), Some(_units[6]));
        BulkResult result = pricer.Price(calls, Some(_totals), Some(_inputs), Some(_outputs));
        for (int i = 0; i < _count; i++)
        {
            if (_totals[i] != BulkPricer.ExceptionMarker)
            {
                answer(_rows[i], RowCost.OfPicoUsd(_inputs[i], _outputs[i], _totals[i]), null);
            }
        }

        foreach (BulkRow row in result.Exceptions(calls))
        {
            answer(_rows[row.Row], row.Cost is { } cost ? RowCost.Of(cost) : null, row.Error);
        }

        _count = 0;

        Span<long> Some(long[] column) => column.AsSpan(0, _count);
    }
}
