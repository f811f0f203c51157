namespace TokenPricing.Warehouse;

/// <summary>What decides the price of a call beside its time and its counts: an offer with its options, or why there is none.</summary>
/// <param name="Offer">The offer; <see langword="null"/> if the name has none.</param>
/// <param name="Options">The service tier and the region.</param>
/// <param name="Status">Why no call has a price; <see cref="CallStatus.Priced"/> if the offer decides.</param>
/// <param name="Message">The same in words; <see langword="null"/> if the offer decides.</param>
internal sealed record CallTerms(Offer? Offer, CostOptions Options, CallStatus Status, string? Message)
{
    /// <summary>Gets what orders the terms and tells them apart.</summary>
    public (string Offer, string Tier, string Region, int Status) Key =>
        (Offer?.ToString() ?? "", Options.ServiceTier.Value, Options.Region ?? "", (int)Status);

    /// <summary>Returns the terms of a name.</summary>
    /// <param name="prices">The prices.</param>
    /// <param name="name">The name.</param>
    /// <param name="options">The options of the tables.</param>
    public static CallTerms Of(PriceCatalog prices, CallName name, WarehouseOptions options)
    {
        if (name.HasEndMark)
        {
            return new CallTerms(
                null, new CostOptions(), CallStatus.UnresolvedName,
                @"A name with a line '\.' cannot be in the tables: loaders take that line for the end of the file.");
        }

        Offer offer;
        try
        {
            offer = name.Provider.Length == 0 ? prices.Offer(name.Model) : prices.Offer(name.Provider, name.Model);
        }
        catch (PricingException e)
        {
            return new CallTerms(null, new CostOptions(), StatusOf(e.Error), e.Message);
        }

        ServiceTier tier = ServiceTier.Standard;
        if (name.ServiceTier.Length > 0 && !ServiceTier.TryParse(name.ServiceTier, out tier) && !options.AllowStandardTier)
        {
            return new CallTerms(
                null, new CostOptions(), CallStatus.UnknownServiceTier, $"'{name.ServiceTier}' is not the word of a service tier.");
        }

        return new CallTerms(
            offer,
            new CostOptions
            {
                ServiceTier = tier,
                AllowStandardTier = options.AllowStandardTier,
                Region = name.Region.Length == 0 ? null : name.Region.ToLowerInvariant(),
                MissingRate = MissingRatePolicy.Throw,
            },
            CallStatus.Priced,
            null);
    }

    /// <summary>Returns the status of an error.</summary>
    public static CallStatus StatusOf(PricingError error) => error switch
    {
        PricingError.UnknownModel => CallStatus.UnknownModel,
        PricingError.UnknownProvider => CallStatus.UnknownProvider,
        PricingError.UnknownOffer => CallStatus.UnknownOffer,
        PricingError.NameTooLong => CallStatus.NameTooLong,
        PricingError.UnknownServiceTier => CallStatus.UnknownServiceTier,
        PricingError.UnknownRegion => CallStatus.UnknownRegion,
        PricingError.NoPublishedPrice => CallStatus.NoPublishedPrice,
        PricingError.NoPriceAtInstant => CallStatus.NoPriceAtInstant,
        PricingError.NotReleased => CallStatus.NotReleased,
        PricingError.MissingRate => CallStatus.MissingRate,
        PricingError.ContradictoryUsage => CallStatus.ContradictoryUsage,
        _ => throw new ArgumentOutOfRangeException(nameof(error), error, "A name or a call does not have this error."),
    };
}
