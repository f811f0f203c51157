using System.Globalization;
using System.IO.Compression;
using System.IO.Hashing;
using System.Security.Cryptography;

namespace TokenPricing.Catalogs;

/// <summary>A price folder as a ZIP, with the CSV files at its top level. Anything else in it is ignored, as in a folder.</summary>
internal static class CatalogZip
{
    // A price folder has some 20 files. Each entry costs memory before it is read, and its name alone can be long.
    private const int MostEntries = 1_000;

    // The earliest time that a ZIP can state. It is fixed so that equal catalogs give equal bytes and a server's entity tag does not
    // change.
    private static readonly DateTimeOffset Written = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Returns whether a ZIP has a list of its files in itself. What is not a ZIP that can be read has none.</summary>
    public static bool HasList(byte[] zip)
    {
        // Counted by the mark before each, as in reading.
        if (zip.AsSpan().Count("PK\u0001\u0002"u8) > MostEntries)
        {
            return false;
        }

        try
        {
            using MemoryStream stream = new(zip, writable: false);
            using ZipArchive archive = new(stream, ZipArchiveMode.Read);
            return archive.GetEntry(CatalogSignature.ListName) is not null;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>Reads a catalog from a ZIP.</summary>
    /// <exception cref="PriceDataException">
    /// The bytes are not a ZIP, are damaged, unpack to more than <see cref="CatalogLoadOptions.MaximumBytes"/>, have too many entries, or
    /// the files are wrong.
    /// </exception>
    /// <exception cref="CatalogSignatureException">A signature is demanded, and is missing or wrong.</exception>
    public static async Task<PriceCatalog> ReadAsync(byte[] zip, string name, CatalogLoadOptions options, CancellationToken cancellation)
    {
        // Counted by the mark before each, since a ZIP can state another number than it has.
        if (zip.AsSpan().Count("PK\u0001\u0002"u8) is > MostEntries and var entries)
        {
            throw Wrong(name, Text($"{entries:N0} entries"), Text($"at most {MostEntries:N0} entries"));
        }

        try
        {
            Dictionary<string, byte[]> files = await UnpackAsync(zip, name, options.MaximumBytes, cancellation).ConfigureAwait(false);
            files.Remove(CatalogSignature.ListName, out byte[]? list);
            files.Remove(CatalogSignature.SignatureName, out byte[]? signature);
            if (options.PublicKey is { } key)
            {
                CatalogSignature.Verify(files, list, signature, key, name, isWhole: true);
            }

            return PriceCatalog.Load(files);
        }
        catch (InvalidDataException e)
        {
            throw Wrong(name, e.Message, "a ZIP that can be unpacked");
        }
    }

    /// <summary>Writes a catalog as a ZIP. Equal catalogs give equal bytes, but for their signatures.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="prices">The catalog.</param>
    /// <param name="key">The key that signs the files; <see langword="null"/> for no signature.</param>
    public static void Write(Stream stream, PriceCatalog prices, ECDsa? key)
    {
        using ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true);
        List<KeyValuePair<string, byte[]>> files = [.. prices.ToFiles()];
        if (key is not null)
        {
            byte[] list = CatalogSignature.ListOf(files);
            files.Add(new(CatalogSignature.ListName, list));
            files.Add(new(CatalogSignature.SignatureName, CatalogSignature.Sign(list, key)));
        }

        foreach ((string name, byte[] bytes) in files)
        {
            ZipArchiveEntry entry = zip.CreateEntry(name);
            entry.LastWriteTime = Written;
            using Stream content = entry.Open();
            content.Write(bytes);
        }
    }

    /// <summary>
    /// Unpacks the CSV files at the top level, and the list of them, and verifies their checksums. All files together can have at most
    /// <paramref name="maximumBytes"/> bytes, which limits what a ZIP bomb can do.
    /// </summary>
    private static async Task<Dictionary<string, byte[]>> UnpackAsync(
        byte[] bytes,
        string name,
        long maximumBytes,
        CancellationToken cancellation)
    {
        using MemoryStream stream = new(bytes, writable: false);
        using ZipArchive zip = new(stream, ZipArchiveMode.Read);
        Dictionary<string, byte[]> files = [];
        long left = maximumBytes;
        foreach (ZipArchiveEntry entry in zip.Entries.Where(IsFileAtTheTop))
        {
            // The length that an entry states is not trusted.
            using Stream content = entry.Open();
            byte[] file = await Bounded.ReadAsync(content, left, cancellation).ConfigureAwait(false)
                ?? throw Wrong(
                    entry.FullName,
                    Text($"more than {left:N0} bytes"),
                    Text($"files that unpack to at most {maximumBytes:N0} bytes together"));
            left -= file.Length;
            // .NET's ZipArchive does not verify the checksum; a digit that was damaged in transit would become a price.
            uint checksum = Crc32.HashToUInt32(file);
            if (checksum != entry.Crc32)
            {
                throw Wrong(
                    entry.FullName,
                    Text($"the checksum {checksum:X8}"),
                    Text($"{entry.Crc32:X8}; the file was damaged in transit"));
            }

            if (!files.TryAdd(entry.FullName, file))
            {
                throw Wrong(name, entry.FullName, "each file once");
            }
        }

        return files;
    }

    /// <summary>Returns whether an entry is a CSV file outside any folder, or the list of these files or its signature.</summary>
    private static bool IsFileAtTheTop(ZipArchiveEntry entry) =>
        (entry.FullName.EndsWith(".csv", StringComparison.Ordinal) && entry.FullName.IndexOfAny(['/', '\\']) < 0)
        || entry.FullName is CatalogSignature.ListName or CatalogSignature.SignatureName;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static PriceDataException Wrong(string file, string value, string expected) =>
        new([new PriceDataError(file, null, null, null, value, expected)]);
}
