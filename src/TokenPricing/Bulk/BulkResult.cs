namespace TokenPricing.Bulk;

/// <summary>
/// The result of <see cref="BulkPricer.Price"/>: the number of rows, and the rows that the column
/// of costs cannot hold.
/// </summary>
public sealed class BulkResult
{
    internal BulkResult(int rows, ImmutableArray<BulkRow> exceptions) => (Rows, Exceptions) = (rows, exceptions);

    /// <summary>The number of rows that were priced or failed.</summary>
    public int Rows { get; }

    /// <summary>The number of rows without a cost. Each is in <see cref="Exceptions"/>, with its error.</summary>
    public int Failed => Exceptions.Count(r => r.Error is not null);

    /// <summary>
    /// The rows with <see cref="BulkPricer.ExceptionMarker"/> in the column of costs, in the order
    /// of the rows: those whose exact cost is not a whole number of pico-dollars, does not fit a
    /// <see cref="long"/> or has unpriced parts, and those without a cost.
    /// </summary>
    public ImmutableArray<BulkRow> Exceptions { get; }
}
