namespace TokenPricing.Bulk;

/// <summary>
/// A row that the column of costs cannot hold: its cost is not a whole number of pico-dollars, is
/// incomplete, or does not exist.
/// </summary>
/// <param name="Row">The index of the row in the columns, from 0.</param>
/// <param name="Cost">The exact cost, with its receipt; <see langword="null"/> where there is an error.</param>
/// <param name="Error">
/// Why the row has no cost: a <see cref="PricingException"/> or an <see cref="OverflowException"/>;
/// <see langword="null"/> where it has one.
/// </param>
/// <remarks>Rows that fail for the same reason share one exception.</remarks>
public sealed record BulkRow(int Row, Cost? Cost, Exception? Error)
{
    private readonly Func<Exception>? _late;
    private Exception? _error = Error;

    /// <summary>Creates a row whose error is made when it is asked for.</summary>
    internal BulkRow(int row, Func<Exception> error)
        : this(row, null, null) => _late = error;

    /// <summary>
    /// Why the row has no cost: a <see cref="PricingException"/> or an <see cref="OverflowException"/>;
    /// <see langword="null"/> where it has one.
    /// </summary>
    public Exception? Error
    {
        get => _error ??= _late?.Invoke();
        init => (_error, _late) = (value, null);
    }

    /// <summary>Whether both are the same row with the same cost or the same error.</summary>
    /// <param name="other">The other row.</param>
    public bool Equals(BulkRow? other) => other is not null
        && Row == other.Row
        && Equals(Cost, other.Cost)
        && (ReferenceEquals(Error, other.Error)
            || (Error?.GetType() == other.Error?.GetType() && Error?.Message == other.Error?.Message));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Row, Cost, Error?.Message);
}
