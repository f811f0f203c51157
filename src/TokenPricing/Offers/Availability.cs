namespace TokenPricing;

/// <summary>Who offers a model on a given day: which providers are paid, free, without a published price or retired.</summary>
/// <remarks>
/// <para>
/// Providers are counted over the model and its variants (<see cref="Model.Variants"/>): a provider that sells the model in three regions
/// and two precisions counts once, with the status that <see cref="ProviderOffers.Status"/> describes. The availability of a variant covers
/// that variant only.
/// </para>
/// <para>
/// An offer whose provider the source does not name is listed in <see cref="Unnamed"/> and counted nowhere, since its provider may be one
/// of those named.
/// </para>
/// <para>
/// Get an instance from <c>Availability</c> of a <see cref="Model"/>. Equality is by reference. For the prices of one provider, use
/// <see cref="Offer"/>.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// Availability nemo = prices.Model("mistral-nemo").Availability(on: new LocalDate(2026, 9, 1));
/// PriceSpread spread = nemo.PricesBy(Blend.ThreeToOne)!;
///
/// int providers = nemo.ProviderCount;            // 22 offer it on that day
/// int paid = nemo.Paid.Length;                   // 21 with a published price
/// int unpriced = nemo.Unpriced.Length;           // 1 without one
/// </code>
/// </example>
[TypeFormatterSource]
public sealed class Availability
{
    /// <summary>Initializes the availability of a model on a day.</summary>
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

    /// <summary>The day. Prices are those of its first instant in UTC.</summary>
    public LocalDate On { get; }

    /// <summary>The named providers with a published price above zero, by id. A paid provider may also have a free offer.</summary>
    public ImmutableArray<ProviderOffers> Paid { get; }

    /// <summary>The named providers whose every published rate is exactly zero, by id.</summary>
    public ImmutableArray<ProviderOffers> Free { get; }

    /// <summary>The named providers that offer the model without a known price on the day, by id.</summary>
    public ImmutableArray<ProviderOffers> Unpriced { get; }

    /// <summary>The named providers whose offers have all ended by the day, by id; not in <see cref="ProviderCount"/>.</summary>
    public ImmutableArray<ProviderOffers> Retired { get; }

    /// <summary>The offers with a price on the day whose provider the source does not name.</summary>
    public ImmutableArray<Offer> Unnamed { get; }

    /// <summary>The newest number of providers that a source states by the day; <see langword="null"/> if no source states one.</summary>
    public StatedProviderCount? StatedCount { get; }

    /// <summary>The named providers that offer the model on the day, priced or not, by id.</summary>
    public ImmutableArray<Provider> Named => [.. Paid.Concat(Free).Concat(Unpriced).Select(p => p.Provider).OrderBy(p => p.Id)];

    /// <summary>The number of providers on the day: the stated number or that of the named providers, whichever is larger.</summary>
    public int ProviderCount => Math.Max(StatedCount?.Providers ?? 0, Paid.Length + Free.Length + Unpriced.Length);

    /// <summary>The first instant of <see cref="On"/> in UTC, which is the instant of the prices.</summary>
    public Instant At { get; }

    /// <summary>Returns the prices of the model by a blend, one for each provider.</summary>
    /// <param name="blend">The mix that turns the rates of an offer into one price.</param>
    /// <returns>The prices; <see langword="null"/> if no offer prices every part of the mix.</returns>
    /// <remarks>
    /// The price of a provider is that of its cheapest offer of the model or of a variant, always as a whole: input and output of one
    /// offer. Offers that are free by the blend are left out as long as there is a paid one, so that a limited free plan does not make
    /// every price $0.
    /// </remarks>
    public PriceSpread? PricesBy(Blend blend)
    {
        PricedOffer[] prices =
        [
            .. Model.AllOffers
                .GroupBy(o => o.Provider)
                .Select(g => Cheapest(g, blend))
                .OfType<PricedOffer>()
                .OrderBy(o => o.Rate)
                .ThenBy(o => o.Offer.Provider.Id),
        ];
        ImmutableArray<PricedOffer> paid = [.. prices.Where(o => !o.Rate.IsFree)];
        return prices.Length == 0 ? null : new PriceSpread(paid.IsEmpty ? [.. prices] : paid);
    }

    /// <summary>Returns the offer whose price stands for the model.</summary>
    /// <param name="blend">The mix that turns the rates of an offer into one price.</param>
    /// <param name="basis">Whose price it is.</param>
    /// <remarks>
    /// The offer may be of a variant, such as a dated snapshot, where the model itself has no price. Free offers count only where there is
    /// no other, as in <see cref="PricesBy"/>.
    /// </remarks>
    /// <returns>The offer with its price; <see langword="null"/> if no offer prices every part of the mix.</returns>
    public PricedOffer? PriceBy(Blend blend, PriceBasis basis = PriceBasis.Standard) => PricesBy(blend) is not { } prices ? null
        : basis switch
        {
            PriceBasis.Standard => StandardPrice.Of(prices, Model, o => PriceOf(o, blend)),
            PriceBasis.Median => prices.Offers[(prices.Offers.Length - 1) / 2],
            _ => prices.Cheapest,
        };

    /// <summary>Returns the counts, such as <c>o4-mini: 4 providers on 2026-04-24 (3 paid, 0 free, 1 unpriced)</c>.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Model}: {ProviderCount} providers on {On:uuuu-MM-dd} ({Paid.Length} paid, {Free.Length} free, {Unpriced.Length} unpriced)");

    /// <summary>
    /// Returns the cheapest offer by a blend, a free one only if there is no other; <see langword="null"/> if none prices every part of the
    /// mix.
    /// </summary>
    internal PricedOffer? Cheapest(IEnumerable<Offer> offers, Blend blend) =>
        offers.Select(o => PriceOf(o, blend)).OfType<PricedOffer>().OrderBy(o => o.Rate.IsFree).ThenBy(o => o.Rate).FirstOrDefault();

    /// <summary>Returns an offer with its price by a blend on the day.</summary>
    /// <param name="offer">An offer of the model or of a variant.</param>
    /// <param name="blend">The mix that turns the rates of the offer into one price.</param>
    /// <returns>The price; <see langword="null"/> if the offer has no price for some part of the mix on the day.</returns>
    public PricedOffer? PriceOf(Offer offer, Blend blend) =>
        offer.StatusAt(At) is OfferStatus.Paid or OfferStatus.Free ? PricedOffer.Of(offer, offer.RateCardAt(At), blend) : null;

    /// <summary>Returns the offers of a provider that have begun by the day; <see langword="null"/> if none has.</summary>
    private ProviderOffers? Of(Provider provider, IEnumerable<Offer> offers)
    {
        (Offer Offer, OfferStatus? Status)[] begun = [.. offers.Select(o => (o, o.StatusAt(At))).Where(o => o.Item2 is not null)];
        return begun.Min(o => o.Status) is { } status
            ? new ProviderOffers(provider, [.. begun.Select(o => o.Offer)], status, begun.Any(o => o.Status == OfferStatus.Free))
            : null;
    }
}
