using NodaTime;

namespace TokenPricing.Offers;

/// <summary>A rate that changed from one rate card of an offer to the next.</summary>
/// <param name="At">The instant from which the new card holds.</param>
/// <param name="Meter">What is billed.</param>
/// <param name="Condition">When the rate holds.</param>
/// <param name="Before">The rate of the card before; <see langword="null"/>: it had none.</param>
/// <param name="After">The rate of the new card; <see langword="null"/>: it has none.</param>
public sealed record PriceChange(Instant At, Meter Meter, RateCondition Condition, Rate? Before, Rate? After)
{
    /// <summary>
    /// By how much the rate rose, as a share of what it was; less than 0 % where it fell. <see langword="null"/> where a rate came
    /// or went, or was free before.
    /// </summary>
    public Percentage? Change => Of(Before, After);

    internal static Percentage? Of(Rate? before, Rate? after) => before is { IsFree: false } was && after is { } becomes
        ? Percentage.FromFraction((becomes - was) / was)
        : null;

    /// <summary>The rates in which two cards differ, by meter; <see langword="null"/> where one of them has none.</summary>
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
