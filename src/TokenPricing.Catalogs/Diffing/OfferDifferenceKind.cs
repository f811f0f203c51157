namespace TokenPricing.Catalogs;

/// <summary>How an offer differs between two catalogs.</summary>
public enum OfferDifferenceKind
{
    /// <summary>It is in the second only.</summary>
    Added,

    /// <summary>It is in the first only.</summary>
    Removed,

    /// <summary>It has a price in the second only.</summary>
    Priced,

    /// <summary>It has a price in the first only.</summary>
    Unpriced,

    /// <summary>It has ended in the second only.</summary>
    Retired,

    /// <summary>It has ended in the first only.</summary>
    Revived,
}
