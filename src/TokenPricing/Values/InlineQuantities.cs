namespace TokenPricing.Values;

/// <summary>
/// Represents the quantities of the first seven meters of <see cref="Meter.All"/>, stored without an allocation.
/// </summary>
[InlineArray(7)]
internal struct InlineQuantities
{
    private long _first;
}
