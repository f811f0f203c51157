using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace TokenPricing.Data;

/// <summary>Computes hash codes of names that are compared without regard to case.</summary>
/// <remarks>
/// Eight characters are hashed at a time, with ASCII letters folded to lower case; see docs/decisions/lookup-performance.md. Hash codes
/// differ from process to process and must not be stored.
/// </remarks>
internal static class NameHash
{
    /// <summary>
    /// A mask over four characters: one of these bits is set if a character is not ASCII. Case is the bit that tells upper from lower case.
    /// </summary>
    private const ulong NotAscii = 0xFF80_FF80_FF80_FF80;
    private const ulong Case = 0x0020_0020_0020_0020;

    private const ulong Factor = 0xA076_1D64_78BD_642F;

    /// <summary>The sizes of four and of eight characters, in bytes.</summary>
    private const int Four = 4 * sizeof(char);
    private const int Eight = 8 * sizeof(char);

    /// <summary>Random per process, as for strings, so that nobody can prepare a file whose names all have the same hash code.</summary>
    private static readonly ulong Seed =
        unchecked((ulong)nameof(TokenPricing).GetHashCode(StringComparison.Ordinal) * 0x9E37_79B9_7F4A_7C15);

    private static readonly ulong OtherSeed = Mix(Seed, Factor);

    /// <summary>Returns the hash code of two names, which is the same for names that are equal but for case.</summary>
    public static ulong Of(string first, string second)
    {
        // The processor runs both at once: neither needs the result of the other.
        ulong one = Add(Seed, first);
        ulong other = Add(Seed, second);
        return Mix(one, BitOperations.RotateLeft(other, 32));
    }

    /// <summary>
    /// Setting one bit folds the case of ASCII letters. It also makes "@" and "`" alike, which a hash code may do. A name with any
    /// other character gets the hash code of the runtime.
    /// </summary>
    private static ulong Add(ulong hash, string name)
    {
        ReadOnlySpan<byte> text = MemoryMarshal.AsBytes(name.AsSpan());
        ulong sum = unchecked(hash + (ulong)name.Length);
        ulong all = 0;
        for (ReadOnlySpan<byte> rest = text; rest.Length > Eight; rest = rest[Eight..])
        {
            sum = Mix(sum, BinaryPrimitives.ReadUInt64LittleEndian(rest), BinaryPrimitives.ReadUInt64LittleEndian(rest[Four..]), ref all);
        }

        // The last eight characters, some of which may be hashed already; of a shorter name, the first four and the last four.
        sum = text.Length < Four
            ? Mix(sum, Few(text), 0, ref all)
            : Mix(
                sum,
                BinaryPrimitives.ReadUInt64LittleEndian(text[Math.Max(0, text.Length - Eight)..]),
                BinaryPrimitives.ReadUInt64LittleEndian(text[^Four..]),
                ref all);
        return (all & NotAscii) == 0 ? sum : Mix(hash, unchecked((ulong)name.GetHashCode(StringComparison.OrdinalIgnoreCase)));
    }

    private static ulong Few(ReadOnlySpan<byte> text)
    {
        ulong few = 0;
        for (int i = 0; i < text.Length; i += sizeof(char))
        {
            few = (few << 16) | BinaryPrimitives.ReadUInt16LittleEndian(text[i..]);
        }

        return few;
    }

    /// <summary>Mixes in two groups of four characters, and collects their bits in `all`.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong sum, ulong one, ulong other, ref ulong all)
    {
        all |= one | other;
        return Fold(sum ^ (one | Case), OtherSeed ^ (other | Case));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong hash, ulong value) => Fold(hash ^ value, Factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong one, ulong other)
    {
        ulong high = Math.BigMul(one, other, out ulong low);
        return high ^ low;
    }
}
