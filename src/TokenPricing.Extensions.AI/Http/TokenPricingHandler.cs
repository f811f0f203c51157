using System.Net;

namespace TokenPricing.Extensions.AI;

/// <summary>
/// Sees what providers bill where it is written, in their HTTP responses: for any client library that takes an <see cref="HttpClient"/>.
/// Bodies and streams are passed on byte for byte, while a bounded copy of what matters is read.
/// </summary>
/// <remarks>
/// <para>
/// Below a client with <c>UseCostTracking</c>, it gives what it sees to that client, which then prices what the provider wrote: each
/// request counts once. By itself, such as below a native client library or a connector of Semantic Kernel, it tracks the calls: the
/// callbacks, metrics and sums of <see cref="CostTrackingOptions"/> are the same. A response counts when its body was read to the end, or
/// is closed.
/// </para>
/// <para>
/// Put it directly above the handler that sends, below those that retry, so that each try is seen. Compressed bodies are read in gzip,
/// deflate and Brotli. A request other than a <c>POST</c> counts only if it fetches a finished response, and each of those once.
/// </para>
/// <para>
/// A file of batch results counts while it is read, each line as a call at the price of a batch. A line counts once, however often the
/// file is downloaded. A download that begins in the middle of a file is not counted.
/// </para>
/// <para>
/// What was counted is known to all handlers with the same options object, or without options with the same prices, so that a handler that
/// <c>IHttpClientFactory</c> makes anew counts nothing again: create options once, not with each handler.
/// </para>
/// <para>Thread-safe.</para>
/// </remarks>
public sealed class TokenPricingHandler : DelegatingHandler
{
    private readonly CallTracker[] _trackers;
    private readonly ServedReader _reader;
    private readonly CostTrackingOptions _options;
    private readonly CountedBefore _counted;

    /// <summary>Creates a handler; the handler that it passes requests to is set later, as by an HTTP client factory.</summary>
    /// <param name="prices">Returns the current prices. It is called once when a call ends and must not block.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    public TokenPricingHandler(Func<PriceCatalog> prices, CostTrackingOptions? options = null)
        : this(prices ?? throw new ArgumentNullException(nameof(prices)), options,
            options is null ? CountedBefore.Of(prices) : CountedBefore.Of(options))
    {
    }

    private TokenPricingHandler(Func<PriceCatalog> prices, CostTrackingOptions? options, CountedBefore counted)
    {
        _options = options ??= new CostTrackingOptions();
        _trackers = [.. Enum.GetValues<CallOperation>().Select(o => new CallTracker(prices, options, o, null, null, null))];
        _reader = new ServedReader(null, options);
        _counted = counted;
    }

    /// <summary>Creates a handler that passes requests to another one.</summary>
    /// <param name="inner">The handler that sends requests.</param>
    /// <param name="prices">Returns the current prices. It is called once when a call ends and must not block.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    public TokenPricingHandler(HttpMessageHandler inner, Func<PriceCatalog> prices, CostTrackingOptions? options = null)
        : this(prices, options) => InnerHandler = inner;

    /// <summary>Creates a handler with the prices of a service.</summary>
    /// <param name="prices">The prices.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    public TokenPricingHandler(IPriceCatalogs prices, CostTrackingOptions? options = null)
        : this(PricesOf(prices), options, CountedBefore.Of(options ?? (object)prices))
    {
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!IsOfInterest(request))
        {
            (Uri? file, CallScope? around) = (BatchFileOf(request), CallScope.Current);
            return ObserveFile(file, await base.SendAsync(request, cancellationToken).ConfigureAwait(false), around);
        }

        HandledCall call = await BeginAsync(request, cancellationToken).ConfigureAwait(false);
        HttpContent? body = request.Content;
        HttpResponseMessage response;
        try
        {
            request.Content = call.Sending(body);
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await call.FailAsync(e, cancellationToken).ConfigureAwait(false);
            throw;
        }
        finally
        {
            request.Content = body;
        }

        return await call.ObserveAsync(response, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!IsOfInterest(request))
        {
            Uri? file = BatchFileOf(request);
            return ObserveFile(file, base.Send(request, cancellationToken), CallScope.Current);
        }

        HandledCall call = BeginAsync(request, cancellationToken).AsTask().GetAwaiter().GetResult();
        HttpContent? body = request.Content;
        HttpResponseMessage response;
        try
        {
            request.Content = call.Sending(body);
            response = base.Send(request, cancellationToken);
        }
        catch (Exception e)
        {
            call.FailAsync(e, cancellationToken).AsTask().GetAwaiter().GetResult();
            throw;
        }
        finally
        {
            request.Content = body;
        }

        return call.ObserveAsync(response, cancellationToken).AsTask().GetAwaiter().GetResult();
    }

    private static Func<PriceCatalog> PricesOf(IPriceCatalogs prices)
    {
        ArgumentNullException.ThrowIfNull(prices);
        return () => prices.Current;
    }

    private static bool IsOfInterest(HttpRequestMessage request) =>
        request.Method == HttpMethod.Post || (request.Method == HttpMethod.Get && ApiAddress.IsFetch(request.RequestUri));

    /// <summary>Returns the address of a file that may have the results of a batch; <see langword="null"/> for any other request.</summary>
    private static Uri? BatchFileOf(HttpRequestMessage request) =>
        request.Method == HttpMethod.Get && ApiAddress.IsBatchFile(request.RequestUri) ? request.RequestUri : null;

    private async ValueTask<HandledCall> BeginAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpExchange exchange = new(request.RequestUri) { IsSent = !cancellationToken.IsCancellationRequested };
        Func<string, bool>? isNew = ApiAddress.CanBeFetched(request.RequestUri) ? IsNew : null;
        bool isFetched = request.Method == HttpMethod.Get || ApiAddress.IsStop(request.RequestUri);
        CallTracker tracker = _trackers[(int)ApiAddress.OperationOf(request.RequestUri)];
        CallScope? around = CallScope.Give(exchange);
        OpenCall? call = around is null
            ? await tracker.BeginAsync(request.RequestUri, isFetched, cancellationToken).ConfigureAwait(false)
            : null;
        return new HandledCall(exchange, _reader, isNew, isFetched, tracker, call, around);
    }

    /// <summary>Returns a response whose body is observed if it is a file of batch results.</summary>
    private HttpResponseMessage ObserveFile(Uri? address, HttpResponseMessage response, CallScope? around)
    {
        if (address is not null && response is { StatusCode: HttpStatusCode.OK, Content: { } content })
        {
            string path = address.GetLeftPart(UriPartial.Path);
            string? encoding = BodyCopy.EncodingOf(content.Headers);
            BatchBody body = new(address, encoding, _counted.Files.Get(path, out _), _reader, CountAsync, Warn(path));
            response.Content = new ObservedContent(content, body, body.EndAsync);
        }

        return response;

        Action<string> Warn(string path) => reason => TrackingLog.Unreadable(_options.Logger, path, reason);

        ValueTask CountAsync(SeenRequest seen)
        {
            bool isEmbeddings = seen.Served?.Flavor == ResponseFlavor.OpenAIEmbeddings;
            return _trackers[(int)(isEmbeddings ? CallOperation.Embeddings : CallOperation.Chat)].CountAsync(seen, around);
        }
    }

    /// <summary>Returns whether a response is seen for the first time.</summary>
    private bool IsNew(string id)
    {
        _counted.Responses.Get(id, out bool isNew);
        return isNew;
    }
}
