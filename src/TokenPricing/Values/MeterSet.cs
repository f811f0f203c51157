using System.Numerics;

namespace TokenPricing.Values;

/// <summary>A set of meters, of which there are fewer than 128.</summary>
/// <remarks>Not a <see cref="UInt128"/>: no method that takes one can be compiled ahead of time.</remarks>
internal readonly record struct MeterSet(ulong First, ulong Second)
{
    private const int Bits = 64;

    /// <summary>What is in both sets.</summary>
    public MeterSet And(MeterSet other) => new(First & other.First, Second & other.Second);

    /// <summary>What is in either set.</summary>
    public MeterSet Or(MeterSet other) => new(First | other.First, Second | other.Second);

    /// <summary>The set with the meter that has this place in <see cref="Meter.All"/>.</summary>
    public MeterSet With(int meter) => meter < Bits ? this with { First = First | (1UL << meter) } : this with { Second = Second | (1UL << (meter - Bits)) };

    /// <summary>The places of the meters in the set, ascending.</summary>
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

    /// <summary>Whether the meter that has this place is in the set.</summary>
    public bool Has(int meter) => ((meter < Bits ? First >> meter : Second >> (meter - Bits)) & 1) == 1;
}
