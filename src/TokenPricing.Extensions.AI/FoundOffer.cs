namespace TokenPricing.Extensions.AI;

/// <summary>An offer, or the reason why there is none.</summary>
internal readonly record struct FoundOffer(Offer? Offer, PricingException? Failure);
