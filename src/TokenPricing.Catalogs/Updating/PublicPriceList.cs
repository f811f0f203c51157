using System.Collections.Immutable;
using System.Globalization;
using System.Net;

namespace TokenPricing.Catalogs;

/// <summary>A price list of the market at its public address. Nothing is requested before <see cref="DownloadAsync"/> is called.</summary>
/// <param name="Name">The name of the list, such as <c>models.dev</c>.</param>
/// <param name="Format">The format.</param>
/// <param name="Address">The https or http address.</param>
public sealed record PublicPriceList(string Name, PriceListFormat Format, Uri Address)
{
    /// <summary>The lists that anybody can download: models.dev, LiteLLM, OpenRouter and genai-prices.</summary>
    public static ImmutableArray<PublicPriceList> All { get; } =
    [
        new("models.dev", PriceListFormat.ModelsDev, new Uri("https://models.dev/api.json")),
        new("litellm", PriceListFormat.LiteLlm,
            new Uri("https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json")),
        new("openrouter", PriceListFormat.OpenRouter, new Uri("https://openrouter.ai/api/v1/models")),
        new("genai-prices", PriceListFormat.GenaiPrices,
            new Uri("https://raw.githubusercontent.com/pydantic/genai-prices/main/prices/data.json")),
    ];

    /// <summary>Downloads and reads the list.</summary>
    /// <param name="client">
    /// The client that sends the request. It is not disposed. One over a <see cref="PriceHttpHandler"/> whose
    /// <see cref="PriceHttpHandler.StaysOnHost"/> is set follows no redirect to another host.
    /// </param>
    /// <param name="time">The clock, for the day of a list whose server does not state when it changed, and the timers.</param>
    /// <param name="options">The limits of size and time; <see langword="null"/> for the defaults.</param>
    /// <param name="progress">Told the number of bytes so far; <see langword="null"/> for no report.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <exception cref="HttpRequestException">The server could not be reached, or did not answer with status 200.</exception>
    /// <exception cref="IOException">The connection was lost.</exception>
    /// <exception cref="PriceDataException">The answer is too large, or is no list of this format.</exception>
    /// <exception cref="TimeoutException">The download took longer than <see cref="CatalogLoadOptions.Timeout"/>.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was canceled.</exception>
    public Task<PriceImport> DownloadAsync(
        HttpClient client,
        TimeProvider time,
        CatalogLoadOptions? options = null,
        IProgress<long>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(time);
        CatalogLoadOptions limits = options ?? new CatalogLoadOptions();
        return Deadline.RunAsync(
            token => ReadAsync(client, time, limits, progress, token), Shown, limits.Timeout, time, cancellation);
    }

    // Without what can be secret.
    private string Shown => Address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    private async Task<PriceImport> ReadAsync(
        HttpClient client, TimeProvider time, CatalogLoadOptions limits, IProgress<long>? progress, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, Address);
        using HttpResponseMessage response =
            await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            string status = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
            throw new HttpRequestException($"{Shown} answered with status {status} instead of 200.", null, response.StatusCode);
        }

        Stream content = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            byte[] json = await Bounded.ReadAsync(content, limits.MaximumBytes, cancellation, progress).ConfigureAwait(false)
                ?? throw new PriceDataException(
                [
                    new PriceDataError(
                        Shown, null, null, null, string.Create(CultureInfo.InvariantCulture, $"more than {limits.MaximumBytes:N0} bytes"),
                        "no more than that"),
                ]);
            Instant now = Instant.FromDateTimeOffset(time.GetUtcNow());
            Instant changed = response.Content.Headers.LastModified is { } at ? Instant.FromDateTimeOffset(at) : now;
            LocalDate day = limits.Recorded ?? Instant.Min(changed, now).InUtc().Date;
            return await Task.Run(() => Read(json, day), cancellation).ConfigureAwait(false);
        }
    }

    private PriceImport Read(byte[] json, LocalDate day)
    {
        using MemoryStream stream = new(json, writable: false);
        return PriceListReader.Read(stream, day, Format, null);
    }
}
