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
public sealed record BulkRow(int Row, Cost? Cost, Exception? Error);
