using System.Collections.Immutable;

namespace TokenPricing.Reports;

/// <summary>An availability with one row for each provider, cheapest first, then those without a price, then the retired ones.</summary>
internal sealed class AvailabilityGrid
{
    /// <summary>Sorts the providers of an availability by their price for a blend.</summary>
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

    /// <summary>The spread of the blended prices; <see langword="null"/> if no offer has a price for the blend.</summary>
    public PriceSpread? Prices { get; }

    /// <summary>The rows, in the order in which they are shown.</summary>
    public ImmutableArray<Row> Rows { get; }

    /// <summary>Returns a status in words; <see langword="null"/> is an offer that has not begun.</summary>
    public static string Text(OfferStatus? status) => status switch
    {
        OfferStatus.Paid => "paid",
        OfferStatus.Free => "free",
        OfferStatus.Unpriced => "no published price",
        OfferStatus.Retired => "retired",
        _ => "not yet",
    };

    /// <summary>Returns the newest day on which a rate of the card was recorded; <see langword="null"/> without a card.</summary>
    public static LocalDate? Recorded(RateCard? card) => card?.Rates.Max(r => (LocalDate?)r.Recorded);

    /// <summary>Returns the row of a provider, represented by its cheapest listing.</summary>
    private Row RowOf(Provider provider, ImmutableArray<Offer> offers, OfferStatus? status, bool hasFree)
    {
        ImmutableArray<Listing> listings =
            [.. offers.Select(ListingOf).OrderBy(l => l.Status).ThenBy(l => l.Price is null).ThenBy(l => l.Price?.Rate)];
        PricedOffer? price = Cheapest(listings);
        Listing shown = listings.FirstOrDefault(l => l.Offer == price?.Offer) ?? listings[0];
        return new Row(provider, status, hasFree, price, shown, listings);
    }

    /// <summary>Returns the cheapest price. A free offer represents the provider only if there is no paid one.</summary>
    private static PricedOffer? Cheapest(ImmutableArray<Listing> listings) =>
        listings.Select(l => l.Price).OfType<PricedOffer>().OrderBy(p => p.Rate.IsFree).ThenBy(p => p.Rate).FirstOrDefault();

    /// <summary>Returns an offer with its status and prices on the day.</summary>
    private Listing ListingOf(Offer offer)
    {
        OfferStatus? status = offer.StatusAt(Availability.At);
        RateCard? card = status is OfferStatus.Paid or OfferStatus.Free ? offer.RateCardAt(Availability.At) : null;
        return new Listing(offer, status, card, Availability.PriceOf(offer, Blend));
    }

    /// <summary>
    /// An offer on the day: its status (<see langword="null"/> if it has not begun), its rate card and its blended price, each
    /// <see langword="null"/> if there is none.
    /// </summary>
    public sealed record Listing(Offer Offer, OfferStatus? Status, RateCard? Card, PricedOffer? Price);

    /// <summary>
    /// A provider. The status is <see langword="null"/> if the source does not name the provider; <paramref name="Shown"/> is the listing
    /// that represents it.
    /// </summary>
    public sealed record Row(
        Provider Provider,
        OfferStatus? Status,
        bool HasFree,
        PricedOffer? Price,
        Listing Shown,
        ImmutableArray<Listing> Listings)
    {
        /// <summary>The rate card of the shown listing; <see langword="null"/> if it has no price.</summary>
        public RateCard? Card => Shown.Card;

        /// <summary>The status in words.</summary>
        public string StatusText =>
            Status is null ? "provider not named" : Text(Status) + (HasFree && Status == OfferStatus.Paid ? ", also free" : "");

        /// <summary>The model id of the shown listing, and the number of other listings.</summary>
        public string ListingText =>
            Words.AndMore([Shown.Offer.Model.Id.Value, .. Listings.Where(l => l != Shown).Select(l => l.Offer.Model.Id.Value)]);
    }
}
