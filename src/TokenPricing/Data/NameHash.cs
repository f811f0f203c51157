using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TokenPricing.Data;

/// <summary>Hashes of names that are compared without regard to case.</summary>
internal static class NameHash
{
    // Four characters, each of which is not ASCII where one of these bits is set; and the bit that upper and lower case differ in.
    private const ulong NotAscii = 0xFF80_FF80_FF80_FF80;
    private const ulong Case = 0x0020_0020_0020_0020;

    private const ulong Factor = 0xA076_1D64_78BD_642F;

    // The bytes of four characters, and of eight, which are taken at once.
    private const int Four = 4 * sizeof(char);
    private const int Eight = 8 * sizeof(char);

    // Another one in every process, as texts have, so that no file can be made of names that all have one hash.
    private static readonly ulong Seed = unchecked((ulong)nameof(TokenPricing).GetHashCode(StringComparison.Ordinal) * 0x9E37_79B9_7F4A_7C15);
    private static readonly ulong OtherSeed = Mix(Seed, Factor);

    /// <summary>A hash of two names; the same for names that are equal but for case.</summary>
    public static ulong Of(string first, string second)
    {
        // Neither waits for the other.
        ulong one = Add(Seed, first);
        ulong other = Add(Seed, second);
        return Mix(one, BitOperations.RotateLeft(other, 32));
    }

    // Characters are folded by a single bit, which makes some equal that are not ("@" and "`"): allowed of a hash. Only ASCII has
    // the case of ASCII; a name with another character in it is left to the runtime as a whole.
    private static ulong Add(ulong hash, string name)
    {
        ReadOnlySpan<byte> text = MemoryMarshal.AsBytes(name.AsSpan());
        ulong sum = unchecked(hash + (ulong)name.Length);
        ulong all = 0;
        for (ReadOnlySpan<byte> rest = text; rest.Length > Eight; rest = rest[Eight..])
        {
            sum = Mix(sum, BinaryPrimitives.ReadUInt64LittleEndian(rest), BinaryPrimitives.ReadUInt64LittleEndian(rest[Four..]), ref all);
        }

        // The last eight, of which some may have been in it already; of a shorter name the first four and the last four.
        sum = text.Length < Four
            ? Mix(sum, Few(text), 0, ref all)
            : Mix(sum, BinaryPrimitives.ReadUInt64LittleEndian(text[Math.Max(0, text.Length - Eight)..]), BinaryPrimitives.ReadUInt64LittleEndian(text[^Four..]), ref all);
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

    // Two times four characters.
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
