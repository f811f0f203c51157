namespace TokenPricing.Catalogs;

/// <summary>What an audit finds. In files, a kind is written in lower case with hyphens: <c>unit-slip</c>.</summary>
public enum AuditKind
{
    /// <summary>A source states another price than the catalog.</summary>
    SourcesDisagree,

    /// <summary>A price is 100 times or more off those of other providers, or beyond what tokens cost anywhere: cents for dollars, thousands for millions.</summary>
    UnitSlip,

    /// <summary>A price is 10 times or more off the median of other providers of the same model.</summary>
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

    /// <summary>Two context tiers with different thresholds have the same price: one of them may be a copy under a wrong threshold.</summary>
    RepeatedTier,

    /// <summary>One rate of an offer is zero, another is not.</summary>
    ZeroBesidePaid,

    /// <summary>An offer is free for which other providers charge: free, part of a plan, or not known.</summary>
    FreeWhereOthersCharge,

    /// <summary>A price is a round one but for the residue of binary floating point or of a conversion.</summary>
    RoundingResidue,

    /// <summary>A form of a model costs other than the model: the one must not be priced as the other.</summary>
    FormPriceDiffers,

    /// <summary>Nothing new was learned of an offer for a long time.</summary>
    Stale,

    /// <summary>An offer has ended, and its price has no end.</summary>
    RetiredButPriced,

    /// <summary>No offer of a model has a price.</summary>
    ModelWithoutPrice,

    /// <summary>A name stands for a model that nobody offers.</summary>
    AliasWithoutOffer,
}
