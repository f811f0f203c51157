using System.Globalization;
using System.IO.Compression;
using System.IO.Hashing;

namespace TokenPricing.Catalogs;

/// <summary>A price folder in a ZIP: its CSV files at the top. As of a folder, nothing else in it is read.</summary>
internal static class CatalogZip
{
    // The earliest time a ZIP can say, since equal catalogs are to be equal bytes: a server's entity tag stays.
    private static readonly DateTimeOffset Written = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <exception cref="PriceDataException">It is no ZIP, is damaged, unpacks to more than <paramref name="maximumBytes"/>, or its files are wrong.</exception>
    public static async Task<CatalogRows> ReadAsync(byte[] zip, string name, long maximumBytes, CancellationToken cancellation)
    {
        try
        {
            Dictionary<string, byte[]> files = await UnpackAsync(zip, name, maximumBytes, cancellation).ConfigureAwait(false);
            return CatalogFolder.Read(files.Keys, files.GetValueOrDefault);
        }
        catch (InvalidDataException e)
        {
            throw Wrong(name, e.Message, "a ZIP that can be unpacked");
        }
    }

    public static void Write(Stream stream, CatalogRows facts)
    {
        using ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (TableFile file in CatalogFolder.Files(facts).Where(f => f.IsNeeded))
        {
            ZipArchiveEntry entry = zip.CreateEntry(file.Name);
            entry.LastWriteTime = Written;
            using Stream content = entry.Open();
            file.Write(content);
        }
    }

    private static async Task<Dictionary<string, byte[]>> UnpackAsync(byte[] bytes, string name, long maximumBytes, CancellationToken cancellation)
    {
        using MemoryStream stream = new(bytes, writable: false);
        using ZipArchive zip = new(stream, ZipArchiveMode.Read);
        Dictionary<string, byte[]> files = [];
        long left = maximumBytes;
        foreach (ZipArchiveEntry entry in zip.Entries.Where(IsFileAtTheTop))
        {
            // What an entry says of its length is not believed.
            using Stream content = entry.Open();
            byte[] file = await Bounded.ReadAsync(content, left, cancellation).ConfigureAwait(false)
                ?? throw Wrong(entry.FullName, Text($"more than {left:N0} bytes"), Text($"files that unpack to at most {maximumBytes:N0} bytes together"));
            left -= file.Length;
            // .NET's reader of ZIP files does not look at the checksum: a digit that changed on the way would be a price.
            uint checksum = Crc32.HashToUInt32(file);
            if (checksum != entry.Crc32)
            {
                throw Wrong(entry.FullName, Text($"the checksum {checksum:X8}"), Text($"{entry.Crc32:X8}; the file was damaged on its way"));
            }

            if (!files.TryAdd(entry.FullName, file))
            {
                throw Wrong(name, entry.FullName, "each file once");
            }
        }

        return files;
    }

    private static bool IsFileAtTheTop(ZipArchiveEntry entry) =>
        entry.FullName.EndsWith(".csv", StringComparison.Ordinal) && entry.FullName.IndexOfAny(['/', '\\']) < 0;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static PriceDataException Wrong(string file, string value, string expected) => new([new PriceDataError(file, null, null, null, value, expected)]);
}
