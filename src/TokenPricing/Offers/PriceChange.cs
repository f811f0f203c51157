namespace TokenPricing.Offers;

/// <summary>A rate that changed from one rate card of an offer to the next.</summary>
/// <param name="At">The instant from which the new rate card applies.</param>
/// <param name="Meter">What is billed.</param>
/// <param name="Condition">When the rate applies.</param>
/// <param name="Before">The rate of the card before; <see langword="null"/> if it had none for the meter.</param>
/// <param name="After">The rate of the new card; <see langword="null"/> if it has none for the meter.</param>
/// <remarks>
/// The two cards need not be adjacent in time: between them there may be a gap without a known price. For one meter over time, use
/// <see cref="PriceStep"/>.
/// </remarks>
public sealed record PriceChange(Instant At, Meter Meter, RateCondition Condition, Rate? Before, Rate? After)
{
    /// <summary>
    /// The increase as a share of the rate before, negative for a decrease; <see langword="null"/> if a rate was added, removed or free
    /// before.
    /// </summary>
    public Percentage? Change => Of(Before, After);

    /// <summary>Returns the increase from one rate to another as a share of the first; <see langword="null"/> if there is none.</summary>
    internal static Percentage? Of(Rate? before, Rate? after) => before is { IsFree: false } was && after is { } becomes
        ? Percentage.FromFraction((becomes - was) / was)
        : null;

    /// <summary>Returns the rates in which two cards differ, by meter; a rate is <see langword="null"/> for a card that has none.</summary>
    internal static IEnumerable<(Meter Meter, RateCondition Condition, Rate? Before, Rate? After)> Between(RateCard before, RateCard after)
    {
        Dictionary<(Meter, RateCondition), Rate> old = before.Rates.ToDictionary(r => (r.Meter, r.Condition), r => r.Rate);
        Dictionary<(Meter, RateCondition), Rate> now = after.Rates.ToDictionary(r => (r.Meter, r.Condition), r => r.Rate);
        return
            from key in old.Keys.Union(now.Keys).OrderBy(k => k.Item1.Index)
            let was = old.TryGetValue(key, out Rate b) ? b : (Rate?)null
            let becomes = now.TryGetValue(key, out Rate a) ? a : (Rate?)null
            where was != becomes
            select (key.Item1, key.Item2, was, becomes);
    }
}
