namespace TokenPricing.Bulk;

/// <summary>
/// The result of <see cref="BulkPricer.Price"/>: the number of rows, and the rows that the column
/// of costs cannot hold.
/// </summary>
public sealed class BulkResult
{
    private readonly BulkPricer _pricer;

    internal BulkResult(BulkPricer pricer, int rows, UnpricedRows unpriced) => (_pricer, Rows, Unpriced) = (pricer, rows, unpriced);

    /// <summary>The number of rows that were priced or failed.</summary>
    public int Rows { get; }

    /// <summary>The number of rows without a cost.</summary>
    public int Failed => Unpriced.FailedCount;

    /// <summary>
    /// The number of rows with <see cref="BulkPricer.ExceptionMarker"/> in the column of costs: those whose exact cost is not a whole
    /// number of pico-dollars, does not fit a <see cref="long"/> or has unpriced parts, and those without a cost.
    /// </summary>
    public int ExceptionCount => Failed + Unpriced.Costs.Count;

    /// <summary>The rows that the column of costs cannot hold.</summary>
    internal UnpricedRows Unpriced { get; }

    /// <summary>Lists the rows with <see cref="BulkPricer.ExceptionMarker"/>, each with its exact cost or its error.</summary>
    /// <param name="calls">The columns that were priced, unchanged: a row that failed is read again for its error.</param>
    /// <returns>The rows, in the order of the columns.</returns>
    /// <remarks>
    /// A result does not keep the columns, and of a failed row only its index, so that a log in which many rows fail is priced nearly as
    /// fast as one in which none does. What <see cref="Failed"/> and a <see cref="CostSums"/> say needs no list.
    /// </remarks>
    /// <exception cref="ArgumentException">The columns have another number of rows than those that were priced.</exception>
    public ImmutableArray<BulkRow> Exceptions(in CallColumns calls)
    {
        if (calls.Rows != Rows)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The columns have {calls.Rows} rows, but {Rows} were priced. Pass those that were priced."),
                nameof(calls));
        }

        List<BulkRow> rows = [.. Unpriced.Costs.Select(c => new BulkRow(c.Row, c.Cost))];
        foreach (int failed in Unpriced.Failed())
        {
            rows.Add(_pricer.Failed(calls, failed));
        }

        return [.. rows.OrderBy(r => r.Row)];
    }
}
