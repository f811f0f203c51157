namespace TokenPricing.Bulk;

/// <summary>A row whose cost is not a whole number of pico-dollars, or that has no cost: it stands apart from the column of costs.</summary>
/// <param name="Row">Its place in the columns.</param>
/// <param name="Cost">Its exact cost; <see langword="null"/> where there is an error.</param>
/// <param name="Error">Why it has none, a <see cref="PricingException"/> or an <see cref="OverflowException"/>; <see langword="null"/> where there is a cost.</param>
public sealed record BulkRow(int Row, Cost? Cost, Exception? Error);
