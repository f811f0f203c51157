namespace TokenPricing.Catalogs;

/// <summary>How an offer differs between two catalogs.</summary>
public enum OfferDifferenceKind
{
    /// <summary>Only the later catalog has the offer.</summary>
    Added,

    /// <summary>Only the earlier catalog has the offer.</summary>
    Removed,

    /// <summary>The offer has a price in the later catalog only.</summary>
    Priced,

    /// <summary>The offer has a price in the earlier catalog only.</summary>
    Unpriced,

    /// <summary>The offer is retired in the later catalog only.</summary>
    Retired,

    /// <summary>The offer is retired in the earlier catalog only.</summary>
    Revived,
}
