using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TokenPricing;

/// <summary>Hashes of names that are compared without regard to case.</summary>
internal static class NameHash
{
    // The bytes of four characters.
    private const int AtOnce = 4 * sizeof(char);

    // Four characters, each of which is not ASCII where one of these bits is set; and the bit that upper and lower case differ in.
    private const ulong NotAscii = 0xFF80_FF80_FF80_FF80;
    private const ulong Case = 0x0020_0020_0020_0020;

    // Another one in every process, as texts have, so that no file can be made of names that all have one hash.
    private static readonly ulong Seed = unchecked((ulong)nameof(TokenPricing).GetHashCode(StringComparison.Ordinal) * 0x9E37_79B9_7F4A_7C15);

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
        ulong all = 0;
        ulong sum = Mix(hash, (ulong)name.Length);
        if (text.Length >= AtOnce)
        {
            for (ReadOnlySpan<byte> rest = text; rest.Length > AtOnce; rest = rest[AtOnce..])
            {
                ulong four = BinaryPrimitives.ReadUInt64LittleEndian(rest);
                all |= four;
                sum = Mix(sum, four | Case);
            }

            // The last four, of which some may have been in it already.
            text = text[^AtOnce..];
        }

        ulong last = text.Length == AtOnce ? BinaryPrimitives.ReadUInt64LittleEndian(text) : Few(text);
        return ((all | last) & NotAscii) == 0
            ? Mix(sum, last | Case)
            : Mix(hash, unchecked((ulong)name.GetHashCode(StringComparison.OrdinalIgnoreCase)));
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong hash, ulong value)
    {
        ulong high = Math.BigMul(hash ^ value, 0xA076_1D64_78BD_642F, out ulong low);
        return high ^ low;
    }
}
