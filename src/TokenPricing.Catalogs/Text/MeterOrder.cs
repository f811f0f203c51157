using System.Collections.Frozen;

namespace TokenPricing.Catalogs;

/// <summary>The order in which files list meters: that of <see cref="Meter.All"/>.</summary>
internal static class MeterOrder
{
    private static readonly FrozenDictionary<Meter, int> Places = Meter.All.Index().ToFrozenDictionary(m => m.Item, m => m.Index);

    /// <summary>Returns the place of a meter, counted from 0.</summary>
    public static int Of(Meter meter) => Places[meter];
}
