namespace TokenPricing.Costing;

/// <summary>What the options of a cost mean for one rate card: a service tier, and the surcharge of a region.</summary>
/// <param name="offer">The offer, for messages.</param>
/// <param name="card">The rate card.</param>
/// <param name="options">The options, with the offer's discount.</param>
internal readonly struct CardTerms(Offer offer, RateCard card, CostOptions options)
{
    /// <summary>The service tier whose rates apply: that of the options, or the standard one where it may stand in.</summary>
    /// <exception cref="PricingException">The card does not price the tier, and the options do not allow the standard one.</exception>
    public ServiceTier Tier =>
        card.Supports(options.ServiceTier) ? options.ServiceTier
        : options.AllowStandardTier ? ServiceTier.Standard
        : throw new PricingException(
            PricingError.UnknownServiceTier,
            $"{offer} has no {options.ServiceTier} prices; it has {string.Join(" and ", card.ServiceTiers)}."
            + SimilarNames.Question(SimilarNames.Of(options.ServiceTier.Value, card.ServiceTiers.Select(t => t.Value)))
            + " Allow the standard tier to bill it as standard.");

    /// <summary>The card's uplift for the region of the options; <see langword="null"/> without a region.</summary>
    /// <exception cref="PricingException">The card does not list the region.</exception>
    public RegionalUplift? Uplift => options.Region is not { } region ? null
        : card.UpliftIn(region) is { } listed ? listed
        : options.AllowUnlistedRegion ? null
        : throw new PricingException(
            PricingError.UnknownRegion,
            $"{offer} has no price for the region '{region}'; {Regions}. Omit the region to bill without a regional uplift.");

    /// <summary>The factor of every charge: of the region and of the adjustments in percent.</summary>
    /// <exception cref="PricingException">The card does not list the region.</exception>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the factor exactly.</exception>
    public decimal Multiple => options.Adjustments.Aggregate(Uplift?.Multiple ?? 1, (all, a) => Exact.Multiply(all, a.Multiple));

    private string Regions => card.RegionalUplifts.IsEmpty
        ? "it lists no regions"
        : $"its regions are {string.Join(", ", card.RegionalUplifts.Select(u => u.Region))}";

    /// <summary>Returns the options of a calculation, with the provider's discount from the catalog's settings added.</summary>
    /// <param name="offer">The offer, which knows its discount.</param>
    /// <param name="options">The caller's options; <see langword="null"/> for the defaults.</param>
    public static CostOptions OptionsOf(Offer offer, CostOptions? options)
    {
        CostOptions effective = options ?? new CostOptions();
        return offer.Discount is { } discount
            ? effective with
            {
                Adjustments = effective.Adjustments.Add(
                    Adjustment.NegotiatedDiscount(discount.Discount, $"discount of {discount.Provider}")),
            }
            : effective;
    }

    /// <summary>Returns the prices of an offer under some options, as whole numbers with every multiple that the options ask for.</summary>
    /// <param name="offer">The offer.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    /// <returns>The program. It has no prices of a card to which the options cannot be applied as one tier and one multiple.</returns>
    public static PriceProgram ProgramOf(Offer offer, CostOptions? options) =>
        options is null || (options.IsOrdinary && !options.AllowStandardTier)
        ? offer.Program(options?.ServiceTier ?? ServiceTier.Standard)
        : new PriceProgram(offer.History, card => new CardTerms(offer, card, OptionsOf(offer, options)).Whole());

    /// <summary>
    /// The tier and the multiple. Null where the receipt would throw, and where there is a fixed amount, which belongs to no unit.
    /// </summary>
    private (ServiceTier Tier, decimal Multiple)? Whole()
    {
        if (options.Adjustments.Any(a => a.Amount != Usd.Zero))
        {
            return null;
        }

        try
        {
            return (Tier, Multiple);
        }
        catch (Exception e) when (e is PricingException or OverflowException)
        {
            return null;
        }
    }
}
