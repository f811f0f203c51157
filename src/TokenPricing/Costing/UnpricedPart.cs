namespace TokenPricing.Costing;

/// <summary>
/// A part of a usage for which no price is known. It is not included in any amount of the
/// <see cref="Cost"/>.
/// </summary>
/// <param name="Part">The meter and the number of its units.</param>
/// <param name="Reason">Why there is no price, as a sentence.</param>
/// <remarks>
/// Costs have unpriced parts only under <see cref="MissingRatePolicy.LeaveUnpriced"/>; otherwise a
/// missing price is an error.
/// </remarks>
public sealed record UnpricedPart(MeterQuantity Part, string Reason);
