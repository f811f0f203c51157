namespace TokenPricing.Comparing;

/// <summary>A period in the turns of <see cref="MarketColumns"/>, half-open.</summary>
/// <param name="From">The first turn in it.</param>
/// <param name="To">The first one after it.</param>
internal readonly record struct TurnSpan(int From, int To)
{
    /// <summary>Whether the turn is in it.</summary>
    public bool Contains(int turn) => From <= turn && turn < To;
}
