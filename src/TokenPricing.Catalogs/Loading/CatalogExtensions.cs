namespace TokenPricing.Catalogs;

/// <summary>Loads catalogs from streams and addresses, and writes them as a ZIP.</summary>
public static class CatalogExtensions
{
    extension(PriceCatalog)
    {
        /// <summary>
        /// A catalog from a stream: a ZIP of a price folder's CSV files, as <c>SaveZip</c> writes it, or another
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
                async token => (await address.FetchAsync(null, null, bounds, token).ConfigureAwait(false)).Rows!, address.Name, bounds, cancellation);
        }
    }

    /// <param name="prices">The catalog.</param>
    extension(PriceCatalog prices)
    {
        /// <summary>
        /// Writes the catalog's facts as a ZIP of the files that <see cref="PriceCatalog.Save"/> writes, from which <c>PriceCatalog.LoadAsync</c> reads
        /// the same facts again. Equal facts are equal bytes.
        /// </summary>
        /// <param name="stream">Where to write; left open.</param>
        /// <exception cref="IOException">The stream could not be written.</exception>
        public void SaveZip(Stream stream)
        {
            ArgumentNullException.ThrowIfNull(prices);
            ArgumentNullException.ThrowIfNull(stream);
            CatalogZip.Write(stream, prices.Rows);
        }
    }

    private static async Task<PriceCatalog> LoadAsync(
        Func<CancellationToken, Task<CatalogRows>> facts, string name, CatalogLoadOptions options, CancellationToken cancellation) =>
        new(await Deadline.RunAsync(facts, name, options.Timeout, TimeProvider.System, cancellation).ConfigureAwait(false));
}
