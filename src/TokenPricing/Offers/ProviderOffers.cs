namespace TokenPricing.Offers;

/// <summary>
/// The offers of a model by one provider on a day: the model itself, and its variants such as regions, precisions and dated snapshots.
/// </summary>
/// <remarks>Part of an <see cref="Availability"/>. Equality is by reference.</remarks>
public sealed class ProviderOffers
{
    /// <summary>Initializes the offers of a provider.</summary>
    internal ProviderOffers(Provider provider, ImmutableArray<Offer> offers, OfferStatus status, bool hasFree) =>
        (Provider, Offers, Status, HasFree) = (provider, offers, status, hasFree);

    /// <summary>The provider.</summary>
    public Provider Provider { get; }

    /// <summary>The offers that have begun by the day, that of the model itself first, then by id; never empty.</summary>
    public ImmutableArray<Offer> Offers { get; }

    /// <summary>
    /// The status that the provider counts as: <see cref="OfferStatus.Paid"/> if any of its offers is paid, otherwise
    /// <see cref="OfferStatus.Free"/> if any is free, otherwise <see cref="OfferStatus.Unpriced"/> if any has not ended, otherwise
    /// <see cref="OfferStatus.Retired"/>.
    /// </summary>
    public OfferStatus Status { get; }

    /// <summary>Whether at least one offer is free; a paid provider may have a free offer too.</summary>
    public bool HasFree { get; }

    /// <summary>Returns the id of the provider.</summary>
    public override string ToString() => Provider.Id.Value;
}
