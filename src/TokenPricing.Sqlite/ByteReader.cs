using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace TokenPricing.Sqlite;

/// <summary>Reads what <see cref="ByteWriter"/> writes. Whatever is not that is an <see cref="InvalidDataException"/>.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly int Left => _rest.Length;

    public byte Byte() => Bytes(1)[0];

    public ReadOnlySpan<byte> Bytes(long count)
    {
        if (count < 0 || count > _rest.Length)
        {
            throw new InvalidDataException("it ends too early");
        }

        ReadOnlySpan<byte> taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }

    public ReadOnlySpan<byte> Remainder() => Bytes(_rest.Length);

    public uint Int32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Bytes(8));

    public Int128 Int128() => BinaryPrimitives.ReadInt128LittleEndian(Bytes(16));

    public long Number()
    {
        ulong value = 0;
        for (int shift = 0; shift < 63; shift += 7)
        {
            byte part = Byte();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return (long)value;
            }
        }

        throw new InvalidDataException("a number is too large");
    }

    public Int128 Signed()
    {
        UInt128 value = 0;
        for (int shift = 0; shift < 128; shift += 7)
        {
            byte part = Byte();
            value |= (UInt128)(byte)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return unchecked((Int128)(value >> 1) ^ -(Int128)(value & 1));
            }
        }

        throw new InvalidDataException("a number is too large");
    }

    public ExactSum Sum()
    {
        Int128 pico = Signed();
        long length = Number();
        return new ExactSum(pico, length == 0 ? default : new BigInteger(Bytes(length)));
    }

    public decimal Decimal()
    {
        Span<int> bits = [unchecked((int)Int32()), unchecked((int)Int32()), unchecked((int)Int32()), unchecked((int)Int32())];
        try
        {
            return new decimal(bits);
        }
        catch (ArgumentException)
        {
            throw new InvalidDataException("an amount is no number");
        }
    }

    public string Text()
    {
        long length = Number();
        return Decode(Bytes(length >> 1), (length & 1) == 1);
    }

    public static string Decode(ReadOnlySpan<byte> bytes, bool isWide)
    {
        try
        {
            return isWide ? new string(MemoryMarshal.Cast<byte, char>(bytes)) : TextForms.Utf8.GetString(bytes);
        }
        catch (System.Text.DecoderFallbackException)
        {
            throw new InvalidDataException("a text is no UTF-8");
        }
    }
}
