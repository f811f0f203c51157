using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace TokenPricing.Sqlite;

/// <summary>Writes values in the compact form in which the file stores them.</summary>
internal sealed class ByteWriter
{
    private byte[] _bytes = new byte[256];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public byte[] ToArray() => Span.ToArray();

    public void Byte(byte value) => Take(1)[0] = value;

    public void Bytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    public void Int32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Take(4), value);

    public void Int64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Take(8), value);

    public void Int128(Int128 value) => BinaryPrimitives.WriteInt128LittleEndian(Take(16), value);

    /// <summary>Writes a number that is zero or more in seven bits a byte.</summary>
    public void Number(long value)
    {
        ulong rest = (ulong)value;
        while (rest >= 0x80)
        {
            Byte((byte)((rest & 0x7F) | 0x80));
            rest >>= 7;
        }

        Byte((byte)rest);
    }

    /// <summary>Writes a number of either sign.</summary>
    public void Signed(Int128 value)
    {
        UInt128 rest = unchecked((UInt128)(value << 1) ^ (UInt128)(value >> 127));
        while (rest >= 0x80)
        {
            Byte((byte)((byte)(rest & 0x7F) | 0x80));
            rest >>= 7;
        }

        Byte((byte)rest);
    }

    public void Sum(ExactSum sum)
    {
        Signed(sum.Pico);
        if (sum.Rest.IsZero)
        {
            Byte(0);
            return;
        }

        byte[] rest = sum.Rest.ToByteArray();
        Number(rest.Length);
        Bytes(rest);
    }

    public void Decimal(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        foreach (int part in bits)
        {
            Int32(unchecked((uint)part));
        }
    }

    /// <summary>Writes a text: as UTF-8, or as UTF-16 if it is not valid Unicode, so that different texts stay different.</summary>
    public void Text(string text)
    {
        (byte[] bytes, bool isWide) = Encode(text);
        Number(((long)bytes.Length << 1) | (isWide ? 1L : 0));
        Bytes(bytes);
    }

    /// <summary>Returns a text as UTF-8, or as UTF-16 if it is not valid Unicode.</summary>
    public static (byte[] Bytes, bool IsWide) Encode(string text)
    {
        try
        {
            return (TextForms.Utf8.GetBytes(text), false);
        }
        catch (EncoderFallbackException)
        {
            return (System.Runtime.InteropServices.MemoryMarshal.AsBytes(text.AsSpan()).ToArray(), true);
        }
    }

    private Span<byte> Take(int count)
    {
        if (Length + count > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)BitOperations.RoundUpToPowerOf2((uint)(Length + count)));
        }

        Length += count;
        return _bytes.AsSpan(Length - count, count);
    }
}
