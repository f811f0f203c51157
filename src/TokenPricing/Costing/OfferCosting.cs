using NodaTime;

namespace TokenPricing;

/// <summary>Asks what a usage costs, as a sentence: <c>prices.Offer("anthropic", "claude-sonnet-4-5").CostOf(usage, at: now)</c>.</summary>
public static class OfferCosting
{
    /// <summary>What a usage costs at this offer.</summary>
    /// <param name="offer">The offer.</param>
    /// <param name="usage">What was used. Where it is of several requests, the cost is an interval.</param>
    /// <param name="at">When; ignored for a usage that is spread over an interval of its own.</param>
    /// <param name="options">How it is asked for; <see langword="null"/>: standard tier, no region, no adjustments.</param>
    /// <exception cref="PricingException">
    /// <see cref="PricingError.NoPublishedPrice"/>, <see cref="PricingError.NoPriceAtInstant"/>, <see cref="PricingError.MissingRate"/>,
    /// <see cref="PricingError.UnknownServiceTier"/>, <see cref="PricingError.UnknownRegion"/>, or
    /// <see cref="PricingError.ContradictoryUsage"/> where two counts may be the same tokens and both are priced.
    /// </exception>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds an amount exactly.</exception>
    public static Cost CostOf(this Offer offer, TokenUsage usage, Instant at, CostOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(offer);
        CostOptions asked = options ?? new CostOptions();
        return usage.IsAggregate
            ? new AggregateCalculator(offer, usage, at, asked).Calculate()
            : Calculator(offer, offer.RateCardAt(at), asked).Calculate(usage, at);
    }

    internal static CostCalculator Calculator(Offer offer, RateCard card, CostOptions options) =>
        new(offer.ToString(), card, options, options.MissingRate ?? offer.Settings.MissingRate);
}
