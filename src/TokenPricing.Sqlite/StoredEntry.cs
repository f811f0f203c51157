using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using NodaTime;

namespace TokenPricing.Sqlite;

/// <summary>
/// An entry as a block stores it, on its own, with its id and a checksum. It can be read if everything around it is damaged.
/// </summary>
internal readonly ref struct StoredEntry
{
    /// <summary>The first byte of every entry.</summary>
    public const byte Mark = 0xE1;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private const byte Pico = 1;
    private const byte HasUnpriced = 2;
    private const byte Wide = 4;
    private const byte Guid = 8;
    private const int Checksum = 4;

    private StoredEntry(long ticks, long tags, Usd amount, long unpriced, byte form, ReadOnlySpan<byte> id, int length)
    {
        (Ticks, Tags, Amount, Unpriced, Form, Length) = (ticks, tags, amount, unpriced, form, length);
        IdBytes = id;
    }

    /// <summary>When the amount was spent, in ticks of 100 nanoseconds since 1970-01-01T00:00Z.</summary>
    public long Ticks { get; }

    /// <summary>The number of the set of tags.</summary>
    public long Tags { get; }

    public Usd Amount { get; }

    public long Unpriced { get; }

    /// <summary>How many bytes the entry takes.</summary>
    public int Length { get; }

    public Instant At => Instant.FromUnixTimeTicks(Ticks);

    /// <summary>The id in one of its forms.</summary>
    public ReadOnlySpan<byte> IdBytes { get; }

    private byte Form { get; }

    public string Id => (Form & Guid) != 0
        ? new Guid(IdBytes, bigEndian: true).ToString("N")
        : ByteReader.Decode(IdBytes, (Form & Wide) != 0);

    /// <summary>The hash by which the id is found: two ids that differ have, in practice, never the same.</summary>
    public UInt128 IdHash => HashOf(IdBytes, (Form & Guid) != 0, (Form & Wide) != 0);

    /// <summary>Returns the hash of an id.</summary>
    public static UInt128 HashOf(string id)
    {
        Span<byte> guid = stackalloc byte[16];
        if (TryGuid(id, guid))
        {
            return HashOf(guid, true, false);
        }

        (byte[] bytes, bool isWide) = ByteWriter.Encode(id);
        return HashOf(bytes, false, isWide);
    }

    /// <summary>Writes an entry at the end of a block; the content is a writer to work with.</summary>
    public static void Write(ByteWriter block, ByteWriter content, SpendEntry entry, long ticks, long tags)
    {
        Span<byte> guid = stackalloc byte[16];
        bool isGuid = TryGuid(entry.Id, guid);
        (byte[] text, bool isWide) = isGuid ? ([], false) : ByteWriter.Encode(entry.Id);
        long? pico = ExactSum.PicoOf(entry.Amount);
        int form = (pico is null ? 0 : Pico) | (entry.Unpriced > 0 ? HasUnpriced : 0) | (isWide ? Wide : 0) | (isGuid ? Guid : 0);
        content.Clear();
        content.Byte((byte)form);
        content.Int64(ticks);
        content.Number(tags);
        if (pico is { } whole)
        {
            content.Signed(whole);
        }
        else
        {
            content.Decimal(entry.Amount.Amount);
        }

        if (entry.Unpriced > 0)
        {
            content.Number(entry.Unpriced);
        }

        content.Bytes(isGuid ? guid : text);
        int start = block.Length;
        block.Byte(Mark);
        block.Number(content.Length);
        block.Bytes(content.Span);
        block.Int32(Crc32.HashToUInt32(block.Span[start..]));
    }

    /// <summary>Reads the entry at the start of some bytes.</summary>
    /// <exception cref="InvalidDataException">There is no whole entry.</exception>
    public static StoredEntry Read(ReadOnlySpan<byte> bytes) =>
        TryRead(bytes, out StoredEntry entry) ? entry : throw new InvalidDataException("an entry does not match its checksum");

    /// <summary>Reads the entry at the start of some bytes, if there is a whole one.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out StoredEntry entry)
    {
        entry = default;
        if (bytes.Length < 2 || bytes[0] != Mark)
        {
            return false;
        }

        // The length takes up to three bytes; nothing longer fits into a block.
        (int length, int start) = bytes[1] < 0x80 ? (bytes[1], 2)
            : bytes.Length > 2 && bytes[2] < 0x80 ? ((bytes[1] & 0x7F) | (bytes[2] << 7), 3)
            : bytes.Length > 4 && bytes[3] < 0x80 ? ((bytes[1] & 0x7F) | ((bytes[2] & 0x7F) << 7) | (bytes[3] << 14), 4)
            : bytes.Length > 5 && bytes[4] < 0x80
                ? ((bytes[1] & 0x7F) | ((bytes[2] & 0x7F) << 7) | ((bytes[3] & 0x7F) << 14) | (bytes[4] << 21), 5)
            : (int.MaxValue, 0);
        if (length > bytes.Length - start - Checksum
            || Crc32.HashToUInt32(bytes[..(start + length)]) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[(start + length)..]))
        {
            return false;
        }

        ByteReader content = new(bytes.Slice(start, length));
        byte form = content.Byte();
        long ticks = content.Int64();
        long tags = content.Number();
        Usd amount = (form & Pico) != 0 ? ExactSum.UsdOf((long)content.Signed()) : new Usd(content.Decimal());
        long unpriced = (form & HasUnpriced) != 0 ? content.Number() : 0;
        entry = new StoredEntry(ticks, tags, amount, unpriced, form, content.Remainder(), start + length + Checksum);
        return true;
    }

    /// <summary>Returns whether an id is a GUID of 32 lower-case digits, which is stored in half the bytes.</summary>
    private static bool TryGuid(string id, Span<byte> bytes) =>
        id.Length == 32
        && !id.AsSpan().ContainsAnyExcept(HexDigits)
        && System.Guid.TryParseExact(id, "N", out Guid guid)
        && guid.TryWriteBytes(bytes, bigEndian: true, out _);

    private static UInt128 HashOf(ReadOnlySpan<byte> id, bool isGuid, bool isWide) =>
        XxHash128.HashToUInt128(id, isGuid ? 1 : isWide ? 2 : 0);
}
