namespace TokenPricing.Statements;

/// <summary>A row with its cost, or with the reason why it has none.</summary>
/// <param name="Row">The row.</param>
/// <param name="Offer">The offer that the row names; <see langword="null"/> if there is none, or if the row could not be read.</param>
/// <param name="Cost">The cost; <see langword="null"/> if there is an <paramref name="Error"/>.</param>
/// <param name="Error">Why there is no cost; <see langword="null"/> if there is one.</param>
public sealed record PricedRow(UsageRow Row, Offer? Offer, RowCost? Cost, RowError? Error);
