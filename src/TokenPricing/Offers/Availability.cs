using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing;

/// <summary>Who offers a model on a day: which providers are paid, free or without a published price, and how many there are.</summary>
/// <remarks>
/// What is counted are providers, over the model and its forms (<see cref="Model.Variants"/>): a provider that sells it in three regions
/// and two precisions is one provider, and each provider is counted once, as <see cref="ProviderOffers.Status"/> says. The
/// availability of a form is that of the form alone. An offer whose provider the source does not name stands apart in
/// <see cref="Unnamed"/>, since its provider may be one of those named.
/// </remarks>
[TypeFormatterSource]
public sealed class Availability
{
    internal Availability(Model model, LocalDate on)
    {
        Model = model;
        On = on;
        At = on.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        ILookup<OfferStatus, ProviderOffers> providers = model.AllOffers
            .Where(o => o.Provider.IsNamed)
            .GroupBy(o => o.Provider)
            .Select(g => Of(g.Key, g))
            .OfType<ProviderOffers>()
            .ToLookup(p => p.Status);
        Paid = [.. providers[OfferStatus.Paid]];
        Free = [.. providers[OfferStatus.Free]];
        Unpriced = [.. providers[OfferStatus.Unpriced]];
        Retired = [.. providers[OfferStatus.Retired]];
        Unnamed = [.. model.AllOffers.Where(o => !o.Provider.IsNamed && o.StatusAt(At) is OfferStatus.Paid or OfferStatus.Free)];
        StatedCount = model.StatedProviderCounts.LastOrDefault(c => c.Recorded <= on);
    }

    /// <summary>The model.</summary>
    public Model Model { get; }

    /// <summary>The day.</summary>
    public LocalDate On { get; }

    /// <summary>The named providers with a published price, by id; some of them may have a free offer too.</summary>
    public ImmutableArray<ProviderOffers> Paid { get; }

    /// <summary>The named providers whose every published rate is exactly zero, by id.</summary>
    public ImmutableArray<ProviderOffers> Free { get; }

    /// <summary>The named providers that offer the model and of which no price is known on the day, by id.</summary>
    public ImmutableArray<ProviderOffers> Unpriced { get; }

    /// <summary>The named providers all of whose offers have ended by the day, by id.</summary>
    public ImmutableArray<ProviderOffers> Retired { get; }

    /// <summary>Offers whose provider the source does not name, with a price on the day.</summary>
    public ImmutableArray<Offer> Unnamed { get; }

    /// <summary>The newest count of providers that a source states by the day; <see langword="null"/>: none does.</summary>
    public StatedProviderCount? StatedCount { get; }

    /// <summary>The named providers that offer the model on the day, priced or not, by id.</summary>
    public ImmutableArray<Provider> Named =>
        [.. Paid.Concat(Free).Concat(Unpriced).Select(p => p.Provider).OrderBy(p => p.Id, StringComparer.OrdinalIgnoreCase)];

    /// <summary>How many providers offer the model on the day: the stated count or that of the named ones, whichever is larger.</summary>
    public int ProviderCount => Math.Max(StatedCount?.Providers ?? 0, Paid.Length + Free.Length + Unpriced.Length);

    /// <summary>The first instant of <see cref="On"/> in UTC, which is the instant of the prices.</summary>
    public Instant At { get; }

    /// <summary>
    /// What the model costs by a blend, one price for each provider: that of its cheapest offer of the model or of a form of it, as a
    /// pair of one offer. Offers that are free by the blend take part, those of unnamed providers included, only where there is no
    /// other, so that a limited free plan does not make every comparison "$0".
    /// </summary>
    /// <param name="blend">The mix.</param>
    /// <returns>The prices; <see langword="null"/> where no offer prices every part of the mix.</returns>
    public PriceSpread? PricesBy(Blend blend)
    {
        PricedOffer[] prices =
        [
            .. Model.AllOffers
                .GroupBy(o => o.Provider)
                .Select(g => Cheapest(g, blend))
                .OfType<PricedOffer>()
                .OrderBy(o => o.Rate)
                .ThenBy(o => o.Offer.Provider.Id, StringComparer.OrdinalIgnoreCase),
        ];
        ImmutableArray<PricedOffer> paid = [.. prices.Where(o => !o.Rate.IsFree)];
        return prices.Length == 0 ? null : new PriceSpread(paid.IsEmpty ? [.. prices] : paid);
    }

    /// <summary>The cheapest of offers by a blend, a free one only where there is no other; <see langword="null"/> where none prices every part of the mix.</summary>
    /// <summary>The counts, such as <c>o4-mini: 4 providers on 2026-04-24 (3 paid, 0 free, 1 unpriced)</c>.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Model}: {ProviderCount} providers on {On:uuuu-MM-dd} ({Paid.Length} paid, {Free.Length} free, {Unpriced.Length} unpriced)");

    internal PricedOffer? Cheapest(IEnumerable<Offer> offers, Blend blend) =>
        offers.Select(o => PriceOf(o, blend)).OfType<PricedOffer>().OrderBy(o => o.Rate.IsFree).ThenBy(o => o.Rate).FirstOrDefault();

    /// <summary>What one offer costs by a blend on the day.</summary>
    /// <param name="offer">The offer.</param>
    /// <param name="blend">The blend.</param>
    /// <returns>The price; <see langword="null"/> if the offer has no price for every part of the blend on the day.</returns>
    public PricedOffer? PriceOf(Offer offer, Blend blend) =>
        offer.StatusAt(At) is OfferStatus.Paid or OfferStatus.Free ? PricedOffer.Of(offer, offer.RateCardAt(At), blend) : null;

    private ProviderOffers? Of(Provider provider, IEnumerable<Offer> offers)
    {
        (Offer Offer, OfferStatus? Status)[] begun = [.. offers.Select(o => (o, o.StatusAt(At))).Where(o => o.Item2 is not null)];
        return begun.Min(o => o.Status) is { } status
            ? new ProviderOffers(provider, [.. begun.Select(o => o.Offer)], status, begun.Any(o => o.Status == OfferStatus.Free))
            : null;
    }
}
