using System.Collections.Immutable;

namespace TokenPricing.Offers;

/// <summary>A provider of a model on a day, with everything it sells of that model: regions, precisions, dated snapshots, a free plan.</summary>
public sealed class ProviderOffers
{
    internal ProviderOffers(Provider provider, ImmutableArray<Offer> offers, OfferStatus status, bool hasFree) =>
        (Provider, Offers, Status, HasFree) = (provider, offers, status, hasFree);

    /// <summary>The provider.</summary>
    public Provider Provider { get; }

    /// <summary>Its offers of the model and of the model's forms that have begun by the day: the model's own first, then by model id; never empty.</summary>
    public ImmutableArray<Offer> Offers { get; }

    /// <summary>
    /// As what the provider counts: paid where any of its offers is paid, or else free where any is free, or else unpriced where any
    /// is, and retired where all have ended.
    /// </summary>
    public OfferStatus Status { get; }

    /// <summary>Whether one of its offers is free; a paid provider may have a free one too.</summary>
    public bool HasFree { get; }

    /// <summary>The provider's id.</summary>
    public override string ToString() => Provider.Id;
}
