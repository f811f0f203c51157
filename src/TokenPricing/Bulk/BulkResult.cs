namespace TokenPricing.Bulk;

/// <summary>
/// The result of <see cref="BulkPricer.Price"/>: the number of rows, and the rows that the column
/// of costs cannot hold.
/// </summary>
public sealed class BulkResult
{
    private readonly Func<int, long, Exception> _errorOf;
    private ImmutableArray<BulkRow> _exceptions;

    internal BulkResult(int rows, List<UnpricedRow> unpriced, Func<int, long, Exception> errorOf)
    {
        (Rows, Unpriced, _errorOf) = (rows, unpriced, errorOf);
        foreach (UnpricedRow row in unpriced)
        {
            Failed += row.IsFailed ? 1 : 0;
        }
    }

    /// <summary>The number of rows that were priced or failed.</summary>
    public int Rows { get; }

    /// <summary>The number of rows without a cost. Each is in <see cref="Exceptions"/>, with its error.</summary>
    public int Failed { get; }

    /// <summary>
    /// The rows with <see cref="BulkPricer.ExceptionMarker"/> in the column of costs, in the order
    /// of the rows: those whose exact cost is not a whole number of pico-dollars, does not fit a
    /// <see cref="long"/> or has unpriced parts, and those without a cost.
    /// </summary>
    /// <remarks>
    /// They are listed on first use. A log with many failing rows is priced fastest by those who read
    /// <see cref="Failed"/>, or a <see cref="CostSums"/>, and not every error.
    /// </remarks>
    public ImmutableArray<BulkRow> Exceptions
    {
        get
        {
            if (_exceptions.IsDefault)
            {
                ImmutableInterlocked.InterlockedInitialize(ref _exceptions, [.. Unpriced.Select(row => row.ToBulkRow(_errorOf))]);
            }

            return _exceptions;
        }
    }

    /// <summary>The same rows as they were found.</summary>
    internal List<UnpricedRow> Unpriced { get; }
}
