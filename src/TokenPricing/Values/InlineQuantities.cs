using System.Runtime.CompilerServices;

namespace TokenPricing.Values;

/// <summary>The quantities of the first seven meters, in the order of <see cref="Meter.All"/>.</summary>
[InlineArray(7)]
internal struct InlineQuantities
{
    private long _first;
}
