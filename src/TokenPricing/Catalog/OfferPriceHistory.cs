using System.Collections.Immutable;

namespace TokenPricing;

/// <summary>What an offer cost, step by step.</summary>
/// <param name="Offer">The offer.</param>
/// <param name="Steps">The steps, by meter and condition and then the oldest first; empty where no price is known.</param>
public sealed record OfferPriceHistory(Offer Offer, ImmutableArray<PriceStep> Steps)
{
    /// <summary>Whether both are the same.</summary>
    public bool Equals(OfferPriceHistory? other) => other is not null && Offer == other.Offer && Steps.SequenceEqual(other.Steps);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Offer, Steps.Length);
}
