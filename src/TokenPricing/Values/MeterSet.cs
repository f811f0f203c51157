using System.Numerics;

namespace TokenPricing.Values;

/// <summary>
/// Represents a set of meters as two 64-bit masks, of which a bit is the meter's index in <see cref="Meter.All"/>.
/// </summary>
/// <param name="First">The meters 0 to 63.</param>
/// <param name="Second">The meters 64 to 127.</param>
/// <remarks>See docs/decisions/performance-notes.md for why this is not a <see cref="UInt128"/>.</remarks>
internal readonly record struct MeterSet(ulong First, ulong Second)
{
    private const int Bits = 64;

    /// <summary>Returns the meters that are in both sets.</summary>
    public MeterSet And(MeterSet other) => new(First & other.First, Second & other.Second);

    /// <summary>Returns the meters that are in at least one of the sets.</summary>
    public MeterSet Or(MeterSet other) => new(First | other.First, Second | other.Second);

    /// <summary>Returns the set with one more meter.</summary>
    /// <param name="meter">The meter's index in <see cref="Meter.All"/>.</param>
    public MeterSet With(int meter) =>
        meter < Bits ? this with { First = First | (1UL << meter) } : this with { Second = Second | (1UL << (meter - Bits)) };

    /// <summary>Enumerates the indexes of the meters in ascending order.</summary>
    public IEnumerator<int> GetEnumerator()
    {
        for (ulong left = First; left != 0; left &= left - 1)
        {
            yield return BitOperations.TrailingZeroCount(left);
        }

        for (ulong left = Second; left != 0; left &= left - 1)
        {
            yield return Bits + BitOperations.TrailingZeroCount(left);
        }
    }

    /// <summary>Determines whether a meter is in the set.</summary>
    /// <param name="meter">The meter's index in <see cref="Meter.All"/>.</param>
    public bool Has(int meter) => ((meter < Bits ? First >> meter : Second >> (meter - Bits)) & 1) == 1;
}
