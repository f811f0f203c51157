using System.Reflection;

namespace TokenPricing;

/// <summary>Where catalogs come from and go to: the data built into the library, and folders of CSV files.</summary>
public static class PriceCatalogData
{
    private const string ResourcePrefix = "prices/";

    private static readonly Lazy<PriceCatalog> BuiltInCatalog = new(LoadBuiltIn);

    extension(PriceCatalog)
    {
        /// <summary>The prices that come with the library, loaded at the first use. <see cref="PriceCatalog.RecordedThrough"/> tells how old they are.</summary>
        public static PriceCatalog BuiltIn => BuiltInCatalog.Value;

        /// <summary>A catalog from a folder of CSV files, one a table, in UTF-8.</summary>
        /// <param name="folder">The folder's path. Other files than CSV files in it are not read.</param>
        /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
        /// <exception cref="PriceDataException">The files are wrong; it lists everything wrong by file, line and column.</exception>
        /// <exception cref="IOException">A file could not be read.</exception>
        public static PriceCatalog Load(string folder)
        {
            ArgumentNullException.ThrowIfNull(folder);
            return new PriceCatalog(CatalogFolder.Read(folder));
        }
    }

    /// <summary>Writes the catalog's facts to a folder, from which <c>PriceCatalog.Load</c> reads the same facts again.</summary>
    /// <param name="prices">The catalog.</param>
    /// <param name="folder">The folder's path; made where it is not there. Files of tables are replaced, each only once all are complete.</param>
    /// <exception cref="IOException">A file could not be written.</exception>
    public static void Save(this PriceCatalog prices, string folder)
    {
        ArgumentNullException.ThrowIfNull(prices);
        ArgumentNullException.ThrowIfNull(folder);
        CatalogFolder.Write(folder, prices.Facts);
    }

    private static PriceCatalog LoadBuiltIn()
    {
        Assembly assembly = typeof(PriceCatalogData).Assembly;
        string[] files = [.. assembly.GetManifestResourceNames().Where(n => n.StartsWith(ResourcePrefix, StringComparison.Ordinal)).Select(n => n[ResourcePrefix.Length..])];
        return new PriceCatalog(CatalogFolder.Read(files, Bytes));

        byte[]? Bytes(string file)
        {
            using Stream? stream = assembly.GetManifestResourceStream(ResourcePrefix + file);
            if (stream is null)
            {
                return null;
            }

            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
    }
}
