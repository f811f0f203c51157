using System.Collections.Frozen;

namespace TokenPricing.Catalogs;

/// <summary>The state of one listing at a source at one time.</summary>
/// <param name="At">When the source stated it, which is some time after the provider's change.</param>
/// <param name="Prices">
/// The prices of the main meters without a condition; <see langword="null"/> if the source did not list it or stated no price.
/// </param>
/// <param name="IsListed">Whether the source listed it.</param>
internal sealed record Sighting(Instant At, FrozenDictionary<Meter, Rate>? Prices, bool IsListed)
{
    /// <summary>The id of the source; empty if it is not known.</summary>
    public string Source { get; init; } = "";

    /// <summary>
    /// Whether the source changed the prices of more than 25 offers of the provider on this day. It then read the provider's prices again,
    /// and the difference from the price before corrects it.
    /// </summary>
    public bool IsResync { get; init; }

    /// <summary>Returns whether both sightings state the same prices.</summary>
    public bool SaysTheSameAs(Sighting other) =>
        IsListed == other.IsListed
        && (Prices is null ? other.Prices is null : other.Prices is { } prices
            && prices.Count == Prices.Count
            && Prices.All(p => prices.TryGetValue(p.Key, out Rate rate) && rate == p.Value));
}
