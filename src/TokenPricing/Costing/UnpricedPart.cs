namespace TokenPricing.Costing;

/// <summary>A part of a usage for which no price is known, and why; it is in no sum.</summary>
/// <param name="Part">The part.</param>
/// <param name="Reason">Why it has no price, in a sentence.</param>
public sealed record UnpricedPart(MeterQuantity Part, string Reason);
