namespace TokenPricing.Statements;

/// <summary>A row with its cost, or with the reason why it has none.</summary>
/// <param name="Row">The row.</param>
/// <param name="Offer">The offer that the row names; <see langword="null"/> if there is none, or if the row could not be read.</param>
/// <param name="Cost">The cost; <see langword="null"/> if there is an <paramref name="Error"/>.</param>
/// <param name="Error">Why there is no cost; <see langword="null"/> if there is one.</param>
public sealed record PricedRow(UsageRow Row, Offer? Offer, RowCost? Cost, RowError? Error)
{
    /// <summary>
    /// Gets why the row is in no sum: its <see cref="Error"/>, or <c>missing_rate</c> where none of its units has a price, so that the
    /// amounts of <see cref="Cost"/> are 0 and say nothing; <see langword="null"/> if it has a cost, or does not count.
    /// </summary>
    public RowError? Missing => Error
        ?? (Cost is { Unpriced: [var first, ..] unpriced } && Cost.Value.Total == Usd.Zero
            && Row.Usage?.Parts.Where(p => p.Quantity != 0).All(p => unpriced.Any(u => u.Part.Meter == p.Meter)) == true
                ? RowError.Of(PricingError.MissingRate, first.Reason)
                : null);

    /// <summary>Gets the cost if it has a price; a file shows no amount for another one.</summary>
    internal RowCost? Known => Missing is null ? Cost : null;
}
