namespace TokenPricing.Catalogs;

/// <summary>What an audit finds. In files, a kind is written in lower case with hyphens: <c>unit-slip</c>.</summary>
public enum AuditKind
{
    /// <summary>A source states a different price than the catalog.</summary>
    SourcesDisagree,

    /// <summary>
    /// A price differs by a factor of 100 or more from those of other providers, or is outside the range of token prices anywhere, as when
    /// cents are taken for dollars.
    /// </summary>
    UnitSlip,

    /// <summary>A price differs by a factor of 10 or more from the median of the other providers of the model.</summary>
    PriceOutlier,

    /// <summary>Output costs less than input.</summary>
    OutputCheaperThanInput,

    /// <summary>Reading from the cache costs more than ordinary input.</summary>
    CacheReadMoreExpensiveThanInput,

    /// <summary>Writing to the cache costs less than reading from it.</summary>
    CacheWriteCheaperThanRead,

    /// <summary>A service tier that is meant to save money, batch or flex, costs more than the standard one.</summary>
    SavingTierMoreExpensive,

    /// <summary>A long request costs less per token than a short one.</summary>
    LongContextCheaper,

    /// <summary>
    /// Two context tiers with different thresholds have the same price; one of them may be a copy with a wrong threshold.
    /// </summary>
    RepeatedTier,

    /// <summary>One rate of an offer is zero and another is not.</summary>
    ZeroBesidePaid,

    /// <summary>An offer is free although other providers charge for the model. It can be free, part of a plan, or not known.</summary>
    FreeWhereOthersCharge,

    /// <summary>A price is a round number except for a residue of binary floating point or of a conversion.</summary>
    RoundingResidue,

    /// <summary>A variant of a model has a different price than the model, so one must not be priced as the other.</summary>
    FormPriceDiffers,

    /// <summary>Nothing new was recorded for an offer for a long time.</summary>
    Stale,

    /// <summary>An offer has ended, but its price has no end.</summary>
    RetiredButPriced,

    /// <summary>No offer of a model has a price.</summary>
    ModelWithoutPrice,

    /// <summary>An alias refers to a model that no provider offers.</summary>
    AliasWithoutOffer,
}
