namespace TokenPricing.Budgets;

/// <summary>What many entries come to. <see langword="default"/> is the sum of none.</summary>
/// <param name="Amount">All their amounts together, exact.</param>
/// <param name="Entries">How many entries there are.</param>
/// <param name="Unpriced">How many calls used something without a known price, which is not in the amount.</param>
public readonly record struct SpendSum(Usd Amount, long Entries, long Unpriced)
{
    /// <summary>The sum in words, in every culture: <c>$0.0279 of 3 entries, 1 call not fully priced</c>.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Amount} of {Entries} {(Entries == 1 ? "entry" : "entries")}{(Unpriced == 0 ? "" : FormattableString.Invariant($", {Unpriced} {(Unpriced == 1 ? "call" : "calls")} not fully priced"))}");
}
