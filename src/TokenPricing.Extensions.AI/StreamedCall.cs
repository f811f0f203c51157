using Microsoft.Extensions.AI;

namespace TokenPricing.Extensions.AI;

/// <summary>Tracks a call whose answer is a stream.</summary>
/// <typeparam name="TUpdate">The type of an update.</typeparam>
/// <param name="tracker">The tracker of the client.</param>
internal sealed class StreamedCall<TUpdate>(CallTracker tracker)
    where TUpdate : class
{
    /// <summary>Begins the call.</summary>
    public required Func<CancellationToken, ValueTask<OpenCall>> Begin { get; init; }

    /// <summary>Makes the call.</summary>
    public required Func<CancellationToken, IAsyncEnumerable<TUpdate>> Make { get; init; }

    /// <summary>Returns what an update says, as an update of a chat.</summary>
    public required Func<TUpdate, ChatResponseUpdate> See { get; init; }

    /// <summary>
    /// Returns whether a cache answered, by whether the updates had objects of a client library; <see langword="null"/> without a cache.
    /// </summary>
    public Func<bool, bool>? IsFromCache { get; init; }

    /// <summary>The characters of the input, which count if the whole stream has no usage; <see langword="null"/> for no text.</summary>
    public long? InputCharacters { get; init; }

    /// <summary>Returns a last update, after that of the client, with the cost.</summary>
    public required Func<TUpdate?, CallCost, TUpdate> Close { get; init; }

    /// <summary>Passes the updates on, and the cost after the last one.</summary>
    public async IAsyncEnumerable<TUpdate> TrackAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        OpenCall call = await Begin(cancellationToken).ConfigureAwait(false);
        StreamedUsage seen = new(tracker.Reader.HasHook);
        TUpdate? last = null;
        TrackedCall tracked;
        Exception? exception = null;
        bool isLeft = true;
        IAsyncEnumerator<TUpdate>? updates = null;
        try
        {
            while (true)
            {
                try
                {
                    // Set for each step, since each step runs in the flow of control of the reader.
                    CallScope.Current = call.Scope;
                    updates ??= Make(cancellationToken).GetAsyncEnumerator(cancellationToken);
                    if (!await updates.MoveNextAsync().ConfigureAwait(false))
                    {
                        break;
                    }

                    last = updates.Current;
                }
                catch (Exception e)
                {
                    (exception, isLeft) = (e, false);
                    throw;
                }

                seen.Add(See(last));
                yield return last;
            }

            isLeft = false;
        }
        finally
        {
            try
            {
                CallScope.Current = call.Scope;
                if (updates is not null)
                {
                    await updates.DisposeAsync().ConfigureAwait(false);
                }
            }
            finally
            {
                tracked = await EndAsync(call, seen, isLeft, exception, cancellationToken).ConfigureAwait(false);
            }
        }

        if (tracker.Attached(call, tracked, seen.ToolCalls) is { } cost)
        {
            yield return Close(last, cost);
        }
    }

    /// <summary>Ends a call whose stream ended or was abandoned.</summary>
    private ValueTask<TrackedCall> EndAsync(
        OpenCall call, StreamedUsage seen, bool isLeft, Exception? exception, CancellationToken cancellationToken)
    {
        CallEnd end = CallEnd.Of(exception, cancellationToken);
        CallOutcome left = cancellationToken.IsCancellationRequested ? CallOutcome.Cancelled : CallOutcome.Abandoned;
        bool isWhole = !isLeft && exception is null;
        return tracker.EndAsync(
            call,
            end with
            {
                Outcome = isLeft ? left : end.Outcome,
                Model = seen.Model,
                HasBegun = seen.HasBegun,
                Characters = seen.Characters,
                Continuation = seen.Continuation,
                ResponseId = seen.ResponseId,
                IsFromCache = isWhole && seen.HasBegun && (IsFromCache?.Invoke(seen.HasRaw) ?? false),
            },
            Reported);

        IReadOnlyList<SeenRequest> Reported()
        {
            IReadOnlyList<SeenRequest> requests = seen.Requests(tracker.Reader);
            return isWhole && InputCharacters is { } characters && requests.All(r => r.IsEmpty)
                ? [new SeenRequest { Model = seen.Model, Reported = new ReportedUsage(null, seen.Model) { Characters = characters } }]
                : requests;
        }
    }
}
