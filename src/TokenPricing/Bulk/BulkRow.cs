namespace TokenPricing.Bulk;

/// <summary>
/// A row that the column of costs cannot hold: its cost is not a whole number of pico-dollars, is incomplete, or does not exist.
/// </summary>
/// <remarks>Returned by <see cref="BulkResult.Exceptions(in CallColumns)"/>. Equality is by reference.</remarks>
public sealed class BulkRow
{
    private readonly Lazy<Exception>? _error;

    internal BulkRow(int row, Cost cost) => (Row, Cost) = (row, cost);

    internal BulkRow(int row, Func<Exception> error) => (Row, _error) = (row, new Lazy<Exception>(error));

    /// <summary>Gets the index of the row in the columns, from 0.</summary>
    public int Row { get; }

    /// <summary>Gets the exact cost, with its receipt; <see langword="null"/> where there is an error.</summary>
    public Cost? Cost { get; }

    /// <summary>
    /// Gets why the row has no cost, a <see cref="PricingException"/> or an <see cref="OverflowException"/>, which is made on first use;
    /// <see langword="null"/> where it has one.
    /// </summary>
    /// <exception cref="InvalidOperationException">The columns were changed after they were priced: the row has a cost now.</exception>
    public Exception? Error => _error?.Value;

    /// <summary>Returns the index with the cost or the message, such as <c>3: $0.0125</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Row}: {Cost?.Total.ToString() ?? Error!.Message}");
}
