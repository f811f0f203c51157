using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace TokenPricing.Extensions.AI;

/// <summary>Asks budgets before each call of a client, and tells them what it cost.</summary>
/// <param name="guard">The budgets.</param>
/// <param name="options">How the most that a call can cost is reserved.</param>
internal sealed class CallBudget(BudgetGuard guard, BudgetOptions options)
{
    // Of text in any language, a token has at least so many characters on average, nearly always more.
    private const int CharactersPerToken = 2;

    private readonly PendingCalls _pending = new();
    private readonly ConcurrentQueue<(Reservation Reservation, Usd Amount, long Unpriced)> _unsettled = new();

    /// <summary>
    /// Reserves the most that a call can cost; <see langword="null"/> for one that fetches a response that was begun before, for which
    /// it is reserved.
    /// </summary>
    /// <exception cref="BudgetRefusedException">A budget refuses the call.</exception>
    public async ValueTask<Reservation?> ReserveAsync(CallRequest request, CancellationToken cancellation)
    {
        await RetryAsync().ConfigureAwait(false);
        if (request.IsContinued)
        {
            return null;
        }

        long? input = options.InputTokens is { } bound ? bound(request) : CallSize.MostInputTokens(request);

        // Some clients write -1 for no maximum.
        long output = request.ChatOptions?.MaxOutputTokens is >= 0 and { } most ? most : options.MaxOutputTokens;
        Usd? reserved = input is { } known ? request.MaxCostOf(request.Offer, known, output, options.MaxCost) : null;
        BudgetDecision decision = await guard.ReserveAsync(reserved, TagsOf(request), cancellation).ConfigureAwait(false);
        return decision.Reservation ?? throw new BudgetRefusedException(decision);
    }

    /// <summary>
    /// Settles what was reserved: by the cost, or by an estimate that is marked as such where nobody knows it. What was reserved for a call
    /// that nothing is billed for is released. What was reserved for a response in the background stays so until it is fetched.
    /// </summary>
    public async ValueTask SettleAsync(Reservation? reservation, TrackedCall call, ILogger logger)
    {
        try
        {
            if (call.Request.IsContinued)
            {
                reservation = _pending.Take(call);
                bool isOver = call.Requests > 0 || (call.Outcome == CallOutcome.Completed && call.Continuation is null);
                if (!isOver || _pending.IsSettled(call))
                {
                    _pending.Keep(reservation, call);
                    return;
                }

                // Nobody here reserved for what another process began, and its cost is to be booked all the same.
                reservation ??= (await guard.ReserveAsync(Usd.Zero, TagsOf(call.Request)).ConfigureAwait(false)).Reservation
                    ?? throw new InvalidOperationException("Nothing was reserved for the response, and the budget is spent.");
            }

            if (reservation is null)
            {
                return;
            }

            if (call.Continuation is not null)
            {
                _pending.Keep(reservation, call);
                return;
            }

            bool isBilled = call.Requests > 0 || call.IsCut || (call.Outcome == CallOutcome.Completed && !call.IsFromCache);
            if (!isBilled)
            {
                await reservation.DisposeAsync().ConfigureAwait(false);
                return;
            }

            bool isKnown = call is { Requests: > 0, Unpriced: 0, IsCut: false };
            Usd known = call.Billed ?? Usd.Zero;
            Usd amount = isKnown ? known : Larger(known, Smaller(Estimate(reservation, call), reservation.Amount));
            await SettleAsync(reservation, amount, isKnown && call.Gaps.IsEmpty ? 0 : 1).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            TrackingLog.BudgetFailed(logger, call.Model, e);
        }
    }

    private ImmutableArray<SpendTag> TagsOf(CallRequest request) => options.Tags is { } tagged
        ? tagged(request)
        : [new SpendTag("model", string.IsNullOrEmpty(request.Model) ? "unknown" : request.Model)];

    /// <summary>Settles a reservation; if that fails, it is tried again before the next call, as releases are.</summary>
    private async ValueTask SettleAsync(Reservation reservation, Usd amount, long unpriced)
    {
        try
        {
            await reservation.SettleAsync(amount, unpriced).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (OverflowException or ObjectDisposedException))
        {
            _unsettled.Enqueue((reservation, amount, unpriced));
            throw;
        }
    }

    /// <summary>Settles what could not be settled before, until it fails again.</summary>
    private async ValueTask RetryAsync()
    {
        for (int left = _unsettled.Count; left > 0 && _unsettled.TryDequeue(out (Reservation, Usd, long) unsettled); left--)
        {
            (Reservation reservation, Usd amount, long unpriced) = unsettled;
            try
            {
                await SettleAsync(reservation, amount, unpriced).ConfigureAwait(false);
            }
            catch (Exception)
            {
                // It was logged the first time.
                return;
            }
        }
    }

    /// <summary>
    /// Estimates what a call cost whose usage was not told in whole: what is known of it, and the text that arrived. Where nothing arrived,
    /// it is what was reserved.
    /// </summary>
    private Usd Estimate(Reservation reservation, TrackedCall call)
    {
        Usd reserved = reservation.Amount ?? Usd.Zero;
        Offer? offer = call.Offer ?? call.Request.Offer;
        if (offer is null || call.Unpriced > 0 || call.StreamedCharacters == 0)
        {
            return reserved;
        }

        long output = ((call.StreamedCharacters - 1) / CharactersPerToken) + 1;
        long? input = call.Usage is not null ? 0
            : options.InputTokens is { } bound ? bound(call.Request)
            : CallSize.MostInputTokens(call.Request);
        return input is { } most && call.Request.MaxCostOf(offer, most, output, options.MaxCost) is { } cost
            ? (call.Billed ?? Usd.Zero) + cost
            : reserved;
    }

    private static Usd Larger(Usd left, Usd right) => left > right ? left : right;

    private static Usd Smaller(Usd amount, Usd? limit) => limit is { } most && most < amount ? most : amount;
}
