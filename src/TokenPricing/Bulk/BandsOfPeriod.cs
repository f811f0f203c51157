using System.Runtime.CompilerServices;

namespace TokenPricing.Bulk;

/// <summary>The least total input of a period's second band, and where its bands are in <see cref="BulkTables.Bands"/>: bytes to the second.</summary>
/// <remarks>Nearly all periods have one band or two. Of one with more, the second is <see cref="RatesOfBand.LongWay"/>, and stands for all beyond it.</remarks>
internal readonly record struct BandsOfPeriod(long LeastOfSecond, nint Second)
{
    /// <summary>The place of the band of a request in bytes; the input is small and not negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nint Of(long input) => unchecked(Second + ((nint)((input - LeastOfSecond) >> 63) * RatesOfBand.Size));
}
