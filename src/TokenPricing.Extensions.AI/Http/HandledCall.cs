namespace TokenPricing.Extensions.AI;

/// <summary>
/// A request that a <see cref="TokenPricingHandler"/> sees through, and the call that it is, unless a client tracks that.
/// </summary>
/// <param name="exchange">The request and its response.</param>
/// <param name="reader">Reads what responses say.</param>
/// <param name="isNew">
/// Returns whether a response is seen for the first time; <see langword="null"/> for responses that cannot be fetched by their id.
/// </param>
/// <param name="isFetched">Whether the response was made before and is fetched, so that it counts only if it is new.</param>
/// <param name="tracker">Tracks the call, unless a client does.</param>
/// <param name="call">The call; <see langword="null"/> if a client tracks it.</param>
/// <param name="around">The scope of the client that tracks it; <see langword="null"/> if none does.</param>
internal sealed class HandledCall(
    HttpExchange exchange,
    ServedReader reader,
    Func<string, bool>? isNew,
    bool isFetched,
    CallTracker tracker,
    OpenCall? call,
    CallScope? around)
{
    private BodyCopy? _sent;
    private BodyCopy? _answered;
    private string? _asked;
    private bool? _isNew;
    private int _hasEnded;

    /// <summary>
    /// Returns the body of the request, observed while it is sent unless the client above knows the model: the name that was asked for can
    /// say more than that of the response.
    /// </summary>
    public HttpContent? Sending(HttpContent? body)
    {
        if (call is null || body is null)
        {
            return body;
        }

        _sent = BodyCopy.Of(body.Headers);
        return new ObservedContent(body, _sent, _ => ValueTask.CompletedTask);
    }

    /// <summary>Ends the call with the exception of its request.</summary>
    public ValueTask FailAsync(Exception exception, CancellationToken cancellationToken)
    {
        exchange.IsSent &= exception is not HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
        };
        return EndAsync(CallEnd.Of(exception, cancellationToken));
    }

    /// <summary>Returns the response with a body that is observed while it is read.</summary>
    public async ValueTask<HttpResponseMessage> ObserveAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode || response.Content is null)
        {
            exchange.Answer((int)response.StatusCode, null, null);
            await EndAsync(CallEnd.Of(null, cancellationToken) with { Outcome = CallOutcome.Failed, HasBegun = false })
                .ConfigureAwait(false);
            return response;
        }

        BodyCopy copy = _answered = BodyCopy.Of(response.Content.Headers);
        exchange.Answer((int)response.StatusCode, () => copy.Read(Read), copy.Release);
        response.Content = new ObservedContent(response.Content, copy, EndAsync);
        return response;
    }

    /// <summary>Reads what was seen of the body.</summary>
    private SeenRequest? Read(ReadOnlyMemory<byte> text)
    {
        SeenRequest? seen = text.IsEmpty ? null : reader.Read(text, exchange.Address);
        if (seen is null)
        {
            // Words of OpenAI's Responses for those that are made in the background.
            exchange.IsPending = isNew is not null
                && (text.Span.IndexOf("\"queued\""u8) >= 0 || text.Span.IndexOf("\"in_progress\""u8) >= 0);
            return null;
        }

        _isNew ??= isNew is null || (seen.Id is { } id ? isNew(id) : !isFetched);
        if (isFetched && _isNew == false)
        {
            exchange.CountedId = seen.Id;
            return null;
        }

        return seen with { AskedModel = AskedModel() };
    }

    private string? AskedModel() => _asked ??= _sent?.Read(ModelField.In) ?? ApiAddress.ModelOf(exchange.Address);

    /// <summary>Ends the call, once.</summary>
    private async ValueTask EndAsync(CallEnd end)
    {
        if (Interlocked.Exchange(ref _hasEnded, 1) != 0)
        {
            return;
        }

        if (call is null)
        {
            if (exchange.End())
            {
                // The client's call ended before this response was there.
                if (exchange.IsAnswered && exchange.Read() is { IsEmpty: false } late)
                {
                    await tracker.CountAsync(late, around).ConfigureAwait(false);
                }

                exchange.Release();
            }

            return;
        }

        if (end.Outcome == CallOutcome.Abandoned && _answered?.HasEnded() == true)
        {
            end = CallEnd.Of(null, default);
        }

        call.Scope.Add(exchange);
        if ((!isFetched && ApiAddress.IsModelCall(exchange.Address)) || exchange.Read() is not null)
        {
            await tracker.EndAsync(call, end with { AskedModel = AskedModel() }).ConfigureAwait(false);
        }

        exchange.Release();
        _sent?.Release();
    }
}
