namespace TokenPricing.Budgets;

/// <summary>The sum of spend entries. <see langword="default"/> is the sum of no entries.</summary>
/// <param name="Amount">The exact sum of the amounts.</param>
/// <param name="Entries">The number of entries.</param>
/// <param name="Unpriced">The number of calls that used something without a known price, which the amount does not include.</param>
public readonly record struct SpendSum(Usd Amount, long Entries, long Unpriced)
{
    /// <summary>Returns the sum as text, independent of the culture: <c>$0.0279 of 3 entries, 1 call not fully priced</c>.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Amount} of {Entries} {(Entries == 1 ? "entry" : "entries")}{(Unpriced == 0
            ? ""
            : FormattableString.Invariant($", {Unpriced} {(Unpriced == 1 ? "call" : "calls")} not fully priced"))}");
}
