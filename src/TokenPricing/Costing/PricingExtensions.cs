namespace TokenPricing;

/// <summary>
/// Provides the questions to ask of an <see cref="Offer"/> or a <see cref="Model"/>: what does it
/// cost, and who offers it?
/// </summary>
[SuppressMessage("Naming", "CA1708", Justification = "The names are those that the compiler gives to extension blocks.")]
public static class PricingExtensions
{
    /// <param name="offer">The offer.</param>
    extension(Offer offer)
    {
        /// <summary>Calculates the cost of a usage at this offer, with its receipt.</summary>
        /// <param name="usage">
        /// The usage. If it is of several requests, or spread over a period, the cost is an
        /// interval.
        /// </param>
        /// <param name="at">When the request was made. Ignored for a usage that has a period of its own.</param>
        /// <param name="options">
        /// Service tier, region, missing rates and adjustments; <see langword="null"/> for the
        /// defaults. The discount of <see cref="PricingSettings.Discounts"/> for the provider
        /// applies in any case.
        /// </param>
        /// <exception cref="PricingException">
        /// <see cref="PricingError.NoPublishedPrice"/>,
        /// <see cref="PricingError.NoPriceAtInstant"/>, <see cref="PricingError.MissingRate"/>,
        /// <see cref="PricingError.UnknownServiceTier"/>, <see cref="PricingError.UnknownRegion"/>,
        /// or <see cref="PricingError.ContradictoryUsage"/> where two counts may be the same tokens
        /// and both have a price.
        /// </exception>
        /// <exception cref="OverflowException">No <see cref="decimal"/> holds an amount exactly.</exception>
        public Cost CostOf(TokenUsage usage, Instant at, CostOptions? options = null)
        {
            ArgumentNullException.ThrowIfNull(offer);
            CostOptions effective = OfferCosting.EffectiveOptions(offer, options);
            return usage.IsAggregate
                ? new AggregateCalculator(offer, usage, at, effective).Calculate()
                : OfferCosting.Calculator(offer, offer.RateCardAt(at), effective).Calculate(usage, at);
        }

        /// <summary>Calculates the total cost of a usage at this offer in US dollars, without a receipt.</summary>
        /// <param name="usage">
        /// The usage. If it is of several requests, or spread over a period, the total is the best
        /// estimate.
        /// </param>
        /// <param name="at">When the request was made. Ignored for a usage that has a period of its own.</param>
        /// <param name="options">
        /// Service tier, region and adjustments; <see langword="null"/> for the defaults. Its
        /// missing-rate policy is ignored: a part without a price is an error, since a total cannot
        /// show what it leaves out.
        /// </param>
        /// <returns>The <see cref="Cost.Total"/> of <see cref="CostOf"/>, equal to the last digit.</returns>
        /// <remarks>
        /// Takes nanoseconds and allocates nothing for nearly all calls and offers. A region, an
        /// adjustment, or a rate that is not a whole number of pico-dollars per unit takes as long
        /// as <see cref="CostOf"/>.
        /// </remarks>
        /// <exception cref="PricingException">As for <see cref="CostOf"/>.</exception>
        /// <exception cref="OverflowException">No <see cref="decimal"/> holds an amount exactly.</exception>
        public Usd TotalOf(in TokenUsage usage, Instant at, CostOptions? options = null)
        {
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
        /// <param name="on">The day. Prices are those at its start in UTC.</param>
        /// <exception cref="ArgumentNullException">The model is <see langword="null"/>.</exception>
        public Availability Availability(LocalDate on)
        {
            ArgumentNullException.ThrowIfNull(model);
            return new Availability(model, on);
        }
    }
}
