using System.Buffers.Binary;
using System.IO.Hashing;

namespace TokenPricing.Sqlite;

/// <summary>
/// A row with its kind, its key and a checksum of all of it: a row that is damaged, or is in another's place, is noticed. The rows can also
/// be found in a file whose structure is damaged.
/// </summary>
internal static class Frame
{
    public const byte Head = (byte)'H';
    public const byte Tags = (byte)'T';
    public const byte Day = (byte)'D';
    public const byte Rollup = (byte)'R';
    public const byte Segment = (byte)'S';
    public const byte Balance = (byte)'B';
    public const byte Reservation = (byte)'V';

    /// <summary>The first byte of every frame.</summary>
    public const byte Mark = 0xE5;

    // Mark, kind, length and key.
    private const int Prefix = 14;
    private const int Checksum = 4;

    /// <summary>Returns a row and its checksum.</summary>
    public static (byte[] Row, uint Checksum) Of(byte kind, long key, ReadOnlySpan<byte> content)
    {
        byte[] row = new byte[Prefix + content.Length + Checksum];
        (row[0], row[1]) = (Mark, kind);
        BinaryPrimitives.WriteInt32LittleEndian(row.AsSpan(2), content.Length);
        BinaryPrimitives.WriteInt64LittleEndian(row.AsSpan(6), key);
        content.CopyTo(row.AsSpan(Prefix));
        uint checksum = Crc32.HashToUInt32(row.AsSpan(0, row.Length - Checksum));
        BinaryPrimitives.WriteUInt32LittleEndian(row.AsSpan(row.Length - Checksum), checksum);
        return (row, checksum);
    }

    /// <summary>Returns the content of a row and its checksum.</summary>
    /// <exception cref="InvalidDataException">The row is damaged, or is that of another kind or key.</exception>
    public static ReadOnlySpan<byte> Open(byte kind, long key, ReadOnlySpan<byte> row, out uint checksum)
    {
        if (!TryRead(row, out byte found, out long foundKey, out ReadOnlySpan<byte> content, out checksum)
            || content.Length + Prefix + Checksum != row.Length)
        {
            throw new InvalidDataException($"row {key} of kind '{(char)kind}' does not match its checksum");
        }

        return (found, foundKey) == (kind, key)
            ? content
            : throw new InvalidDataException($"row {key} of kind '{(char)kind}' is row {foundKey} of kind '{(char)found}'");
    }

    /// <summary>Reads the row at the start of some bytes, if there is a whole one.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> bytes,
        out byte kind,
        out long key,
        out ReadOnlySpan<byte> content,
        out uint checksum)
    {
        (kind, key, checksum) = (0, 0, 0);
        content = default;
        if (bytes.Length < Prefix + Checksum || bytes[0] != Mark)
        {
            return false;
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(bytes[2..]);
        if (length < 0 || length > bytes.Length - Prefix - Checksum)
        {
            return false;
        }

        checksum = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(Prefix + length)..]);
        if (Crc32.HashToUInt32(bytes[..(Prefix + length)]) != checksum)
        {
            return false;
        }

        (kind, key) = (bytes[1], BinaryPrimitives.ReadInt64LittleEndian(bytes[6..]));
        content = bytes.Slice(Prefix, length);
        return true;
    }

    /// <summary>
    /// Returns the share of a row in the digest of its table. The digest is the exclusive or of all shares, so that a row that is missing,
    /// doubled or old is noticed.
    /// </summary>
    public static long Share(long key, uint checksum)
    {
        unchecked
        {
            ulong mixed = ((ulong)key * 0x9E3779B97F4A7C15) ^ (checksum * 0xC2B2AE3D27D4EB4F) ^ 0x165667B19E3779F9;
            mixed = (mixed ^ (mixed >> 31)) * 0xBF58476D1CE4E5B9;
            return (long)(mixed ^ (mixed >> 29));
        }
    }
}
