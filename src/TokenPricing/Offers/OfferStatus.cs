namespace TokenPricing.Offers;

/// <summary>
/// Specifies what is known about the price of an offer at an instant. A price of zero (<see cref="Free"/>) and an unknown price
/// (<see cref="Unpriced"/>) are never confused.
/// </summary>
public enum OfferStatus
{
    /// <summary>The offer has a published price with at least one rate above zero.</summary>
    Paid,

    /// <summary>The offer has a published price, and every rate is exactly zero.</summary>
    Free,

    /// <summary>The model is offered, but no price is known.</summary>
    Unpriced,

    /// <summary>The offer has ended.</summary>
    Retired,
}
