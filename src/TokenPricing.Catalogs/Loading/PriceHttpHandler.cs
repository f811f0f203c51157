using System.Net;

namespace TokenPricing.Catalogs;

/// <summary>
/// Follows redirects without taking keys to another host: <c>new HttpClient(new PriceHttpHandler())</c> for prices from an address that
/// needs a key.
/// </summary>
/// <remarks>
/// .NET's own redirects remove <c>Authorization</c> alone and send every other header to wherever a server points, such as
/// <c>X-Api-Key</c>. This handler sends to another host only what every request for prices needs: what is accepted, which version is
/// known, and the user agent. It follows five redirects, none from https to http, and no cookies are kept. With
/// <see cref="StaysOnHost"/> it follows none to another host at all.
/// </remarks>
public sealed class PriceHttpHandler : DelegatingHandler
{
    private const int MostRedirects = 5;

    private static readonly string[] Harmless =
        ["Accept", "Accept-Encoding", "Accept-Language", "If-Modified-Since", "If-None-Match", "User-Agent"];

    /// <summary>
    /// Creates a handler over the sockets of .NET, whose connections are renewed every 15 minutes to notice changes of DNS.
    /// </summary>
    public PriceHttpHandler()
        : this(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(15), UseCookies = false })
    {
    }

    /// <summary>Creates a handler over sockets with settings of one's own, such as a proxy. Their own redirects are turned off.</summary>
    /// <param name="sockets">The handler that sends the requests.</param>
    public PriceHttpHandler(SocketsHttpHandler sockets)
        : base(sockets)
    {
        ArgumentNullException.ThrowIfNull(sockets);
        sockets.AllowAutoRedirect = false;
    }

    /// <summary>
    /// Whether a redirect to another host, port or scheme is an error: an <see cref="HttpRequestException"/> that names both hosts. The
    /// default
    /// is <see langword="false"/>.
    /// </summary>
    public bool StaysOnHost { get; init; }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        HttpRequestMessage current = request;
        for (int redirects = 0; ; redirects++)
        {
            HttpResponseMessage response = await base.SendAsync(current, cancellationToken).ConfigureAwait(false);
            if (redirects == MostRedirects || Next(current, response) is not { } next)
            {
                return response;
            }

            response.Dispose();
            current = next;
        }
    }

    /// <summary>Returns the request that follows a redirect; <see langword="null"/> if the answer is none that is followed.</summary>
    private HttpRequestMessage? Next(HttpRequestMessage request, HttpResponseMessage response)
    {
        bool isRedirect = response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
        if (!isRedirect || request.Method != HttpMethod.Get || response.Headers.Location is not { } location)
        {
            return null;
        }

        Uri from = request.RequestUri!;
        Uri to = location.IsAbsoluteUri ? location : new Uri(from, location);
        bool isWeb = to.Scheme == Uri.UriSchemeHttps || (to.Scheme == Uri.UriSchemeHttp && from.Scheme == Uri.UriSchemeHttp);
        if (!isWeb)
        {
            return null;
        }

        // Another port or scheme is another server, which can be someone else's.
        bool isSame = from.Scheme == to.Scheme && from.IdnHost == to.IdnHost && from.Port == to.Port;
        if (StaysOnHost && !isSame)
        {
            throw new HttpRequestException(
                $"{from.GetLeftPart(UriPartial.Authority)} redirects to another host, {to.GetLeftPart(UriPartial.Authority)}, "
                + "which is not followed.");
        }

        HttpRequestMessage next = new(HttpMethod.Get, to) { Version = request.Version, VersionPolicy = request.VersionPolicy };
        foreach ((string name, IEnumerable<string> values) in request.Headers)
        {
            bool isHost = name.Equals("Host", StringComparison.OrdinalIgnoreCase);
            if ((isSame && !isHost) || Harmless.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                next.Headers.TryAddWithoutValidation(name, values);
            }
        }

        return next;
    }
}
