using NodaTime;

namespace TokenPricing;

/// <summary>What an offer costs, and who offers a model.</summary>
public static class PricingExtensions
{
    /// <param name="offer">The offer.</param>
    extension(Offer offer)
    {
        /// <summary>What a usage costs at this offer.</summary>
        /// <param name="usage">What was used. Where it is of several requests, the cost is an interval.</param>
        /// <param name="at">When; ignored for a usage that is spread over an interval of its own.</param>
        /// <param name="options">
        /// How it is asked for; <see langword="null"/>: standard tier, no region, no adjustments. What
        /// <see cref="PricingSettings.Discounts"/> takes off at the provider is one of its adjustments in any case.
        /// </param>
        /// <exception cref="PricingException">
        /// <see cref="PricingError.NoPublishedPrice"/>, <see cref="PricingError.NoPriceAtInstant"/>,
        /// <see cref="PricingError.MissingRate"/>, <see cref="PricingError.UnknownServiceTier"/>, <see cref="PricingError.UnknownRegion"/>,
        /// or <see cref="PricingError.ContradictoryUsage"/> where two counts may be the same tokens and both are priced.
        /// </exception>
        /// <exception cref="OverflowException">No <see cref="decimal"/> holds an amount exactly.</exception>
        public Cost CostOf(TokenUsage usage, Instant at, CostOptions? options = null)
        {
            ArgumentNullException.ThrowIfNull(offer);
            CostOptions asked = OfferCosting.Asked(offer, options);
            return usage.IsAggregate
                ? new AggregateCalculator(offer, usage, at, asked).Calculate()
                : OfferCosting.Calculator(offer, offer.RateCardAt(at), asked).Calculate(usage, at);
        }

        /// <summary>
        /// What a usage costs in all, without a receipt: the total of
        /// <see cref="extension(Offer).CostOf(TokenUsage, Instant, CostOptions?)"/> to the last digit, in nanoseconds and without
        /// allocating memory for nearly every call and offer. Only the rare others go the long way.
        /// </summary>
        /// <param name="usage">What was used. Where it is of several requests, the total is the best estimate.</param>
        /// <param name="at">When; ignored for a usage that is spread over an interval of its own.</param>
        /// <param name="options">
        /// How it is asked for; <see langword="null"/>: standard tier, no region, no adjustments. Whatever it says of parts without a
        /// price, they are an error here: a total alone could not say what it leaves out.
        /// </param>
        /// <exception cref="PricingException">As <see cref="extension(Offer).CostOf(TokenUsage, Instant, CostOptions?)"/>.</exception>
        /// <exception cref="OverflowException">No <see cref="decimal"/> holds an amount exactly.</exception>
        public Usd TotalOf(in TokenUsage usage, Instant at, CostOptions? options = null)
        {
            ArgumentNullException.ThrowIfNull(offer);
            ServiceTier tier = options is null ? ServiceTier.Standard : options.ServiceTier;
            return (options is null || options.IsOrdinary) && offer.PicoHistory(tier).TryTotal(usage, at, out Usd total)
                ? total
                : offer.CostOf(usage, at, (options ?? new CostOptions()) with { MissingRate = MissingRatePolicy.Throw }).Total;
        }
    }

    /// <param name="model">The model.</param>
    extension(Model model)
    {
        /// <summary>Returns who offers the model on a day, and at which prices.</summary>
        /// <param name="on">The day; the prices are those at its first moment in UTC.</param>
        public Availability Availability(LocalDate on)
        {
            ArgumentNullException.ThrowIfNull(model);
            return new Availability(model, on);
        }
    }
}
