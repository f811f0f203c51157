namespace TokenPricing.Statements;

/// <summary>One meter of a reconciled line.</summary>
/// <param name="Meter">The meter.</param>
/// <param name="Used">The units that were used.</param>
/// <param name="Computed">What they cost.</param>
/// <param name="BilledQuantity">The units that were billed; <see langword="null"/> if the bill does not say.</param>
/// <param name="Billed">What was billed; <see langword="null"/> if the bill does not have meters.</param>
/// <param name="ListPerMillion">The list price of a million units; <see langword="null"/> if none were used.</param>
public sealed record ReconciledMeter(
    Meter Meter, decimal Used, Usd Computed, decimal? BilledQuantity, decimal? Billed, decimal? ListPerMillion)
{
    /// <summary>
    /// The billed amount for a million units, billed ones if the bill states them; <see langword="null"/> if it cannot be told.
    /// </summary>
    public decimal? EffectivePerMillion =>
        Billed is { } billed && (BilledQuantity ?? Used) is not 0 and var units ? decimal.Round(billed / units * 1_000_000m, 12) : null;

    /// <summary>Returns the computed and the billed amount in the invariant culture, such as <c>input: $0.30, billed 0.33</c>.</summary>
    public override string ToString() => Billed is { } billed
        ? FormattableString.Invariant($"{Meter}: {Computed}, billed {billed}")
        : $"{Meter}: {Computed}";
}
