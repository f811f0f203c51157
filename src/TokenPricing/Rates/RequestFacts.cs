namespace TokenPricing.Rates;

/// <summary>Holds what decides which rates apply to a request.</summary>
/// <param name="Parts">What the request used. Only measures of own quantities need it.</param>
/// <param name="At">The instant of the request.</param>
/// <param name="Tier">The service tier by which it is billed.</param>
/// <param name="MeasuredInput">The total input in tokens, which context tiers compare.</param>
/// <param name="Reasoned">Whether the request spent tokens on reasoning.</param>
internal readonly record struct RequestFacts(
    ImmutableArray<MeterQuantity> Parts, Instant At, ServiceTier Tier, long MeasuredInput, bool Reasoned);
