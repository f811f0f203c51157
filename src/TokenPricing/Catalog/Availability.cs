using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing;

/// <summary>Who offers a model on a day: which providers are paid, free or without a published price, and how many there are.</summary>
/// <remarks>
/// Zero is free and unknown is unpriced; they are never mixed up. An offer whose provider the source does not name stands apart
/// in <see cref="Unnamed"/>, since its provider may be one of those named.
/// </remarks>
public sealed class Availability
{
    internal Availability(Model model, LocalDate on)
    {
        Model = model;
        On = on;
        Instant at = on.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        ILookup<Status, Offer> offers = model.Offers.ToLookup(o => StatusOf(o, on, at));
        Paid = [.. offers[Status.Paid]];
        Free = [.. offers[Status.Free]];
        Unpriced = [.. offers[Status.Unpriced]];
        Retired = [.. offers[Status.Retired]];
        Unnamed = [.. offers[Status.Unnamed]];
        StatedCount = model.StatedProviderCounts.LastOrDefault(c => c.Recorded <= on);
    }

    private enum Status
    {
        NotYet,
        Paid,
        Free,
        Unpriced,
        Retired,
        Unnamed,
    }

    /// <summary>The model.</summary>
    public Model Model { get; }

    /// <summary>The day.</summary>
    public LocalDate On { get; }

    /// <summary>Offers of named providers with a published price, by provider id.</summary>
    public ImmutableArray<Offer> Paid { get; }

    /// <summary>Offers of named providers whose every published rate is exactly zero, by provider id.</summary>
    public ImmutableArray<Offer> Free { get; }

    /// <summary>Offers of named providers for which no price is known on the day, by provider id.</summary>
    public ImmutableArray<Offer> Unpriced { get; }

    /// <summary>Offers of named providers that have ended by the day, by provider id.</summary>
    public ImmutableArray<Offer> Retired { get; }

    /// <summary>Offers whose provider the source does not name, with a price on the day.</summary>
    public ImmutableArray<Offer> Unnamed { get; }

    /// <summary>The newest count of providers that a source states by the day; <see langword="null"/>: none does.</summary>
    public StatedProviderCount? StatedCount { get; }

    /// <summary>The named providers that offer the model on the day, priced or not, by id.</summary>
    public ImmutableArray<Provider> Named =>
        [.. Paid.Concat(Free).Concat(Unpriced).Select(o => o.Provider).OrderBy(p => p.Id, StringComparer.OrdinalIgnoreCase)];

    /// <summary>How many providers offer the model on the day: the stated count or that of the named ones, whichever is larger.</summary>
    public int ProviderCount => Math.Max(StatedCount?.Providers ?? 0, Paid.Length + Free.Length + Unpriced.Length);

    /// <summary>
    /// What the model costs by a blend. Only paid offers take part, those of unnamed providers included, unless there is none:
    /// then the free ones do, so that a limited free plan does not make every comparison "$0".
    /// </summary>
    /// <param name="blend">The mix.</param>
    /// <returns>The prices; <see langword="null"/> where no offer prices every part of the mix.</returns>
    public PriceSpread? PricesBy(Blend blend)
    {
        ImmutableArray<PricedOffer> paid = Priced(Paid.Concat(Unnamed.Where(o => !CardOf(o).IsFree)), blend);
        ImmutableArray<PricedOffer> offers = paid.IsEmpty ? Priced(Free.Concat(Unnamed), blend) : paid;
        return offers.IsEmpty ? null : new PriceSpread(offers);
    }

    private static Status StatusOf(Offer offer, LocalDate on, Instant at)
    {
        if (offer.Retired <= on || offer.From > on)
        {
            return offer.Retired <= on ? Status.Retired : Status.NotYet;
        }

        bool priced = offer.TryGetRateCard(at, out RateCard? card);
        if (!offer.Provider.IsNamed)
        {
            return priced ? Status.Unnamed : Status.NotYet;
        }

        return !priced ? Status.Unpriced : card!.IsFree ? Status.Free : Status.Paid;
    }

    private RateCard CardOf(Offer offer) => offer.RateCardAt(On.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant());

    private ImmutableArray<PricedOffer> Priced(IEnumerable<Offer> offers, Blend blend) =>
    [
        .. offers
            .Select(o => (Offer: o, Card: CardOf(o)))
            .Select(o => (o.Offer, o.Card, Blended: o.Card.BlendedBy(blend)))
            .Where(o => o.Blended.Rate is not null)
            .Select(o => new PricedOffer(o.Offer, o.Card, o.Blended, o.Blended.Rate!.Value))
            .OrderBy(o => o.Rate)
            .ThenBy(o => o.Offer.Provider.Id, StringComparer.OrdinalIgnoreCase),
    ];
}
