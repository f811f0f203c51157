using System.Text.Json;

namespace TokenPricing;

/// <summary>
/// Provides the questions to ask of an <see cref="Offer"/> or a <see cref="Model"/>: what does it cost, and who offers it?
/// </summary>
[SuppressMessage("Naming", "CA1708", Justification = "The names are those that the compiler gives to extension blocks.")]
public static class PricingExtensions
{
    /// <param name="offer">The offer.</param>
    extension(Offer offer)
    {
        /// <summary>Calculates the cost of a usage at this offer, with its receipt.</summary>
        /// <param name="usage">
        /// The usage. If it is of several requests, spread over a period, or does not tell how many tokens are in two counts, such as
        /// cached audio, the cost is an interval.
        /// </param>
        /// <param name="at">When the request was made. Ignored for a usage that has a period of its own.</param>
        /// <param name="options">
        /// Service tier, region, missing rates and adjustments; <see langword="null"/> for the defaults. The discount of
        /// <see cref="PricingSettings.Discounts"/> for the provider applies in any case.
        /// </param>
        /// <exception cref="PricingException">
        /// <see cref="PricingError.NoPublishedPrice"/>, <see cref="PricingError.NoPriceAtInstant"/>,
        /// <see cref="PricingError.MissingRate"/>, <see cref="PricingError.UnknownServiceTier"/>, or
        /// <see cref="PricingError.UnknownRegion"/>.
        /// </exception>
        /// <exception cref="OverflowException">No <see cref="decimal"/> holds an amount exactly.</exception>
        public Cost CostOf(TokenUsage usage, Instant at, CostOptions? options = null)
        {
            ArgumentNullException.ThrowIfNull(offer);
            CostOptions effective = CardTerms.OptionsOf(offer, options);
            return UsageCosting.CostOf(offer, usage, at, effective);
        }

        /// <summary>Calculates the cost of a call at this offer, as the response says that it was served.</summary>
        /// <param name="call">The call. What it says of the service tier and the region takes precedence over the options.</param>
        /// <param name="at">When the request was made.</param>
        /// <param name="options">How the call was made; <see langword="null"/> for the standard tier, no region and no adjustments.</param>
        /// <returns>The cost of everything that is billed, beside the cost that the response states.</returns>
        /// <remarks>
        /// The usages in <see cref="ServedCall.Billed"/> are priced one by one. A request that another model of the provider answered, such
        /// as an advisor, is priced at that model.
        /// </remarks>
        /// <exception cref="PricingException">As for <c>CostOf</c> of a usage.</exception>
        /// <exception cref="OverflowException">No <see cref="decimal"/> holds an amount exactly.</exception>
        public ServedCost CostOf(ServedCall call, Instant at, CostOptions? options = null)
        {
            ArgumentNullException.ThrowIfNull(offer);
            ArgumentNullException.ThrowIfNull(call);
            return ServedCosting.CostOf(
                offer,
                call,
                at,
                ServedCosting.TermsOf(call, options),
                m => offer.Provider.Offers.FirstOrDefault(o => o.Model.Id == m) ?? throw new PricingException(
                    PricingError.UnknownOffer, $"The response bills a part to the model '{m}', which {offer.Provider} does not offer."));
        }

        /// <summary>Calculates the total cost of a usage at this offer in US dollars, without a receipt.</summary>
        /// <param name="usage">The usage. If it is of several requests, or spread over a period, the total is the best estimate.</param>
        /// <param name="at">When the request was made. Ignored for a usage that has a period of its own.</param>
        /// <param name="options">
        /// Service tier, region and adjustments; <see langword="null"/> for the defaults. Its missing-rate policy is ignored: a part
        /// without a price is an error, since a total cannot show what it leaves out.
        /// </param>
        /// <returns>The <see cref="Cost.Total"/> of <see cref="CostOf(Offer, TokenUsage, Instant, CostOptions?)"/>, equal to the last
        /// digit.</returns>
        /// <remarks>
        /// Takes nanoseconds and allocates nothing for nearly all calls and offers. A region, an adjustment, or a rate that is not a whole
        /// number of pico-dollars per unit takes as long as <see cref="CostOf(Offer, TokenUsage, Instant, CostOptions?)"/>.
        /// </remarks>
        /// <exception cref="PricingException">As for <see cref="CostOf(Offer, TokenUsage, Instant, CostOptions?)"/>.</exception>
        /// <exception cref="OverflowException">No <see cref="decimal"/> holds an amount exactly.</exception>
        public Usd TotalOf(in TokenUsage usage, Instant at, CostOptions? options = null)
        {
            ArgumentNullException.ThrowIfNull(offer);
            ServiceTier tier = options is null ? ServiceTier.Standard : options.ServiceTier;
            return (options is null || options.IsOrdinary) && offer.Program(tier).TryTotal(usage, at, out Usd total)
                ? total
                : offer.CostOf(usage, at, (options ?? new CostOptions()) with { MissingRate = MissingRatePolicy.Throw }).Total;
        }
    }

    extension(TokenUsage)
    {
        /// <summary>Reads the counts of one request from the JSON body of its response, without what else the response says.</summary>
        /// <inheritdoc cref="ServedCall.FromResponse(string, ResponseFlavor?, bool)"/>
        /// <returns>The usage, with every count that the flavor documents and the response reports.</returns>
        /// <remarks>
        /// A cost of these counts alone knows nothing of the tier, the region and the model that served the call, nor of numbers that
        /// nobody understood. For those, price the <see cref="ServedCall"/>.
        /// </remarks>
        /// <example>
        /// <code>
        /// TokenUsage claude = TokenUsage.FromResponse(
        ///     """{"type":"message","usage":{"input_tokens":4000,"cache_read_input_tokens":8000,"output_tokens":900}}""");
        ///
        /// long? all = claude.InputTokens;               // 12000
        /// </code>
        /// </example>
        public static TokenUsage FromResponse([StringSyntax(StringSyntaxAttribute.Json)] string json, ResponseFlavor? flavor = null) =>
            ServedCall.FromResponse(json, flavor).Usage;

        /// <inheritdoc cref="extension(TokenUsage).FromResponse(string, ResponseFlavor?)"/>
        /// <param name="utf8Json">One JSON object, or the text of a stream, in UTF-8.</param>
        /// <param name="flavor">The API that wrote the response; <see langword="null"/> to recognize it by its fields.</param>
        public static TokenUsage FromResponse(ReadOnlyMemory<byte> utf8Json, ResponseFlavor? flavor = null) =>
            ServedCall.FromResponse(utf8Json, flavor).Usage;

        /// <inheritdoc cref="extension(TokenUsage).FromResponse(string, ResponseFlavor?)"/>
        /// <param name="body">The body as parsed JSON: one object.</param>
        /// <param name="flavor">The API that wrote the response; <see langword="null"/> to recognize it by its fields.</param>
        public static TokenUsage FromResponse(JsonElement body, ResponseFlavor? flavor = null) =>
            ServedCall.FromResponse(body, flavor).Usage;
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
