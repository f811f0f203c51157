using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace TokenPricing.Catalogs;

/// <summary>Loads, imports, audits, compares and publishes catalogs.</summary>
[SuppressMessage(
    "Naming",
    "CA1708",
    Justification = "The rule takes the compiler-generated names of extension blocks for names that differ only by case.")]
public static class CatalogExtensions
{
    extension(PriceCatalog)
    {
        /// <summary>
        /// Loads a catalog from a stream that holds either a ZIP of a price folder's CSV files, as <c>SaveZip</c> writes it, or a price
        /// list that <c>PriceImport.Read</c> reads. The first byte determines which. Other files and folders in the ZIP are ignored.
        /// </summary>
        /// <param name="prices">The stream, which is read to its end and left open.</param>
        /// <param name="options">
        /// The limits, and the day of a JSON list, which is required for one; <see langword="null"/> for the defaults.
        /// </param>
        /// <param name="cancellation">Cancels the operation.</param>
        /// <exception cref="PriceDataException">
        /// The stream holds neither, is damaged or too large, or its files are wrong; the exception lists every error.
        /// </exception>
        /// <exception cref="CatalogSignatureException">A signature is demanded, and is missing or wrong.</exception>
        /// <exception cref="TimeoutException">Reading took longer than <see cref="CatalogLoadOptions.Timeout"/>.</exception>
        /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was canceled.</exception>
        public static Task<PriceCatalog> LoadAsync(
            Stream prices,
            CatalogLoadOptions? options = null,
            CancellationToken cancellation = default)
        {
            ArgumentNullException.ThrowIfNull(prices);
            CatalogLoadOptions limits = options ?? new CatalogLoadOptions();
            return LoadWithinAsync(
                token => CatalogFile.ReadAsync(prices, "The stream", null, limits, token),
                "The stream",
                limits,
                cancellation);
        }

        /// <summary>
        /// Loads a catalog from an https, http or file address: what <c>LoadAsync</c> reads from a stream, or a folder of this machine.
        /// Apart from this method, only a <see cref="CatalogRefresher"/> that is given an address accesses the network.
        /// </summary>
        /// <param name="source">
        /// The address. Redirects are followed if <paramref name="client"/> follows them. A client that sends keys should use a
        /// <see cref="PriceHttpHandler"/>, which does not send them to another host.
        /// </param>
        /// <param name="client">The client that sends the request, with its own headers, proxies and limits. It is not disposed.</param>
        /// <param name="options">The limits; <see langword="null"/> for the defaults.</param>
        /// <param name="cancellation">Cancels the operation.</param>
        /// <exception cref="ArgumentException"><paramref name="source"/> is relative or of another scheme.</exception>
        /// <exception cref="PriceDataException">
        /// The answer is not a catalog, is damaged or too large, or its files are wrong; the exception lists every error.
        /// </exception>
        /// <exception cref="CatalogSignatureException">A signature is demanded, and is missing or wrong.</exception>
        /// <exception cref="HttpRequestException">The server could not be reached, or did not answer with status 200.</exception>
        /// <exception cref="IOException">The file could not be read, or the connection was lost.</exception>
        /// <exception cref="TimeoutException">
        /// Loading took longer than <see cref="CatalogLoadOptions.Timeout"/> or than the client's own timeout.
        /// </exception>
        /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was canceled.</exception>
        public static Task<PriceCatalog> LoadAsync(
            Uri source,
            HttpClient client,
            CatalogLoadOptions? options = null,
            CancellationToken cancellation = default)
        {
            CatalogAddress address = new(source, client);
            CatalogLoadOptions limits = options ?? new CatalogLoadOptions();
            return LoadWithinAsync(
                async token => (await address
                    .FetchAsync(null, null, limits, token)
                    .ConfigureAwait(false)).Prices!, address.Name, limits, cancellation);
        }
    }

    extension(PriceImport)
    {
        /// <summary>Reads a price list of a format of <see cref="PriceListFormat"/>.</summary>
        /// <param name="json">
        /// The file, in UTF-8: at most 32 MiB, at most 32 levels deep, and no key twice in one object. A larger file is not read to its
        /// end.
        /// </param>
        /// <param name="recorded">The day of the file, on which its prices were known.</param>
        /// <param name="format">The format; <see langword="null"/> to determine it from the file.</param>
        /// <param name="provider">
        /// Whose prices the file has, where it does not say that: <c>openai</c> for Portkey's <c>openai.json</c>. Other formats ignore it.
        /// </param>
        /// <exception cref="PriceDataException">
        /// The file is not such JSON, has another or an unknown format, or is Portkey's and no provider is given. A single value that is
        /// wrong is not an error: it is skipped and listed in <see cref="PriceImport.Skipped"/>.
        /// </exception>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="format"/> is not a defined value.</exception>
        public static PriceImport Read(Stream json, LocalDate recorded, PriceListFormat? format = null, string? provider = null)
        {
            ArgumentNullException.ThrowIfNull(json);
            return PriceListReader.Read(json, recorded, format, provider);
        }
    }

    /// <param name="prices">The catalog.</param>
    extension(PriceCatalog prices)
    {
        /// <summary>
        /// Writes the catalog's rows as a ZIP of the files that <see cref="PriceCatalog.Save"/> writes, from which
        /// <c>PriceCatalog.LoadAsync</c> reads the same rows again. Equal rows give equal bytes.
        /// </summary>
        /// <param name="stream">The stream to write to, which is left open.</param>
        /// <exception cref="IOException">The stream could not be written.</exception>
        public void SaveZip(Stream stream)
        {
            ArgumentNullException.ThrowIfNull(prices);
            ArgumentNullException.ThrowIfNull(stream);
            CatalogZip.Write(stream, prices, null);
        }

        /// <summary>
        /// Writes the ZIP with a list of the SHA-256 of its files and an ECDSA signature of the list, which
        /// <see cref="CatalogLoadOptions.PublicKey"/> demands. Each signature is another one.
        /// </summary>
        /// <param name="stream">The stream to write to, which is left open.</param>
        /// <param name="key">The private key, of 256 bits or more.</param>
        /// <exception cref="IOException">The stream could not be written.</exception>
        public void SaveZip(Stream stream, ECDsa key)
        {
            ArgumentNullException.ThrowIfNull(prices);
            ArgumentNullException.ThrowIfNull(stream);
            ArgumentNullException.ThrowIfNull(key);
            CatalogZip.Write(stream, prices, key);
        }

        /// <summary>
        /// Returns the SHA-256 of the list of the catalog's files, 64 hexadecimal digits: that of <see cref="DoubtedCatalog"/> and of
        /// <c>latest.json</c>. Catalogs of equal rows have equal fingerprints.
        /// </summary>
        public string Fingerprint()
        {
            ArgumentNullException.ThrowIfNull(prices);
            return CatalogSignature.FingerprintOf(prices);
        }

        /// <summary>Finds prices that contradict each other or are implausible, as of the newest day of the catalog.</summary>
        /// <param name="staleAfterDays">The number of days without anything new after which an offer is stale, zero or more.</param>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="staleAfterDays"/> is negative.</exception>
        public CatalogAudit Audit(int staleAfterDays = 180)
        {
            ArgumentNullException.ThrowIfNull(prices);
            ArgumentOutOfRangeException.ThrowIfNegative(staleAfterDays);
            return CatalogAuditor.Audit(prices, staleAfterDays);
        }

        /// <summary>Compares this catalog with a later one, each as of its own newest day.</summary>
        /// <param name="after">The later catalog.</param>
        public CatalogDiff DiffTo(PriceCatalog after)
        {
            ArgumentNullException.ThrowIfNull(prices);
            ArgumentNullException.ThrowIfNull(after);
            return CatalogComparer.Compare(prices, after);
        }

        /// <summary>Merges newer price lists into this catalog, by the rules of the built-in prices. The history stays.</summary>
        /// <param name="lists">The lists, at least one, none older than what the catalog knows from its source.</param>
        /// <exception cref="ArgumentException">There is no list, one has no offer, or one is older than the catalog's.</exception>
        public CatalogUpdate UpdateWith(params IReadOnlyList<PriceImport> lists)
        {
            ArgumentNullException.ThrowIfNull(prices);
            ArgumentNullException.ThrowIfNull(lists);
            return CatalogUpdate.Of(prices, lists);
        }
    }

    /// <summary>Runs a load with the time limit of the options.</summary>
    private static Task<PriceCatalog> LoadWithinAsync(
        Func<CancellationToken, Task<PriceCatalog>> load, string name, CatalogLoadOptions options, CancellationToken cancellation) =>
        Deadline.RunAsync(load, name, options.Timeout, TimeProvider.System, cancellation);
}
