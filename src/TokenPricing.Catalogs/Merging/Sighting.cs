using System.Collections.Frozen;

namespace TokenPricing.Catalogs;

/// <summary>What one source said of one listing at one time.</summary>
/// <param name="At">When the source said so, which is some time after it became so.</param>
/// <param name="Prices">
/// The ordinary prices of the main meters; <see langword="null"/>: the source did not list it any more, or without a price.
/// </param>
/// <param name="IsListed">Whether the source listed it at all.</param>
internal sealed record Sighting(Instant At, FrozenDictionary<Meter, Rate>? Prices, bool IsListed)
{
    /// <summary>Whether both say the same price.</summary>
    public bool SaysTheSameAs(Sighting other) =>
        IsListed == other.IsListed
        && (Prices is null ? other.Prices is null : other.Prices is { } prices
            && prices.Count == Prices.Count
            && Prices.All(p => prices.TryGetValue(p.Key, out Rate rate) && rate == p.Value));
}
