namespace TokenPricing.Extensions.AI;

/// <summary>
/// The usage of a call and its cost. A value is <see langword="null"/> if it is not known, and <paramref name="Failure"/> is why a reported
/// usage has no cost.
/// </summary>
internal readonly record struct PricedUsage(TokenUsage? Usage, Offer? Offer, Cost? Cost, Exception? Failure);
