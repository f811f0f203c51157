namespace TokenPricing;

public sealed partial class PriceCatalog
{
    /// <summary>Built on first use: all offers as columns, for ranking.</summary>
    private MarketColumns? _market;

    /// <summary>Compares the prices of two models by the catalog's default blend, at their makers where those sell them.</summary>
    /// <param name="left">
    /// The first model: its id or another name, as in <see cref="Model"/>; or an offer such as <c>azure/gpt-5</c>, whose price then counts.
    /// </param>
    /// <param name="right">The second model or offer.</param>
    /// <param name="on">The day of the prices; <see langword="null"/> for <see cref="RecordedThrough"/>.</param>
    /// <returns>
    /// The comparison. <see cref="Comparison.By"/> compares by another blend, and <see cref="Comparison.At"/> at the prices of other
    /// sellers.
    /// </returns>
    /// <exception cref="PricingException"><see cref="PricingError.UnknownModel"/>; the message suggests similar ids.</exception>
    public Comparison Compare(string left, string right, LocalDate? on = null) => Compare(Named(left), Named(right), on);

    /// <summary>Compares the prices of two offers by the catalog's default blend.</summary>
    /// <param name="left">The first offer, of this catalog.</param>
    /// <param name="right">The second offer.</param>
    /// <param name="on">The day of the prices; <see langword="null"/> for <see cref="RecordedThrough"/>.</param>
    /// <returns>The comparison. Its basis does not matter, because both sellers are named.</returns>
    /// <exception cref="ArgumentNullException">An offer is <see langword="null"/>.</exception>
    public Comparison Compare(Offer left, Offer right, LocalDate? on = null)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return Compare((left.Model, left), (right.Model, right), on);
    }

    /// <summary>Every model was recorded on some day, so a catalog that has two has a newest day.</summary>
    private Comparison Compare((Model Model, Offer?) left, (Model Model, Offer?) right, LocalDate? on) =>
        new(left, right, Settings.BlendFor(left.Model.Kind, right.Model.Kind), PriceBasis.Standard, on ?? RecordedThrough!.Value);

    /// <summary>Returns the model of a name, with the offer if the name begins with a provider that sells it.</summary>
    private (Model Model, Offer? Only) Named(string name, [CallerArgumentExpression(nameof(name))] string? parameter = null)
    {
        ArgumentNullException.ThrowIfNull(name, parameter);
        int slash = name.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && TryGetProvider(name[..slash], out _) && TryGetOffer(name[..slash], name[(slash + 1)..], out Offer? offer)
            ? (offer.Model, offer)
            : (Model(name), null);
    }

    /// <summary>Ranks the models by the price of their cheapest offer, cheapest first. The variants of a model count with it.</summary>
    /// <param name="blend">The mix that turns the rates of an offer into one price.</param>
    /// <param name="at">The instant of the prices.</param>
    /// <param name="needs">What a model must have; <see langword="null"/> for no requirements.</param>
    /// <returns>The ranking, with the reasons why models were left out of it.</returns>
    /// <exception cref="PricingException">
    /// <see cref="PricingError.UnknownProvider"/>, or <see cref="PricingError.UnknownCapability"/> if no source states for any model
    /// whether it has a required capability. The message suggests similar names.
    /// </exception>
    public Ranking RankBy(Blend blend, Instant at, RankRequirements? needs = null)
    {
        RankRequirements required = needs ?? new RankRequirements();
        Provider[] only = [.. required.Providers.Select(Provider)];
        MarketColumns market = _market ??= new MarketColumns(Models, Providers, Rows.Capabilities.Select(c => c.Capability));
        return new Ranker(market, only, blend, at, required).Rank();
    }

    /// <summary>Returns the cost of a usage with its receipt, at an offer such as <c>anthropic/claude-sonnet-4-5</c>.</summary>
    /// <param name="offer">The name of the offer, as in <see cref="Offer(string)"/>.</param>
    /// <param name="usage">What was used. The cost of several requests counted together is an interval.</param>
    /// <param name="at">When it was used; ignored for a usage with an interval of its own.</param>
    /// <param name="options">How the call was made; <see langword="null"/> for the standard tier, no region and no adjustments.</param>
    /// <returns>The cost in US dollars, with its lines.</returns>
    /// <exception cref="PricingException">As <see cref="Offer(string)"/> and <see cref="PricingExtensions.CostOf(Offer, TokenUsage,
    /// Instant, CostOptions?)"/>.</exception>
    /// <exception cref="OverflowException">An amount cannot be represented exactly as a <see cref="decimal"/>.</exception>
    public Cost CostOf(string offer, TokenUsage usage, Instant at, CostOptions? options = null)
    {
        (Offer priced, CostOptions? terms) = InRegion(Offer(offer ?? throw new ArgumentNullException(nameof(offer))), offer, options);
        return priced.CostOf(usage, at, terms);
    }

    /// <summary>Returns the cost of a call as its response says that it was served, beside the cost that the response states.</summary>
    /// <param name="offer">
    /// The name of the offer that was asked for, as in <see cref="Offer(string)"/>. If another model of the provider answered, as behind a
    /// router, the cost is that of the model that answered. A region in the name of either, such as <c>eu.</c> or that of an ARN, counts.
    /// </param>
    /// <param name="call">The call. What it says of the service tier and the region takes precedence over the options.</param>
    /// <param name="at">When the request was made.</param>
    /// <param name="options">How the call was made; <see langword="null"/> for the standard tier, no region and no adjustments.</param>
    /// <exception cref="PricingException">As <see cref="Offer(string)"/> and <see cref="PricingExtensions.CostOf(Offer, TokenUsage,
    /// Instant, CostOptions?)"/>.</exception>
    /// <exception cref="OverflowException">An amount cannot be represented exactly as a <see cref="decimal"/>.</exception>
    public ServedCost CostOf(string offer, ServedCall call, Instant at, CostOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(offer);
        ArgumentNullException.ThrowIfNull(call);
        (Offer answered, CostOptions? terms) = InRegion(ServedOffer(Offer(offer), call), offer, ServedCosting.TermsOf(call, options));
        return ServedCosting.CostOf(answered, call, at, terms!, m => Offer(answered.Provider.Id.Value, m));
    }

    /// <summary>Returns the cost of a call whose response says who served it, and with which model.</summary>
    /// <param name="call">The call.</param>
    /// <param name="at">When the request was made.</param>
    /// <param name="options">How the call was made; <see langword="null"/> for the standard tier, no region and no adjustments.</param>
    /// <exception cref="PricingException">
    /// <see cref="PricingError.UnknownModel"/> or <see cref="PricingError.UnknownProvider"/>: the response does not name them; pass the
    /// offer that was asked for. Otherwise as <see cref="CostOf(string, ServedCall, Instant, CostOptions?)"/>.
    /// </exception>
    public ServedCost CostOf(ServedCall call, Instant at, CostOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(call);
        string model = call.Model
            ?? throw new PricingException(
                PricingError.UnknownModel, "The response does not name its model. Pass the offer that was asked for.");
        string provider = call.Provider ?? throw new PricingException(
            PricingError.UnknownProvider, $"The response does not say who served '{model}'. Pass the offer that was asked for.");
        return CostOf($"{provider}/{model}", call, at, options);
    }

    /// <summary>
    /// Returns the offer of the model that answered: the one that was asked for, unless the response names another model of the provider,
    /// or the same model in a region, or says that it drew images of a size that has a price of its own. A snapshot or another spelling of
    /// the same model is no other model.
    /// </summary>
    /// <param name="asked">The offer that was asked for.</param>
    /// <param name="call">The call.</param>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public Offer ServedOffer(Offer asked, ServedCall call)
    {
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(call);
        string provider = asked.Provider.Id.Value;
        return call.ImageFormat is { } format && TryGetOffer(provider, $"{format}/{asked.Model.Id}", out Offer? drawn) ? drawn
            : call.Model is { } name && TryGetOffer(provider, name, out Offer? served)
                && ((served.Model.Base ?? served.Model) != (asked.Model.Base ?? asked.Model) || NamesRegion(name)) ? served
            : asked;
    }

    /// <summary>Returns the total cost of a usage, without a receipt, at the offer with a name.</summary>
    /// <param name="offer">The name of the offer, as in <see cref="Offer(string)"/>.</param>
    /// <param name="usage">What was used.</param>
    /// <param name="at">When it was used; ignored for a usage with an interval of its own.</param>
    /// <param name="options">How the call was made; <see langword="null"/> for the standard tier, no region and no adjustments.</param>
    /// <returns>The total in US dollars, equal to <c>CostOf(…).Total</c>.</returns>
    /// <exception cref="PricingException">As <see cref="Offer(string)"/> and <see cref="PricingExtensions.TotalOf"/>.</exception>
    /// <exception cref="OverflowException">An amount cannot be represented exactly as a <see cref="decimal"/>.</exception>
    public Usd TotalOf(string offer, in TokenUsage usage, Instant at, CostOptions? options = null)
    {
        (Offer priced, CostOptions? terms) = InRegion(Offer(offer ?? throw new ArgumentNullException(nameof(offer))), offer, options);
        return priced.TotalOf(usage, at, terms);
    }

    /// <summary>Returns the total cost of a usage, without a receipt and without allocating memory, at an offer.</summary>
    /// <param name="provider">The provider, as in <see cref="Provider"/>.</param>
    /// <param name="model">The model, as in <see cref="Model"/>.</param>
    /// <param name="usage">What was used.</param>
    /// <param name="at">When it was used; ignored for a usage with an interval of its own.</param>
    /// <param name="options">How the call was made; <see langword="null"/> for the standard tier, no region and no adjustments.</param>
    /// <returns>The total in US dollars, equal to <c>CostOf(…).Total</c>.</returns>
    /// <exception cref="PricingException">As <see cref="Offer(string, string)"/> and <see cref="PricingExtensions.TotalOf"/>.</exception>
    /// <exception cref="OverflowException">An amount cannot be represented exactly as a <see cref="decimal"/>.</exception>
    public Usd TotalOf(string provider, string model, in TokenUsage usage, Instant at, CostOptions? options = null)
    {
        (Offer priced, CostOptions? terms) = InRegion(Offer(provider, model), model, options);
        return priced.TotalOf(usage, at, terms);
    }

    /// <summary>Returns the prices of a model at its providers over time.</summary>
    /// <param name="model">A model of this catalog.</param>
    /// <param name="provider">The only provider to include; <see langword="null"/> for all providers.</param>
    /// <param name="from">The first day, in UTC; <see langword="null"/> for the beginning of the records.</param>
    /// <param name="to">The last day, in UTC; <see langword="null"/> for no end, so that announced prices are included.</param>
    /// <returns>The steps of each offer, with the prices that were corrected later.</returns>
    public PriceHistory HistoryOf(Model model, Provider? provider = null, LocalDate? from = null, LocalDate? to = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return PriceHistory.Of(model, provider, Rows.Rates, RecordedThrough ?? model.Facts.Recorded, from, to);
    }
}
