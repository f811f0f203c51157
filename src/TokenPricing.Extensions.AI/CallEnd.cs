using Microsoft.Extensions.AI;

namespace TokenPricing.Extensions.AI;

/// <summary>How a call ended, as the client sees it.</summary>
internal readonly record struct CallEnd
{
    /// <summary>The outcome.</summary>
    public required CallOutcome Outcome { get; init; }

    /// <summary>The exception of the call; <see langword="null"/> for none.</summary>
    public Exception? Exception { get; init; }

    /// <summary>The model that the response states; <see langword="null"/> for none.</summary>
    public string? Model { get; init; }

    /// <summary>The model that the body of the request asks for; <see langword="null"/> if nobody saw it.</summary>
    public string? AskedModel { get; init; }

    /// <summary>Whether a part of a response arrived.</summary>
    public bool HasBegun { get; init; }

    /// <summary>The number of characters of text that arrived.</summary>
    public long Characters { get; init; }

    /// <summary>Whether the response came from a cache inside the client.</summary>
    public bool IsFromCache { get; init; }

    /// <summary>Whether the response is made in the background, so that its usage is told when it is fetched.</summary>
    public bool IsPending => Continuation is not null;

    /// <summary>
    /// The token with which a response that is made in the background is fetched; <see langword="null"/> for one that is finished.
    /// </summary>
    public ResponseContinuationToken? Continuation { get; init; }

    /// <summary>The id of the response; <see langword="null"/> if it states none.</summary>
    public string? ResponseId { get; init; }

    /// <summary>Returns the end of a call with an exception, or without one if it is <see langword="null"/>.</summary>
    /// <remarks>A timeout of the client is a failure, not a cancellation by the caller.</remarks>
    public static CallEnd Of(Exception? exception, CancellationToken cancellationToken) => new()
    {
        Exception = exception,
        Outcome = exception is null ? CallOutcome.Completed
            : exception is OperationCanceledException && cancellationToken.IsCancellationRequested ? CallOutcome.Cancelled
            : CallOutcome.Failed,
        HasBegun = exception is null,
    };

    /// <summary>
    /// Returns whether something may be billed that nobody knows: a response began and was cut, or a request was sent and nobody waited
    /// for its response. An error of the provider, a refused connection, and a call that was canceled before it was made bill nothing.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="exchanges">The HTTP requests of the call, if a handler saw them.</param>
    /// <param name="priced">What is known of its usage.</param>
    public bool IsCut(OpenCall call, IReadOnlyList<HttpExchange> exchanges, PricedUsage priced)
    {
        if (Outcome == CallOutcome.Completed)
        {
            return false;
        }

        if (HasBegun || exchanges.Any(e => e.IsAnswered))
        {
            // Only the end of a stream tells the whole usage, except that the counts of Microsoft.Extensions.AI do not say whether it did.
            return priced.Requests == 0 || priced.Served is not { Unread.IsEmpty: true } served || served.Flavor == ResponseFlavor.Gemini;
        }

        return exchanges.Count > 0 ? exchanges.Any(e => e.IsSent && e.Status is null)
            : Outcome != CallOutcome.Failed ? !call.IsCancelledBefore
            : Exception is TimeoutException or OperationCanceledException || IsBroken(Exception);
    }

    /// <summary>Returns whether a connection broke after it was made.</summary>
    private static bool IsBroken(Exception? exception) => exception switch
    {
        null => false,
        HttpRequestException { StatusCode: not null } => false,
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse } => true,
        HttpIOException => true,
        AggregateException many => many.InnerExceptions.Any(IsBroken),
        _ => IsBroken(exception.InnerException),
    };
}
