namespace TokenPricing.Costing;

/// <summary>The kinds of <see cref="Adjustment"/>, in the order in which they apply.</summary>
/// <remarks>Each kind applies to what the ones before it left. Within one kind, percentages apply before fixed amounts.</remarks>
internal enum AdjustmentKind
{
    /// <summary>A surcharge for processing in a region.</summary>
    RegionalUplift,

    /// <summary>A discount that the provider gives to every customer.</summary>
    ProviderDiscount,

    /// <summary>A discount from the caller's own contract with the provider.</summary>
    NegotiatedDiscount,

    /// <summary>A surcharge that the caller adds before charging the cost on.</summary>
    Markup,
}
