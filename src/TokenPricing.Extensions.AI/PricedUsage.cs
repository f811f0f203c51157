namespace TokenPricing.Extensions.AI;

/// <summary>What was used and what it costs, as <see cref="TrackedCall"/> has it.</summary>
internal readonly record struct PricedUsage(TokenUsage? Usage, Offer? Offer, Cost? Cost, Exception? Failure);
