namespace TokenPricing.Catalogs;

/// <summary>The checksum of ZIP files, which .NET's reader of them does not look at: a digit that changed on the way would be a price.</summary>
internal static class Crc32
{
    // The polynomial of ISO-HDLC (ITU-T V.42), its bits reversed, as ZIP's APPNOTE 4.4.7 names it.
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(n => Shifted((uint)n))];

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc = Table[(crc ^ b) & 0xFF] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint Shifted(uint value)
    {
        for (int bit = 0; bit < 8; bit++)
        {
            value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ Polynomial;
        }

        return value;
    }
}
