using Microsoft.Extensions.AI;

namespace TokenPricing.Extensions.AI;

/// <summary>
/// What is reserved for responses that are made in the background, by the id of the response, or else by the token with which it is
/// fetched. Thread-safe.
/// </summary>
internal sealed class PendingCalls
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Reservation> _reserved = new(StringComparer.Ordinal);
    private readonly RecentNames<object> _settled = new();

    /// <summary>Keeps what is reserved for a response that is not finished; <see langword="null"/> keeps nothing.</summary>
    public void Keep(Reservation? reservation, TrackedCall call)
    {
        if (reservation is null || NameOf(call, call.Continuation ?? call.Request.ChatOptions?.ContinuationToken) is not { } name)
        {
            return;
        }

        lock (_gate)
        {
            _reserved[name] = reservation;
        }
    }

    /// <summary>
    /// Returns what is reserved for the response that a call fetched, and keeps it no longer; <see langword="null"/> if nothing is.
    /// </summary>
    public Reservation? Take(TrackedCall call)
    {
        ResponseContinuationToken? token = call.Request.ChatOptions?.ContinuationToken;
        lock (_gate)
        {
            return (call.ResponseId is { } id && _reserved.Remove(id, out Reservation? reserved))
                || (token is not null && _reserved.Remove(TextOf(token), out reserved))
                    ? reserved
                    : null;
        }
    }

    /// <summary>Returns whether a finished response was settled before; the first time, it is not, and is remembered.</summary>
    public bool IsSettled(TrackedCall call)
    {
        if (call.ResponseId is not { } id)
        {
            return false;
        }

        _settled.Get(id, out bool isNew);
        return !isNew;
    }

    private static string? NameOf(TrackedCall call, ResponseContinuationToken? token) =>
        call.ResponseId ?? (token is null ? null : TextOf(token));

    private static string TextOf(ResponseContinuationToken token) => Convert.ToBase64String(token.ToBytes().Span);
}
