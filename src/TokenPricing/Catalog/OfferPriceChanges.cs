using System.Collections.Immutable;

namespace TokenPricing;

/// <summary>Asks an offer what changed in its price, as a sentence: <c>offer.PriceChanges()</c>.</summary>
public static class OfferPriceChanges
{
    /// <summary>What changed from each rate card to the next, oldest first; empty where there are fewer than two.</summary>
    public static ImmutableArray<PriceChange> PriceChanges(this Offer offer)
    {
        ArgumentNullException.ThrowIfNull(offer);
        return
        [
            .. offer.History.Zip(offer.History.Skip(1)).SelectMany(pair =>
                Between(pair.First, pair.Second).Select(c => new PriceChange(pair.Second.From!.Value, c.Meter, c.Condition, c.Before, c.After))),
        ];
    }

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
