using System.Globalization;
using System.Net;
using NodaTime;

namespace TokenPricing.Catalogs;

/// <summary>Where a catalog can be fetched: at a server, or in the file system of this machine.</summary>
internal sealed class CatalogAddress
{
    private readonly Uri _address;
    private readonly HttpClient _client;

    /// <exception cref="ArgumentException">The address is not absolute, or of another scheme than http, https and file.</exception>
    public CatalogAddress(Uri address, HttpClient client)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(client);
        if (!IsPossible(address))
        {
            throw new ArgumentException($"'{address}' is not an absolute address of http, https or file.", nameof(address));
        }

        (_address, _client) = (address, client);
    }

    /// <summary>Whether catalogs can be fetched at an address.</summary>
    public static bool IsPossible(Uri address) =>
        address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp || address.IsFile);

    /// <summary>The address in messages: without user name, password and query, which may be secrets.</summary>
    public string Name => _address.IsFile ? _address.LocalPath : _address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>Fetches the catalog.</summary>
    /// <param name="known">The version that is here already and need not be sent again; <see langword="null"/>: none is.</param>
    /// <param name="today">The day to record for another project's list that does not say when it changed; <see langword="null"/>: such a list is refused.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="cancellation">Stops the fetching.</param>
    public async Task<CatalogAnswer> FetchAsync(CatalogVersion? known, LocalDate? today, CatalogLoadOptions options, CancellationToken cancellation)
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

        using HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
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
            return new CatalogAnswer(await CatalogFile.ReadAsync(content, Name, changed, options, cancellation).ConfigureAwait(false), version);
        }
    }

    private static async Task<CatalogRows> ReadFileAsync(string path, CatalogLoadOptions options, CancellationToken cancellation)
    {
        if (Directory.Exists(path))
        {
            return await Task.Run(() => CatalogFolder.Read(path), cancellation).ConfigureAwait(false);
        }

        FileStream file = new(path, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
        await using (file.ConfigureAwait(false))
        {
            LocalDate changed = Instant.FromDateTimeUtc(File.GetLastWriteTimeUtc(path)).InUtc().Date;
            return await CatalogFile.ReadAsync(file, path, changed, options, cancellation).ConfigureAwait(false);
        }
    }
}
