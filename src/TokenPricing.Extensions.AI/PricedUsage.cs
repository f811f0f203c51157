namespace TokenPricing.Extensions.AI;

/// <summary>A usage and its cost.</summary>
internal readonly record struct PricedUsage(TokenUsage? Usage, Offer? Offer, Cost? Cost, Exception? Failure);
