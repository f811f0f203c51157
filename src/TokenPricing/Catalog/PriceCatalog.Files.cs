namespace TokenPricing;

public sealed partial class PriceCatalog
{
    /// <summary>The prices that are built into the library: thousands of offers, merged from public price lists.</summary>
    /// <remarks>
    /// An offer that is looked up by its ids is read alone, in milliseconds; everything else loads all offers, once, in about a tenth of a
    /// second. <see cref="RecordedThrough"/> tells how old the prices are. They are those of the folder <c>pricing-data/market</c> of the
    /// repository.
    /// </remarks>
    public static PriceCatalog BuiltIn { get; } =
        new(new PricingSettings(), new CatalogSource(BuiltInPrices.All, BuiltInPrices.Of, BuiltInPrices.HasModel));

    /// <summary>Loads a catalog from a folder of CSV files in UTF-8, one file for each table.</summary>
    /// <param name="folder">The path of the folder. Files that are not CSV files are ignored.</param>
    /// <returns>A catalog with default settings. It does not change when the files do.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="PriceDataException">The files have errors; the exception lists each one by file, line and column.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static PriceCatalog Load(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return new PriceCatalog(new PricingSettings(), CatalogFolder.Read(folder));
    }

    /// <summary>Loads a catalog from the contents of price files, such as those of an archive or of embedded resources.</summary>
    /// <param name="files">The bytes of each file, in UTF-8, by its name, such as <c>rates.csv</c>.</param>
    /// <returns>A catalog with default settings.</returns>
    /// <exception cref="PriceDataException">The files have errors; the exception lists each one by file, line and column.</exception>
    public static PriceCatalog Load(IReadOnlyDictionary<string, byte[]> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return new PriceCatalog(new PricingSettings(), CatalogFolder.Read([.. files.Keys], file => files.GetValueOrDefault(file)));
    }

    /// <summary>Loads a catalog from a folder, as <see cref="Load(string)"/> does, on another thread.</summary>
    /// <param name="folder">The path of the folder. Files that are not CSV files are ignored.</param>
    /// <param name="cancellation">Cancels the wait. The files may still be read to their end.</param>
    /// <returns>A task with the catalog.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="PriceDataException">The files have errors; the exception lists each one by file, line and column.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was canceled.</exception>
    public static Task<PriceCatalog> LoadAsync(string folder, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return Task.Run(() => Load(folder), cancellation).WaitAsync(cancellation);
    }

    /// <summary>Returns a catalog with the rows of a folder laid over this one, as <see cref="With(CatalogRows)"/> does.</summary>
    /// <param name="folder">The path of the folder, which may lack any table. Its rows may refer to rows of this catalog.</param>
    /// <returns>A catalog with the settings of this one.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="PriceDataException">The files have errors; the exception lists each one by file, line and column.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public PriceCatalog WithFolder(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return WithChecked(CatalogFolder.Read(folder, AllRows));
    }

    /// <summary>Writes the rows of the catalog to a folder, from which <see cref="Load(string)"/> reads equal rows.</summary>
    /// <param name="folder">
    /// The path of the folder, which is created if needed. Existing files of tables are replaced after all new ones are complete; settings
    /// are not saved.
    /// </param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void Save(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        CatalogFolder.Write(folder, Rows);
    }

    /// <summary>Returns the contents of the files that <see cref="Save"/> writes to an empty folder, by name, in a fixed order.</summary>
    /// <returns>The bytes of each file, in UTF-8. Equal rows give equal bytes.</returns>
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
