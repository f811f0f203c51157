using NodaTime;

namespace TokenPricing;

public sealed partial class PriceCatalog
{
    private MarketColumns? _market;

    /// <summary>Compares two models by the catalog's default blend; <see cref="Comparison.By"/> compares them by another one.</summary>
    /// <param name="left">The id or another name of the first model, in any case.</param>
    /// <param name="right">The id or another name of the second model, in any case.</param>
    /// <param name="on">The day of the prices; <see langword="null"/>: <see cref="RecordedThrough"/>.</param>
    /// <exception cref="PricingException"><see cref="PricingError.UnknownModel"/>; the message suggests similar ids.</exception>
    public Comparison Compare(string left, string right, LocalDate? on = null)
    {
        Model first = Model(left);
        Model second = Model(right);

        // Every model was recorded on some day, so a catalog that has two has a newest day.
        return new Comparison(first, second, Settings.DefaultBlend, on ?? RecordedThrough!.Value);
    }

    /// <summary>Ranks the models by the price of their cheapest offer. The variants of a model count with it.</summary>
    /// <param name="blend">The mix that turns the rates of an offer into one price.</param>
    /// <param name="at">The moment of the prices.</param>
    /// <param name="needs">What a model must have; <see langword="null"/>: nothing.</param>
    /// <exception cref="PricingException">
    /// <see cref="PricingError.UnknownProvider"/>, or <see cref="PricingError.UnknownCapability"/> where no source says of any model
    /// whether it has a required capability; the message suggests similar names.
    /// </exception>
    public Ranking RankBy(Blend blend, Instant at, RankRequirements? needs = null)
    {
        RankRequirements required = needs ?? new RankRequirements();
        Provider[] only = [.. required.Providers.Select(Provider)];
        MarketColumns market = _market ??= new MarketColumns(Models, Providers, Rows.Capabilities.Select(c => c.Capability));
        return new Ranker(market, only, blend, at, required).Rank();
    }

    /// <summary>Returns what a usage costs at the offer of one name, such as <c>anthropic/claude-sonnet-4-5</c>.</summary>
    /// <param name="offer">The name, as in <see cref="Offer(string)"/>.</param>
    /// <param name="usage">What was used. The cost of several requests counted together is an interval.</param>
    /// <param name="at">When it was used; ignored for a usage with an interval of its own.</param>
    /// <param name="options">How the call was made; <see langword="null"/>: standard tier, no region, no adjustments.</param>
    /// <exception cref="PricingException">As <see cref="Offer(string)"/> and <see cref="PricingExtensions.CostOf"/>.</exception>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds an amount exactly.</exception>
    public Cost CostOf(string offer, TokenUsage usage, Instant at, CostOptions? options = null) => Offer(offer).CostOf(usage, at, options);

    /// <summary>Returns the total cost of a usage at the offer of one name, without a receipt.</summary>
    /// <param name="offer">The name, as in <see cref="Offer(string)"/>.</param>
    /// <param name="usage">What was used.</param>
    /// <param name="at">When it was used.</param>
    /// <param name="options">How the call was made; <see langword="null"/>: standard tier, no region, no adjustments.</param>
    /// <exception cref="PricingException">As <see cref="Offer(string)"/> and <see cref="PricingExtensions.TotalOf"/>.</exception>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds an amount exactly.</exception>
    public Usd TotalOf(string offer, in TokenUsage usage, Instant at, CostOptions? options = null) => Offer(offer).TotalOf(usage, at, options);

    /// <summary>Returns the total cost of a usage at the offer of a provider and a model, without a receipt and without allocating memory.</summary>
    /// <param name="provider">The provider, as in <see cref="Provider"/>.</param>
    /// <param name="model">The model, as in <see cref="Model"/>.</param>
    /// <param name="usage">What was used.</param>
    /// <param name="at">When it was used.</param>
    /// <param name="options">How the call was made; <see langword="null"/>: standard tier, no region, no adjustments.</param>
    /// <exception cref="PricingException">As <see cref="Offer(string, string)"/> and <see cref="PricingExtensions.TotalOf"/>.</exception>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds an amount exactly.</exception>
    public Usd TotalOf(string provider, string model, in TokenUsage usage, Instant at, CostOptions? options = null) =>
        Offer(provider, model).TotalOf(usage, at, options);

    /// <summary>Returns what a model cost at its providers over time.</summary>
    /// <param name="model">A model of this catalog.</param>
    /// <param name="provider">The only provider to look at; <see langword="null"/>: all providers.</param>
    /// <param name="from">The first day; <see langword="null"/>: the beginning of the records.</param>
    /// <param name="to">The last day; <see langword="null"/>: no end, so that announced prices are included.</param>
    public PriceHistory HistoryOf(Model model, Provider? provider = null, LocalDate? from = null, LocalDate? to = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return PriceHistory.Of(model, provider, Rows.Rates, RecordedThrough ?? model.Facts.Recorded, from, to);
    }
}
