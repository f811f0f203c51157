namespace TokenPricing.Values;

/// <summary>Why a question about prices has no answer; stable names, fit for logs and exit codes.</summary>
public enum PricingError
{
    /// <summary>No model has this id.</summary>
    UnknownModel,

    /// <summary>No provider has this id.</summary>
    UnknownProvider,

    /// <summary>No source says of any model whether it has this capability.</summary>
    UnknownCapability,

    /// <summary>The model and the provider are known, but the provider does not offer the model.</summary>
    UnknownOffer,

    /// <summary>The offer is known, but no source publishes a price for it.</summary>
    NoPublishedPrice,

    /// <summary>Prices are known, but none holds at the instant asked for.</summary>
    NoPriceAtInstant,

    /// <summary>The rate card has prices, but none for a meter that is needed.</summary>
    MissingRate,

    /// <summary>The offer has no prices for the service tier asked for.</summary>
    UnknownServiceTier,

    /// <summary>The offer has no price for the region asked for.</summary>
    UnknownRegion,

    /// <summary>A usage contradicts itself: a part is larger than its total, a count is negative, or a total is missing.</summary>
    ContradictoryUsage,

    /// <summary>A response's flavor was not named, and its body could be read in more than one way, or in none that is known.</summary>
    UnknownResponseFlavor,

    /// <summary>A response has no usage that can be read: it is not JSON, has no usage, or has something else where a count should be.</summary>
    UnreadableResponse,
}
