namespace TokenPricing.Values;

/// <summary>Specifies why a price or a usage cannot be determined.</summary>
/// <remarks>The names are stable, so that logs, dashboards and exit codes may rely on them.</remarks>
public enum PricingError
{
    /// <summary>No model of the catalog has this id, alias or spelling.</summary>
    UnknownModel,

    /// <summary>No provider of the catalog has this id.</summary>
    UnknownProvider,

    /// <summary>No source states for any model whether it has this capability.</summary>
    UnknownCapability,

    /// <summary>The model and the provider are known, but the provider does not offer the model.</summary>
    UnknownOffer,

    /// <summary>The offer is known, but no source publishes a price for it.</summary>
    NoPublishedPrice,

    /// <summary>The offer has prices, but none is in effect at the given instant.</summary>
    NoPriceAtInstant,

    /// <summary>The instant is before the release of the model.</summary>
    NotReleased,

    /// <summary>The rate card has prices, but none for a meter that was used, nor for a parent of it.</summary>
    MissingRate,

    /// <summary>The offer has no prices for the requested service tier.</summary>
    UnknownServiceTier,

    /// <summary>The offer has no price for the requested region.</summary>
    UnknownRegion,

    /// <summary>
    /// The counts of a usage contradict each other: a part is larger than its total, a count is negative, or a total is
    /// missing.
    /// </summary>
    ContradictoryUsage,

    /// <summary>
    /// The flavor of a response was not given, and its fields fit no known flavor or several that count differently.
    /// </summary>
    UnknownResponseFlavor,

    /// <summary>
    /// A response has no readable usage: it is not JSON, has no usage, or has something other than a count where one is
    /// expected.
    /// </summary>
    UnreadableResponse,

    /// <summary>The name of a model or a provider has more than 512 characters, so that it is not looked up.</summary>
    NameTooLong,
}
