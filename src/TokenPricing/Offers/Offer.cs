namespace TokenPricing;

/// <summary>A model sold by a provider, with the history of its prices.</summary>
/// <remarks>
/// An offer belongs to one <see cref="PriceCatalog"/>; equality is by reference. Offers have no order of their own: compare them by a
/// <see cref="Blend"/> at an instant (<see cref="BlendedBy"/>), or by what a usage costs (<c>CostOf</c>). For a rate that applies now, use
/// <see cref="RateCardAt"/>; for every rate that ever applied, <see cref="History"/>; for the changes between them,
/// <see cref="PriceChanges"/>.
/// </remarks>
/// <example>
/// <code>
/// Offer deepseek = PriceCatalog.BuiltIn.Offer("deepseek", "deepseek-v4-pro");
/// TokenUsage usage = TokenUsage.FromTotals(input: 100_000, output: 10_000);
///
/// Usd before = deepseek.CostOf(usage, at: Instant.FromUtc(2026, 8, 16, 2, 0)).Total;      // $0.0522: the last day of the old price
/// Usd peak = deepseek.CostOf(usage, at: Instant.FromUtc(2026, 8, 17, 2, 0)).Total;        // $0.1716: the new price, in a peak hour
/// </code>
/// </example>
[TypeFormatterSource]
public sealed class Offer
{
    /// <summary>Rate cards are built on first use: few of the catalog's thousands of offers are ever priced.</summary>
    private readonly Func<ImmutableArray<RateCard>> _build;
    private readonly LocalDate? _counts;
    private ImmutableArray<RateCard> _history;
    private PriceProgram? _standard;
    private ImmutableDictionary<ServiceTier, PriceProgram>? _others;

    /// <summary>Initializes an offer.</summary>
    /// <param name="model">The model.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="row">The newest row about the offer itself; <see langword="null"/> if there is none.</param>
    /// <param name="history">Builds the rate cards, oldest first.</param>
    /// <param name="counts">The first day on which the offer counts; <see langword="null"/> if it is not known.</param>
    /// <param name="settings">The settings of the catalog.</param>
    internal Offer(
        Model model,
        Provider provider,
        OfferRow? row,
        Func<ImmutableArray<RateCard>> history,
        LocalDate? counts,
        PricingSettings settings)
    {
        Settings = settings;
        Discount = settings.DiscountOf(provider.Id);
        Model = model;
        Provider = provider;
        From = row?.From;
        Retired = row?.Retired;
        _build = history;
        _counts = counts;
    }

    /// <summary>The id, such as <c>anthropic/claude-sonnet-4-5</c>: no two offers of a catalog have the same.</summary>
    public OfferId Id => new(Provider.Id, Model.Id);

    /// <summary>The model that is sold.</summary>
    public Model Model { get; }

    /// <summary>
    /// The provider that sells it. <see cref="TokenPricing.Provider.IsNamed"/> is <see langword="false"/> if the source does not name it.
    /// </summary>
    public Provider Provider { get; }

    /// <summary>What the provider is to the model; <see langword="null"/> if nobody knows.</summary>
    /// <remarks>
    /// A provider that develops models is their maker. Of another developer's, it is a host if their weights are open and a reseller if
    /// they are not, as a host is of closed models.
    /// </remarks>
    public SellerKind? Seller
    {
        get
        {
            string? developer = Model.Facts.Developer ?? Model.Base?.Facts.Developer;
            bool? isOpen = Model.Facts.OpenWeights ?? Model.Base?.Facts.OpenWeights;
            return developer is not null && Provider.Makes.Contains(developer, StringComparer.OrdinalIgnoreCase) ? Provider.Kind
                : (Provider.Kind, isOpen) switch
                {
                    (SellerKind.Maker, true) => SellerKind.Host,
                    (SellerKind.Maker or SellerKind.Host, false) => SellerKind.Reseller,
                    (SellerKind.Maker, null) => null,
                    _ => Provider.Kind,
                };
        }
    }

    /// <summary>The first day of the offer; <see langword="null"/> if it is not known, which is taken as always.</summary>
    public LocalDate? From { get; }

    /// <summary>The first day on which the model is no longer offered; <see langword="null"/> if no end is known.</summary>
    public LocalDate? Retired { get; }

    /// <summary>The rate cards, oldest first, without overlap but maybe with gaps; empty if no source publishes a price.</summary>
    public ImmutableArray<RateCard> History
    {
        get
        {
            // Two threads may both build the cards; all callers get those of the thread that finished first.
            if (_history.IsDefault)
            {
                ImmutableInterlocked.InterlockedInitialize(ref _history, _build());
            }

            return _history;
        }
    }

    /// <summary>The settings of the catalog that the offer belongs to.</summary>
    public PricingSettings Settings { get; }

    /// <summary>The discount on every cost at the provider, by the catalog's settings; <see langword="null"/> if there is none.</summary>
    internal (ProviderId Provider, Percentage Discount)? Discount { get; }

    /// <summary>Returns the rate card that applies at an instant.</summary>
    /// <param name="at">The instant. A future instant is allowed: the newest card applies until its end.</param>
    /// <exception cref="PricingException">
    /// <see cref="PricingError.NoPublishedPrice"/> if no source publishes a price at all; <see cref="PricingError.NoPriceAtInstant"/> if no
    /// price is known for the instant.
    /// </exception>
    public RateCard RateCardAt(Instant at) => TryGetRateCard(at, out RateCard? card) ? card : throw NoPrice(at);

    /// <summary>Gets the rate card that applies at an instant.</summary>
    /// <param name="at">The instant, as for <see cref="RateCardAt"/>.</param>
    /// <param name="card">The rate card; <see langword="null"/> if there is none.</param>
    /// <returns><see langword="false"/> if <see cref="RateCardAt"/> would throw.</returns>
    public bool TryGetRateCard(Instant at, [NotNullWhen(true)] out RateCard? card)
    {
        PriceProgram program = Program(ServiceTier.Standard);
        card = program.CardAt(at) is >= 0 and var held ? program.History[held] : null;
        return card is not null;
    }

    /// <summary>Returns the prices that replaced another of the same meter and condition, oldest first.</summary>
    /// <remarks>
    /// A price that returns after a gap is no change, and neither is the first of a meter. <c>PriceCatalog.HistoryOf</c> returns every
    /// price, with what was believed before a correction.
    /// </remarks>
    /// <example>
    /// <code>
    /// PriceStep first = prices.Offer("deepseek", "deepseek-chat").PriceChanges()[0];
    ///
    /// Percentage? change = first.Change;   // 92.9 %
    /// </code>
    /// </example>
    public ImmutableArray<PriceStep> PriceChanges() =>
    [
        .. PriceStep.Of(History).Where(s => s.Before is { } before && before != s.Rate).OrderBy(s => s.From),
    ];

    /// <summary>
    /// Returns the prices in a service tier, with the provider's discount taken off the whole rates and without other adjustments. A card
    /// that does not support the tier has none.
    /// </summary>
    internal PriceProgram Program(ServiceTier tier) => tier == ServiceTier.Standard ? _standard ??= ProgramOf(tier) : OtherProgram(tier);

    /// <summary>Returns the prices in a tier that is not the standard one.</summary>
    /// <remarks>By itself, since a method with a lambda allocates what it captures whether or not it gets there.</remarks>
    private PriceProgram OtherProgram(ServiceTier tier)
    {
        ImmutableDictionary<ServiceTier, PriceProgram> known = _others ?? ImmutableDictionary<ServiceTier, PriceProgram>.Empty;
        if (!known.TryGetValue(tier, out PriceProgram? program))
        {
            // Two threads may build the same program at once, and one of them may forget the other's: both are equal. Any word may be
            // asked for as a tier: those that the offer does not price must not fill the memory.
            program = ProgramOf(tier);
            _others = History.Any(card => card.Supports(tier)) ? known.SetItem(tier, program) : known;
        }

        return program;
    }

    private PriceProgram ProgramOf(ServiceTier billed) =>
        new(History, card => card.Supports(billed) ? (billed, 1 - (Discount?.Discount.Fraction ?? 0)) : null);

    /// <summary>
    /// The first day on which the offer counts: <see cref="From"/>, or the release of the model, or the first day of which a source states
    /// a price. <see langword="null"/> if none is known.
    /// </summary>
    internal LocalDate? Begins => From ?? _counts;

    /// <summary>The first instant at which the model can have been released; <see langword="null"/> if it is not known.</summary>
    internal Instant? ReleasedAt => Model.Facts.Released is { } released ? CellText.StartOf(released.Earliest) : null;

    /// <summary>Returns whether the offer is paid, free, unpriced or retired at an instant.</summary>
    /// <param name="at">The instant. An offer begins and ends with a day in UTC.</param>
    /// <returns><see langword="null"/> if the offer has not begun.</returns>
    public OfferStatus? StatusAt(Instant at)
    {
        LocalDate day = at.InUtc().Date;
        return Retired <= day ? OfferStatus.Retired
            : Begins > day ? null
            : !TryGetRateCard(at, out RateCard? card) ? OfferStatus.Unpriced
            : card.IsFree ? OfferStatus.Free : OfferStatus.Paid;
    }

    /// <summary>Returns the rates at an instant, mixed into one rate per 1M tokens.</summary>
    /// <param name="blend">The mix.</param>
    /// <param name="at">The instant.</param>
    /// <returns>The blended rate per 1M tokens.</returns>
    /// <exception cref="PricingException">
    /// As <see cref="RateCardAt"/>, and <see cref="PricingError.MissingRate"/> if a part of the mix has no price, whatever the policy of
    /// the catalog is: a mix without a part is another mix.
    /// </exception>
    public Rate BlendedBy(Blend blend, Instant at)
    {
        RateCard card = RateCardAt(at);
        return card.TryGetBlended(blend, out Rate blended)
            ? blended
            : throw new PricingException(
                PricingError.MissingRate,
                $"{this} publishes no price for {string.Join(", ", card.Unpriced(blend))}, which the blend {blend} needs.");
    }

    /// <summary>Returns the ids of the provider and the model, such as <c>anthropic/claude-sonnet-4-5</c>.</summary>
    public override string ToString() => $"{Provider.Id}/{Model.Id}";

    /// <summary>Returns the exception for an instant without a price, which says from when and until when prices are known.</summary>
    internal PricingException NoPrice(Instant at)
    {
        if (History.IsEmpty)
        {
            return new PricingException(
                PricingError.NoPublishedPrice,
                $"No source publishes a price of {this}. Ask for another offer of the model, or add its rates to the catalog.");
        }

        if (at < ReleasedAt && at < History[0].From)
        {
            return new PricingException(
                PricingError.NotReleased,
                $"{this} has no price at {at}: the model was released on {Model.Facts.Released}. Ask for an instant from then on.");
        }

        string known = History[0].From is { } first && at < first
            ? $"the first known price holds from {first}; ask for an instant from then on"
            : $"the last known price before then held until {History.Last(c => c.To <= at).To}; ask for an earlier instant";
        return new PricingException(
            PricingError.NoPriceAtInstant, $"No price of {this} is known to hold at {at}: {known}, or add the rates to the catalog.");
    }
}
