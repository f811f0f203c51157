namespace TokenPricing.Catalogs;

/// <summary>A rate that differs between two catalogs.</summary>
/// <param name="Model">The id of the model.</param>
/// <param name="Provider">The id of the provider.</param>
/// <param name="Meter">The meter.</param>
/// <param name="Condition">The condition of the rate.</param>
/// <param name="Before">The rate in the earlier catalog; <see langword="null"/> if it has none.</param>
/// <param name="After">The rate in the later catalog; <see langword="null"/> if it has none.</param>
public sealed record RateDifference(string Model, string Provider, Meter Meter, RateCondition Condition, Rate? Before, Rate? After)
{
    /// <summary>
    /// The increase of the rate as a share of the earlier rate; negative if it decreased. <see langword="null"/> if a rate was added or
    /// removed, or was free before.
    /// </summary>
    public Percentage? Change => Before is { IsFree: false } before && After is { } after
        ? Percentage.FromFraction((after - before) / before)
        : null;
}
