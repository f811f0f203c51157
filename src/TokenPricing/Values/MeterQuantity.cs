using System.Globalization;

namespace TokenPricing.Values;

/// <summary>So many units of a meter.</summary>
/// <param name="Meter">What was counted.</param>
/// <param name="Quantity">How many units.</param>
public readonly record struct MeterQuantity(Meter Meter, long Quantity)
{
    /// <summary>The quantity and what it counts, in every culture: <c>8,000 cached input tokens</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Quantity:N0} {Meter.Unit}");
}
