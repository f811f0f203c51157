namespace TokenPricing;

public sealed partial class PriceCatalog
{
    /// <summary>
    /// The prices that are built into the library, those of <c>pricing-data/market</c>: thousands of offers, merged from the market's
    /// open price lists.
    /// </summary>
    /// <remarks>
    /// An offer that is looked up by its ids is read on its own, in milliseconds; everything else loads all offers, once, in about a
    /// tenth of a second. <see cref="RecordedThrough"/> tells how old the prices are.
    /// </remarks>
    public static PriceCatalog BuiltIn { get; } = new(new PricingSettings(), new CatalogSource(BuiltInPrices.All, BuiltInPrices.Of, BuiltInPrices.HasModel));

    /// <summary>Loads a catalog from a folder of CSV files, one for each table, in UTF-8.</summary>
    /// <param name="folder">The path of the folder. Files that are not CSV files are ignored.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="PriceDataException">The files are wrong; the exception lists every error by file, line and column.</exception>
    /// <exception cref="IOException">A file could not be read.</exception>
    public static PriceCatalog Load(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return new PriceCatalog(new PricingSettings(), CatalogFolder.Read(folder));
    }

    /// <summary>Loads a catalog from the contents of the CSV files of a price folder, such as those of an archive or of embedded resources.</summary>
    /// <param name="files">The bytes of each file, in UTF-8, by its name, such as <c>rates.csv</c>.</param>
    /// <exception cref="PriceDataException">The files are wrong; the exception lists every error by file, line and column.</exception>
    public static PriceCatalog Load(IReadOnlyDictionary<string, byte[]> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return new PriceCatalog(new PricingSettings(), CatalogFolder.Read([.. files.Keys], file => files.TryGetValue(file, out byte[]? bytes) ? bytes : null));
    }

    /// <summary>Loads a catalog from a folder, as <see cref="Load(string)"/> does, on another thread.</summary>
    /// <param name="folder">The path of the folder. Files that are not CSV files are ignored.</param>
    /// <param name="cancellation">Cancels the wait; the files may still be read to their end.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="PriceDataException">The files are wrong; the exception lists every error by file, line and column.</exception>
    /// <exception cref="IOException">A file could not be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was canceled.</exception>
    public static Task<PriceCatalog> LoadAsync(string folder, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return Task.Run(() => Load(folder), cancellation).WaitAsync(cancellation);
    }

    /// <summary>Returns a catalog with the CSV files of a folder laid over this one, as <see cref="With(CatalogRows)"/> does with rows.</summary>
    /// <param name="folder">The path of the folder, which may hold any of the tables; their rows may refer to rows of this catalog.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="PriceDataException">The files are wrong; the exception lists every error by file, line and column.</exception>
    /// <exception cref="IOException">A file could not be read.</exception>
    public PriceCatalog WithFolder(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return WithChecked(CatalogFolder.Read(folder, AllRows));
    }

    /// <summary>Writes the catalog's rows to a folder, from which <see cref="Load(string)"/> reads the same rows again.</summary>
    /// <param name="folder">The path of the folder, which is created if needed. Existing files of tables are replaced, each one only once all new ones are complete.</param>
    /// <exception cref="IOException">A file could not be written.</exception>
    public void Save(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        CatalogFolder.Write(folder, Rows);
    }

    /// <summary>Returns the contents of the files that <see cref="Save"/> writes to an empty folder, by their names, in a fixed order. Equal rows give equal bytes.</summary>
    public IReadOnlyList<KeyValuePair<string, byte[]>> ToFiles()
    {
        return [.. CatalogFolder.Files(Rows).Where(f => f.IsNeeded).Select(f => KeyValuePair.Create(f.Name, Bytes(f)))];

        static byte[] Bytes(TableFile file)
        {
            using MemoryStream content = new();
            file.Write(content);
            return content.ToArray();
        }
    }
}
