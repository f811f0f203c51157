namespace TokenPricing.Extensions.AI;

/// <summary>
/// The result of looking up a model: an offer, or the reason why there is none. Exactly one of the two is not <see langword="null"/>.
/// </summary>
internal readonly record struct FoundOffer(Offer? Offer, PricingException? Failure);
