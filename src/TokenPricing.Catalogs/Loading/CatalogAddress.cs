using System.Globalization;
using System.Net;

namespace TokenPricing.Catalogs;

/// <summary>An address from which a catalog can be loaded: of a server, or in the file system of this machine.</summary>
internal sealed class CatalogAddress
{
    /// <summary>The name of the file of a published feed that has all prices with their history.</summary>
    public const string PublishedPrices = "prices.zip";

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
                await CatalogFile.ReadAsync(content, Name, changed, options, cancellation, VerifyAsync).ConfigureAwait(false),
                version);
        }

        Task VerifyAsync(byte[] bytes, CancellationToken token) => VerifyByListAsync(_address, GetAsync, bytes, options.PublicKey!, token);
    }

    /// <summary>Verifies a file by the signed list next to it.</summary>
    private async Task VerifyByListAsync(
        Uri address,
        Func<Uri, CancellationToken, Task<byte[]?>> get,
        byte[] bytes,
        string publicKey,
        CancellationToken cancellation)
    {
        byte[]? list = await get(new Uri(address, CatalogSignature.ListName), cancellation).ConfigureAwait(false);
        byte[]? signature = await get(new Uri(address, CatalogSignature.SignatureName), cancellation).ConfigureAwait(false);
        Dictionary<string, byte[]> files = new() { [Uri.UnescapeDataString(address.Segments[^1])] = bytes };
        CatalogSignature.Verify(files, list, signature, publicKey, Name, isWhole: false);
    }

    /// <summary>Returns a small file of the server; <see langword="null"/> if it does not have it.</summary>
    private async Task<byte[]?> GetAsync(Uri address, CancellationToken cancellation)
    {
        using HttpResponseMessage response =
            await _client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return null;
        }

        Stream content = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            return await Bounded.ReadAsync(content, CatalogSignature.MaximumBytes, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task<byte[]?> ReadAsync(Uri address, CancellationToken cancellation) => File.Exists(address.LocalPath)
        ? await File.ReadAllBytesAsync(address.LocalPath, cancellation).ConfigureAwait(false)
        : null;

    /// <summary>Loads a folder, or a file whose day of last change is recorded for a price list.</summary>
    private async Task<PriceCatalog> ReadFileAsync(string path, CatalogLoadOptions options, CancellationToken cancellation)
    {
        if (Directory.Exists(path))
        {
            if (SignedFolder.Is(path) && File.Exists(Path.Combine(path, PublishedPrices)))
            {
                return await ReadPublishedAsync(path, options, cancellation).ConfigureAwait(false);
            }

            return options.PublicKey is { } key
                ? await ReadSignedAsync(path, key, cancellation).ConfigureAwait(false)
                : await PriceCatalog.LoadAsync(path, cancellation).ConfigureAwait(false);
        }

        FileStream file = new(path, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
        await using (file.ConfigureAwait(false))
        {
            LocalDate changed = Instant.FromDateTimeUtc(File.GetLastWriteTimeUtc(path)).InUtc().Date;
            return await CatalogFile.ReadAsync(file, path, changed, options, cancellation, VerifyAsync).ConfigureAwait(false);
        }

        Task VerifyAsync(byte[] bytes, CancellationToken token) =>
            VerifyByListAsync(new Uri(path), ReadAsync, bytes, options.PublicKey!, token);
    }

    /// <summary>Loads the prices of a published feed after all of its files were verified.</summary>
    private static async Task<PriceCatalog> ReadPublishedAsync(string folder, CatalogLoadOptions options, CancellationToken cancellation)
    {
        await Task.Run(() => SignedFolder.Verify(folder, options.PublicKey), cancellation).ConfigureAwait(false);
        using MemoryStream zip = new(SignedFolder.Read(folder, PublishedPrices)!, writable: false);
        return await CatalogFile
            .ReadAsync(zip, Path.Combine(folder, PublishedPrices), null, options with { PublicKey = null }, cancellation)
            .ConfigureAwait(false);
    }

    /// <summary>Loads the CSV files of a folder after they were verified, from the same bytes.</summary>
    private async Task<PriceCatalog> ReadSignedAsync(string folder, string publicKey, CancellationToken cancellation)
    {
        Dictionary<string, byte[]> files = [];
        foreach (string path in Directory.EnumerateFiles(folder, "*.csv"))
        {
            files[Path.GetFileName(path)] = await File.ReadAllBytesAsync(path, cancellation).ConfigureAwait(false);
        }

        Uri inside = new(folder.TrimEnd('/') + "/");
        byte[]? list = await ReadAsync(new Uri(inside, CatalogSignature.ListName), cancellation).ConfigureAwait(false);
        byte[]? signature = await ReadAsync(new Uri(inside, CatalogSignature.SignatureName), cancellation).ConfigureAwait(false);
        CatalogSignature.Verify(files, list, signature, publicKey, Name, isWhole: true);
        return await Task.Run(() => PriceCatalog.Load(files), cancellation).ConfigureAwait(false);
    }
}
