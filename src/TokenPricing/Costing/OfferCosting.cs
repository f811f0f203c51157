using NodaTime;

namespace TokenPricing;

/// <summary>Asks what a usage costs, as a sentence: <c>prices.Offer("anthropic", "claude-sonnet-4-5").CostOf(usage, at: now)</c>.</summary>
public static class OfferCosting
{
    /// <summary>What a usage costs at this offer.</summary>
    /// <param name="offer">The offer.</param>
    /// <param name="usage">What was used. Where it is of several requests, the cost is an interval.</param>
    /// <param name="at">When; ignored for a usage that is spread over an interval of its own.</param>
    /// <param name="options">How it is asked for; <see langword="null"/>: standard tier, no region, no adjustments. What <see cref="PricingSettings.Discounts"/> takes off at the provider is one of its adjustments in any case.</param>
    /// <exception cref="PricingException">
    /// <see cref="PricingError.NoPublishedPrice"/>, <see cref="PricingError.NoPriceAtInstant"/>, <see cref="PricingError.MissingRate"/>,
    /// <see cref="PricingError.UnknownServiceTier"/>, <see cref="PricingError.UnknownRegion"/>, or
    /// <see cref="PricingError.ContradictoryUsage"/> where two counts may be the same tokens and both are priced.
    /// </exception>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds an amount exactly.</exception>
    public static Cost CostOf(this Offer offer, TokenUsage usage, Instant at, CostOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(offer);
        CostOptions asked = Asked(offer, options);
        return usage.IsAggregate
            ? new AggregateCalculator(offer, usage, at, asked).Calculate()
            : Calculator(offer, offer.RateCardAt(at), asked).Calculate(usage, at);
    }

    /// <summary>
    /// What a usage costs in all, without a receipt: the total of <see cref="CostOf"/> to the last digit, in nanoseconds and without
    /// allocating memory for nearly every call and offer. Only the rare others go the long way.
    /// </summary>
    /// <param name="offer">The offer.</param>
    /// <param name="usage">What was used. Where it is of several requests, the total is the best estimate.</param>
    /// <param name="at">When; ignored for a usage that is spread over an interval of its own.</param>
    /// <param name="options">
    /// How it is asked for; <see langword="null"/>: standard tier, no region, no adjustments. Whatever it says of parts without a price,
    /// they are an error here: a total alone could not say what it leaves out.
    /// </param>
    /// <exception cref="PricingException">As <see cref="CostOf"/>.</exception>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds an amount exactly.</exception>
    public static Usd TotalOf(this Offer offer, in TokenUsage usage, Instant at, CostOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(offer);
        ServiceTier tier = options is null ? ServiceTier.Standard : options.ServiceTier;
        return (options is null || options.IsOrdinary) && offer.PicoHistory(tier).TryTotal(usage, at, out Usd total)
            ? total
            : offer.CostOf(usage, at, (options ?? new CostOptions()) with { MissingRate = MissingRatePolicy.Throw }).Total;
    }

    /// <summary>What a usage costs in all at the offer of a provider and a model, as <see cref="TotalOf(Offer, in TokenUsage, Instant, CostOptions?)"/>.</summary>
    /// <param name="prices">The catalog.</param>
    /// <param name="provider">The provider's id, as in <see cref="PriceCatalog.Offer"/>.</param>
    /// <param name="model">The model's id or another name of it, as in <see cref="PriceCatalog.Offer"/>.</param>
    /// <param name="usage">What was used.</param>
    /// <param name="at">When.</param>
    /// <param name="options">How it is asked for.</param>
    /// <exception cref="PricingException">As <see cref="PriceCatalog.Offer"/> and <see cref="CostOf"/>.</exception>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds an amount exactly.</exception>
    public static Usd TotalOf(this PriceCatalog prices, string provider, string model, in TokenUsage usage, Instant at, CostOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(prices);
        return prices.Offer(provider, model).TotalOf(usage, at, options);
    }

    /// <summary>How a cost is asked for, with what the catalog's settings take off at the provider.</summary>
    internal static CostOptions Asked(Offer offer, CostOptions? options)
    {
        CostOptions asked = options ?? new CostOptions();
        return offer.Discount is { } discount
            ? asked with { Adjustments = asked.Adjustments.Add(Adjustment.NegotiatedDiscount(discount.Discount, $"discount of {discount.Provider}")) }
            : asked;
    }

    internal static CostCalculator Calculator(Offer offer, RateCard card, CostOptions options) =>
        new(offer.ToString(), card, options, options.MissingRate ?? offer.Settings.MissingRate);
}
