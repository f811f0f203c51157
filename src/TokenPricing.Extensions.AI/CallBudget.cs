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

    /// <summary>Reserves the most that a call can cost.</summary>
    /// <exception cref="BudgetRefusedException">A budget refuses the call.</exception>
    public async ValueTask<Reservation> ReserveAsync(CallRequest request, CancellationToken cancellation)
    {
        long? input = options.InputTokens is { } bound ? bound(request) : CallSize.MostInputTokens(request);
        long output = request.ChatOptions?.MaxOutputTokens ?? options.MaxOutputTokens;
        Usd? most = input is { } known ? request.Offer?.MaxCostOf(known, output, request.At, options.MaxCost) : null;
        ImmutableArray<SpendTag> tags = options.Tags is { } tagged ? tagged(request) : [new SpendTag("model", request.Model ?? "unknown")];
        BudgetDecision decision = await guard.ReserveAsync(most, tags, cancellation).ConfigureAwait(false);
        return decision.Reservation ?? throw new BudgetRefusedException(decision);
    }

    /// <summary>
    /// Settles what was reserved: by the cost, or by an estimate that is marked as such where nobody knows it. What was reserved for a call
    /// that nothing is billed for is released.
    /// </summary>
    public async ValueTask SettleAsync(Reservation? reservation, TrackedCall call, ILogger logger)
    {
        if (reservation is null)
        {
            return;
        }

        try
        {
            bool isBilled = call.Requests > 0 || call.IsCut || (call.Outcome == CallOutcome.Completed && !call.IsFromCache);
            if (!isBilled)
            {
                reservation.Dispose();
                return;
            }

            bool isKnown = call is { Requests: > 0, Unpriced: 0, IsCut: false };
            Usd known = call.Billed ?? Usd.Zero;
            Usd amount = isKnown ? known : Larger(known, Smaller(Estimate(reservation, call), reservation.Amount));
            await reservation.SettleAsync(amount, isKnown && call.Gaps.IsEmpty ? 0 : 1).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            TrackingLog.BudgetFailed(logger, call.Model, e);
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
        return input is { } most && offer.MaxCostOf(most, output, call.Request.At, options.MaxCost) is { } cost
            ? (call.Billed ?? Usd.Zero) + cost
            : reserved;
    }

    private static Usd Larger(Usd left, Usd right) => left > right ? left : right;

    private static Usd Smaller(Usd amount, Usd? limit) => limit is { } most && most < amount ? most : amount;
}
