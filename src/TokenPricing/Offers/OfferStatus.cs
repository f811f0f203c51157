namespace TokenPricing.Offers;

/// <summary>What an offer is at an instant. Zero is free and unknown is unpriced; they are never mixed up.</summary>
public enum OfferStatus
{
    /// <summary>It has a published price, of which at least one rate is above zero.</summary>
    Paid,

    /// <summary>Every published rate is exactly zero.</summary>
    Free,

    /// <summary>It is offered, and no price of it is known.</summary>
    Unpriced,

    /// <summary>It has ended.</summary>
    Retired,
}
