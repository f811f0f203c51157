using System.Globalization;
using System.Net;

namespace TokenPricing.Catalogs;

/// <summary>An address from which a catalog can be loaded: of a server, or in the file system of this machine.</summary>
internal sealed class CatalogAddress
{
    private readonly Uri _address;
    private readonly HttpClient _client;

    /// <summary>Initializes an address.</summary>
    /// <exception cref="ArgumentException">The address is relative, or its scheme is not http, https or file.</exception>
    public CatalogAddress(Uri address, HttpClient client)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(client);
        if (!IsSupported(address))
        {
            throw new ArgumentException($"'{address}' is not an absolute http, https or file address.", nameof(address));
        }

        (_address, _client) = (address, client);
    }

    /// <summary>Whether catalogs can be loaded from an address.</summary>
    public static bool IsSupported(Uri address) =>
        address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp || address.IsFile);

    /// <summary>The address for messages: without user name, password and query, which can be secrets.</summary>
    public string Name => _address.IsFile
        ? _address.LocalPath
        : _address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>Loads the catalog.</summary>
    /// <param name="known">
    /// The version that the caller already has and that need not be sent again; <see langword="null"/> for none.
    /// </param>
    /// <param name="today">
    /// The day to record for a price list whose server does not state when it changed; <see langword="null"/> if such a list is an error.
    /// </param>
    /// <param name="options">The limits.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public async Task<CatalogAnswer> FetchAsync(
        CatalogVersion? known,
        LocalDate? today,
        CatalogLoadOptions options,
        CancellationToken cancellation)
    {
        if (_address.IsFile)
        {
            return new CatalogAnswer(await ReadFileAsync(_address.LocalPath, options, cancellation).ConfigureAwait(false), null);
        }

        using HttpRequestMessage request = new(HttpMethod.Get, _address);
        request.Headers.IfModifiedSince = known?.LastModified;
        if (known?.Tag is { } tag)
        {
            request.Headers.IfNoneMatch.Add(tag);
        }

        using HttpResponseMessage response =
            await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NotModified && known is not null)
        {
            return new CatalogAnswer(null, known);
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            string status = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
            throw new HttpRequestException($"{Name} answered with status {status} instead of 200.", null, response.StatusCode);
        }

        CatalogVersion version = new(response.Headers.ETag, response.Content.Headers.LastModified);
        Stream content = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            LocalDate? changed = version.LastModified is { } at ? Instant.FromDateTimeOffset(at).InUtc().Date : today;
            return new CatalogAnswer(
                await CatalogFile.ReadAsync(content, Name, changed, options, cancellation).ConfigureAwait(false),
                version);
        }
    }

    /// <summary>Loads a folder, or a file whose day of last change is recorded for a price list.</summary>
    private static async Task<PriceCatalog> ReadFileAsync(string path, CatalogLoadOptions options, CancellationToken cancellation)
    {
        if (Directory.Exists(path))
        {
            return await PriceCatalog.LoadAsync(path, cancellation).ConfigureAwait(false);
        }

        FileStream file = new(path, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
        await using (file.ConfigureAwait(false))
        {
            LocalDate changed = Instant.FromDateTimeUtc(File.GetLastWriteTimeUtc(path)).InUtc().Date;
            return await CatalogFile.ReadAsync(file, path, changed, options, cancellation).ConfigureAwait(false);
        }
    }
}
