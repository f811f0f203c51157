namespace TokenPricing;

/// <summary>Where catalogs come from and go to: the data built into the library, and folders of CSV files.</summary>
public static class PriceCatalogData
{
    private static readonly PriceCatalog BuiltInCatalog = new(new PricingSettings(), BuiltInPrices.Source);

    extension(PriceCatalog)
    {
        /// <summary>
        /// The prices that come with the library, those of <c>pricing-data/market</c>: thousands of offers, made of the market's open
        /// price lists. An offer asked for by its ids is read by itself, at once; everything else loads them all, once, in about a tenth of a
        /// second. <see cref="PriceCatalog.RecordedThrough"/> tells how old they are.
        /// </summary>
        public static PriceCatalog BuiltIn => BuiltInCatalog;

        /// <summary>A catalog from a folder of CSV files, one a table, in UTF-8.</summary>
        /// <param name="folder">The folder's path. Other files than CSV files in it are not read.</param>
        /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
        /// <exception cref="PriceDataException">The files are wrong; it lists everything wrong by file, line and column.</exception>
        /// <exception cref="IOException">A file could not be read.</exception>
        public static PriceCatalog Load(string folder)
        {
            ArgumentNullException.ThrowIfNull(folder);
            return new PriceCatalog(new PricingSettings(), CatalogFolder.Read(folder));
        }

        /// <summary>As <c>PriceCatalog.Load</c>, on another thread.</summary>
        /// <param name="folder">The folder's path.</param>
        /// <param name="cancellation">Stops the waiting for it.</param>
        /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
        /// <exception cref="PriceDataException">The files are wrong; it lists everything wrong by file, line and column.</exception>
        /// <exception cref="IOException">A file could not be read.</exception>
        public static Task<PriceCatalog> LoadAsync(string folder, CancellationToken cancellation = default)
        {
            ArgumentNullException.ThrowIfNull(folder);
            return Task.Run(() => PriceCatalog.Load(folder), cancellation).WaitAsync(cancellation);
        }

        /// <summary>
        /// A catalog from a stream: a ZIP of a price folder's CSV files, as <see cref="SaveZip"/> writes it, or another
        /// project's price list, which <see cref="PriceImport"/> reads; the first byte tells which. Of a ZIP, as of a folder, other files and folders are not read.
        /// </summary>
        /// <param name="prices">The stream; read to its end and left open.</param>
        /// <param name="options">Bounds of size and time, and the day of a JSON list, which must be given; <see langword="null"/>: the defaults.</param>
        /// <param name="cancellation">Stops the reading.</param>
        /// <exception cref="PriceDataException">It is neither, is damaged or too large, or its files are wrong; it lists everything wrong.</exception>
        /// <exception cref="TimeoutException">Reading took longer than <see cref="CatalogLoadOptions.Timeout"/>.</exception>
        /// <exception cref="IOException">The stream could not be read.</exception>
        public static Task<PriceCatalog> LoadAsync(Stream prices, CatalogLoadOptions? options = null, CancellationToken cancellation = default)
        {
            ArgumentNullException.ThrowIfNull(prices);
            CatalogLoadOptions bounds = options ?? new CatalogLoadOptions();
            return LoadAsync(token => CatalogFile.ReadAsync(prices, "The stream", null, bounds, token), "The stream", bounds, cancellation);
        }

        /// <summary>
        /// A catalog from an address of https, http or file: what <c>LoadAsync</c> reads from a stream, or a folder of this machine.
        /// Nothing else in this library reaches for the network, but for a <see cref="CatalogRefresher"/> that is given an address too.
        /// </summary>
        /// <param name="source">The address. Redirections are followed where <paramref name="client"/> does so.</param>
        /// <param name="client">Asks the server; it stays the caller's, with its own headers, proxies and limits.</param>
        /// <param name="options">Bounds of size and time, and the day of a JSON list; <see langword="null"/>: the defaults.</param>
        /// <param name="cancellation">Stops the fetching.</param>
        /// <exception cref="ArgumentException"><paramref name="source"/> is relative or of another scheme.</exception>
        /// <exception cref="HttpRequestException">The server cannot be reached, answered with another status than 200, or broke off.</exception>
        /// <exception cref="PriceDataException">What it sent is not a catalog, is damaged or too large, or its files are wrong; it lists everything wrong.</exception>
        /// <exception cref="TimeoutException">It took longer than <see cref="CatalogLoadOptions.Timeout"/> or the client's own limit.</exception>
        /// <exception cref="IOException">The answer, or the file, could not be read.</exception>
        public static Task<PriceCatalog> LoadAsync(Uri source, HttpClient client, CatalogLoadOptions? options = null, CancellationToken cancellation = default)
        {
            CatalogAddress address = new(source, client);
            CatalogLoadOptions bounds = options ?? new CatalogLoadOptions();
            return LoadAsync(
                async token => (await address.FetchAsync(null, null, bounds, token).ConfigureAwait(false)).Facts!, address.Name, bounds, cancellation);
        }
    }

    /// <summary>A catalog with the CSV files of a folder laid over it, as <see cref="PriceCatalog.With(CatalogFacts)"/> does; any of the tables may be there.</summary>
    /// <param name="prices">The catalog, to whose rows the files may refer.</param>
    /// <param name="folder">The folder's path. Other files than CSV files in it are not read.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="PriceDataException">The files are wrong; it lists everything wrong by file, line and column.</exception>
    /// <exception cref="IOException">A file could not be read.</exception>
    public static PriceCatalog WithFolder(this PriceCatalog prices, string folder)
    {
        ArgumentNullException.ThrowIfNull(prices);
        ArgumentNullException.ThrowIfNull(folder);
        return prices.WithChecked(CatalogFolder.ReadOver(folder, prices.AllFacts));
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

    /// <summary>
    /// Writes the catalog's facts as a ZIP of the files that <see cref="Save"/> writes, from which <c>PriceCatalog.LoadAsync</c> reads
    /// the same facts again. Equal facts are equal bytes.
    /// </summary>
    /// <param name="prices">The catalog.</param>
    /// <param name="stream">Where to write; left open.</param>
    /// <exception cref="IOException">The stream could not be written.</exception>
    public static void SaveZip(this PriceCatalog prices, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(prices);
        ArgumentNullException.ThrowIfNull(stream);
        CatalogZip.Write(stream, prices.Facts);
    }

    private static async Task<PriceCatalog> LoadAsync(
        Func<CancellationToken, Task<CatalogFacts>> facts, string name, CatalogLoadOptions options, CancellationToken cancellation) =>
        new(await Deadline.RunAsync(facts, name, options.Timeout, TimeProvider.System, cancellation).ConfigureAwait(false));
}
