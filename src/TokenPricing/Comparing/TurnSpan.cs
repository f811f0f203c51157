namespace TokenPricing.Comparing;

/// <summary>A half-open period in the turns of <see cref="MarketColumns"/>.</summary>
/// <param name="From">The first turn in the period.</param>
/// <param name="To">The first turn after it.</param>
internal readonly record struct TurnSpan(int From, int To)
{
    /// <summary>Determines whether a turn is in the period.</summary>
    public bool Contains(int turn) => From <= turn && turn < To;
}
