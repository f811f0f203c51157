using System.Collections.Immutable;

namespace TokenPricing.Reports;

/// <summary>
/// An availability as a grid: a row a provider, cheapest first, with its listings; those without a price follow, the retired ones last.
/// </summary>
internal sealed class AvailabilityGrid
{
    public AvailabilityGrid(Availability availability, Blend blend)
    {
        (Availability, Blend, Prices) = (availability, blend, availability.PricesBy(blend));
        IEnumerable<Row> named = availability.Paid.Concat(availability.Free).Concat(availability.Unpriced).Concat(availability.Retired)
            .Select(p => RowOf(p.Provider, p.Offers, p.Status, p.HasFree));
        IEnumerable<Row> unnamed = availability.Unnamed.GroupBy(o => o.Provider).Select(g => RowOf(g.Key, [.. g], null, false));
        Rows =
        [
            .. named.Concat(unnamed)
                .OrderBy(r => r.Status ?? OfferStatus.Paid)
                .ThenBy(r => r.Price is null)
                .ThenBy(r => r.Price?.Rate)
                .ThenBy(r => !r.Provider.IsNamed)
                .ThenBy(r => r.Provider.Id),
        ];
    }

    public Availability Availability { get; }

    public Blend Blend { get; }

    public PriceSpread? Prices { get; }

    public ImmutableArray<Row> Rows { get; }

    public static string Text(OfferStatus? status) => status switch
    {
        OfferStatus.Paid => "paid",
        OfferStatus.Free => "free",
        OfferStatus.Unpriced => "no published price",
        OfferStatus.Retired => "retired",
        _ => "not yet",
    };

    /// <summary>The newest day on which a rate of the card was learned; <see langword="null"/> without a card.</summary>
    public static LocalDate? Recorded(RateCard? card) => card?.Rates.Max(r => (LocalDate?)r.Recorded);

    private Row RowOf(Provider provider, ImmutableArray<Offer> offers, OfferStatus? status, bool hasFree)
    {
        ImmutableArray<Listing> listings =
            [.. offers.Select(ListingOf).OrderBy(l => l.Status).ThenBy(l => l.Price is null).ThenBy(l => l.Price?.Rate)];
        PricedOffer? price = Cheapest(listings);
        Listing shown = listings.FirstOrDefault(l => l.Offer == price?.Offer) ?? listings[0];
        return new Row(provider, status, hasFree, price, shown, listings);
    }

    // A free offer stands for the provider only if there is no other.
    private static PricedOffer? Cheapest(ImmutableArray<Listing> listings) =>
        listings.Select(l => l.Price).OfType<PricedOffer>().OrderBy(p => p.Rate.IsFree).ThenBy(p => p.Rate).FirstOrDefault();

    private Listing ListingOf(Offer offer)
    {
        OfferStatus? status = offer.StatusAt(Availability.At);
        RateCard? card = status is OfferStatus.Paid or OfferStatus.Free ? offer.RateCardAt(Availability.At) : null;
        return new Listing(offer, status, card, Availability.PriceOf(offer, Blend));
    }

    /// <summary>An offer as it is on the day.</summary>
    public sealed record Listing(Offer Offer, OfferStatus? Status, RateCard? Card, PricedOffer? Price);

    /// <summary>
    /// A provider; its status is <see langword="null"/> where the source does not name it. Shown is what stands for all its listings.
    /// </summary>
    public sealed record Row(
        Provider Provider,
        OfferStatus? Status,
        bool HasFree,
        PricedOffer? Price,
        Listing Shown,
        ImmutableArray<Listing> Listings)
    {
        public RateCard? Card => Shown.Card;

        public string StatusText =>
            Status is null ? "provider not named" : Text(Status) + (HasFree && Status == OfferStatus.Paid ? ", also free" : "");

        public string ListingText =>
            Words.AndMore([Shown.Offer.Model.Id.Value, .. Listings.Where(l => l != Shown).Select(l => l.Offer.Model.Id.Value)]);
    }
}
