namespace TokenPricing.Catalogs;

/// <summary>A rate that differs between two catalogs.</summary>
/// <param name="Model">The id of the model.</param>
/// <param name="Provider">The id of the provider.</param>
/// <param name="Meter">What is billed.</param>
/// <param name="Condition">When the rate holds.</param>
/// <param name="Before">The rate in the first; <see langword="null"/>: it has none.</param>
/// <param name="After">The rate in the second; <see langword="null"/>: it has none.</param>
public sealed record RateDifference(string Model, string Provider, Meter Meter, RateCondition Condition, Rate? Before, Rate? After)
{
    /// <summary>
    /// By how much the rate is higher in the second, as a share of that in the first; less than 0 % where it is lower.
    /// <see langword="null"/> where a rate came or went, or was free before.
    /// </summary>
    public Percentage? Change => Before is { IsFree: false } before && After is { } after
        ? Percentage.FromFraction((after - before) / before)
        : null;
}
