namespace TokenPricing.Costing;

/// <summary>What an adjustment is, in the order in which adjustments are applied, each to what the ones before it left; of one kind, percentages before fixed amounts.</summary>
public enum AdjustmentKind
{
    /// <summary>What processing in a region costs more.</summary>
    RegionalUplift,

    /// <summary>What the provider takes off for everybody.</summary>
    ProviderDiscount,

    /// <summary>What the caller's contract takes off.</summary>
    NegotiatedDiscount,

    /// <summary>What the caller adds before charging it on.</summary>
    Markup,
}
