namespace TokenPricing.Offers;

/// <summary>Specifies whose price stands for a model that several sellers offer.</summary>
/// <remarks>
/// A price is always that of one offer, input and output together. Which seller is the cheapest depends on the blend, and a seller that
/// nobody confirms may have a wrong price or one that nobody can buy at.
/// </remarks>
public enum PriceBasis
{
    /// <summary>
    /// The maker's own offer, where the maker sells the model. Otherwise the cheapest offer of a cloud or a host that two sources confirm,
    /// or that costs at least a third of the median; then the cheapest of all. This is the default.
    /// </summary>
    /// <remarks>In a catalog without kinds of sellers, it is the same as <see cref="Cheapest"/>.</remarks>
    Standard,

    /// <summary>The cheapest tracked offer, whoever sells it. Published comparison pages usually mean this.</summary>
    Cheapest,

    /// <summary>The offer in the middle of all by price; of an even number, the cheaper of the two in the middle.</summary>
    Median,
}
