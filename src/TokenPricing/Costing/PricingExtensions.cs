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
        /// <param name="usage">The usage. If it is of several requests, or spread over a period, the cost is an interval.</param>
        /// <param name="at">When the request was made. Ignored for a usage that has a period of its own.</param>
        /// <param name="options">
        /// Service tier, region, missing rates and adjustments; <see langword="null"/> for the defaults. The discount of
        /// <see cref="PricingSettings.Discounts"/> for the provider applies in any case.
        /// </param>
        /// <exception cref="PricingException">
        /// <see cref="PricingError.NoPublishedPrice"/>, <see cref="PricingError.NoPriceAtInstant"/>,
        /// <see cref="PricingError.MissingRate"/>, <see cref="PricingError.UnknownServiceTier"/>, <see cref="PricingError.UnknownRegion"/>,
        /// or <see cref="PricingError.ContradictoryUsage"/> where two counts may be the same tokens and both have a price.
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
        /// <param name="usage">The usage. If it is of several requests, or spread over a period, the total is the best estimate.</param>
        /// <param name="at">When the request was made. Ignored for a usage that has a period of its own.</param>
        /// <param name="options">
        /// Service tier, region and adjustments; <see langword="null"/> for the defaults. Its missing-rate policy is ignored: a part
        /// without a price is an error, since a total cannot show what it leaves out.
        /// </param>
        /// <returns>The <see cref="Cost.Total"/> of <see cref="CostOf"/>, equal to the last digit.</returns>
        /// <remarks>
        /// Takes nanoseconds and allocates nothing for nearly all calls and offers. A region, an adjustment, or a rate that is not a whole
        /// number of pico-dollars per unit takes as long as <see cref="CostOf"/>.
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

    extension(TokenUsage)
    {
        /// <summary>Reads the usage of one request from the JSON body of its response.</summary>
        /// <param name="json">
        /// One JSON object, nested at most 64 levels deep. Of a stream, pass the last chunk or event that has a usage. Everything but the
        /// usage may be omitted.
        /// </param>
        /// <param name="flavor">
        /// The API that wrote the response; <see langword="null"/> to recognize it by its fields, which succeeds only if they leave no
        /// doubt about how the usage is counted.
        /// </param>
        /// <returns>The usage, with every count that the flavor documents and the response reports.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="json"/> is <see langword="null"/>.</exception>
        /// <exception cref="PricingException">
        /// <see cref="PricingError.UnreadableResponse"/>: the body is not JSON, has no usage, or has something other than a count where one
        /// is expected.
        /// </exception>
        /// <exception cref="PricingException">
        /// <see cref="PricingError.UnknownResponseFlavor"/>: <paramref name="flavor"/> is <see langword="null"/> and the
        /// fields fit no flavor, or several that count differently.
        /// </exception>
        /// <exception cref="PricingException">
        /// <see cref="PricingError.ContradictoryUsage"/>: a count is negative, or larger than the total that contains it. The message names
        /// the JSON fields.
        /// </exception>
        /// <example>
        /// <code>
        /// TokenUsage claude = TokenUsage.FromResponse(
        ///     """{"type":"message","usage":{"input_tokens":4000,"cache_read_input_tokens":8000,"output_tokens":900}}""");
        ///
        /// long? all = claude.InputTokens;               // 12000
        /// </code>
        /// </example>
        public static TokenUsage FromResponse([StringSyntax(StringSyntaxAttribute.Json)] string json, ResponseFlavor? flavor = null)
        {
            ArgumentNullException.ThrowIfNull(json);
            using JsonDocument document = ResponseReader.Parse(() => JsonDocument.Parse(json));
            return ResponseReader.Read(document.RootElement, flavor);
        }

        /// <inheritdoc cref="extension(TokenUsage).FromResponse(string, ResponseFlavor?)"/>
        /// <param name="utf8Json">One JSON object in UTF-8, without a byte order mark, nested at most 64 levels deep.</param>
        /// <param name="flavor">The API that wrote the response; <see langword="null"/> to recognize it by its fields.</param>
        public static TokenUsage FromResponse(ReadOnlyMemory<byte> utf8Json, ResponseFlavor? flavor = null)
        {
            using JsonDocument document = ResponseReader.Parse(() => JsonDocument.Parse(utf8Json));
            return ResponseReader.Read(document.RootElement, flavor);
        }

        /// <inheritdoc cref="extension(TokenUsage).FromResponse(string, ResponseFlavor?)"/>
        /// <param name="body">The body as parsed JSON: one object.</param>
        /// <param name="flavor">The API that wrote the response; <see langword="null"/> to recognize it by its fields.</param>
        public static TokenUsage FromResponse(JsonElement body, ResponseFlavor? flavor = null) => ResponseReader.Read(body, flavor);
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
