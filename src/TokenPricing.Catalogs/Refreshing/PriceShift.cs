namespace TokenPricing.Catalogs;

/// <summary>A rate of an offer that is another in a new catalog than in the one before.</summary>
/// <param name="Offer">The offer.</param>
/// <param name="Meter">The meter of the rate that changed most.</param>
/// <param name="Condition">The condition of the rate.</param>
/// <param name="At">The moment at which the two catalogs were compared: now, or a day of the past or the future.</param>
/// <param name="Before">The rate in the catalog before.</param>
/// <param name="After">The rate in the new catalog.</param>
public sealed record PriceShift(OfferId Offer, Meter Meter, RateCondition Condition, Instant At, Rate Before, Rate After)
{
    /// <summary>
    /// The larger of the two rates divided by the smaller one, 1 or more; <see cref="decimal.MaxValue"/> if one of them is free or the
    /// quotient is larger.
    /// </summary>
    public decimal Factor { get; } = FactorOf(Before.UsdPerMillion, After.UsdPerMillion);

    /// <summary>The region for which the rate holds, with its surcharge; <see langword="null"/> for the rate without one.</summary>
    public string? Region { get; init; }

    /// <summary>Whether a price became zero.</summary>
    public bool IsNewZero => After.IsFree && !Before.IsFree;

    /// <summary>Returns the change as one line: <c>openai/gpt-5 input: $1.25 per 1M -> $1250 per 1M (times 1000)</c>.</summary>
    public override string ToString()
    {
        string condition = Condition.ToString() is { Length: > 0 } text ? $" ({text})" : Region is null ? "" : $" ({Region})";
        string change = IsNewZero ? "free"
            : Factor == decimal.MaxValue ? "no longer free"
            : FormattableString.Invariant($"{(After > Before ? "times" : "divided by")} {Factor:0.###}");
        return $"{Offer} {Meter}{condition}: {Before} -> {After} ({change})";
    }

    private static decimal FactorOf(decimal before, decimal after)
    {
        (decimal small, decimal large) = (Math.Min(before, after), Math.Max(before, after));
        try
        {
            return small == large ? 1 : small == 0 ? decimal.MaxValue : large / small;
        }
        catch (OverflowException)
        {
            return decimal.MaxValue;
        }
    }
}
