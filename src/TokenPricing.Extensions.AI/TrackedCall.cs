using System.Collections.Immutable;
using Microsoft.Extensions.AI;

namespace TokenPricing.Extensions.AI;

/// <summary>A completed call with its usage and cost.</summary>
/// <remarks>
/// <para>Immutable; equality is by reference.</para>
/// <para>
/// A call has a <see cref="Cost"/> or a <see cref="PricingFailure"/>, or neither if no usage was reported. It has both only if one call
/// made several requests and not all of them could be priced.
/// </para>
/// </remarks>
public sealed class TrackedCall
{
    /// <summary>Initializes a tracked call.</summary>
    internal TrackedCall(CallRequest request, object? state, PricedUsage priced) => (Request, State, Priced) = (request, state, priced);

    /// <summary>What was known of the call before it was made.</summary>
    public CallRequest Request { get; }

    /// <summary>
    /// What <see cref="CostTrackingOptions.Before"/> returned for this call, such as a reservation to settle; <see langword="null"/> for
    /// nothing.
    /// </summary>
    public object? State { get; }

    /// <summary>How the call ended.</summary>
    public CallOutcome Outcome { get; internal init; }

    /// <summary>The exception of the call, which the caller received unchanged; <see langword="null"/> for none.</summary>
    public Exception? Exception { get; internal init; }

    /// <summary>
    /// The model that is priced: that of the response, or else the requested one; <see langword="null"/> if neither is known.
    /// </summary>
    public string? Model => ResponseModel ?? AskedModel;

    /// <summary>The model that the response states; <see langword="null"/> if it states none or there was no response.</summary>
    public string? ResponseModel { get; internal init; }

    /// <summary>The offer of the model; <see langword="null"/> if none was found or no usage was reported.</summary>
    public Offer? Offer => Priced.Offer;

    /// <summary>
    /// The usage that was reported before the call ended; <see langword="null"/> if none was reported or it contradicts itself.
    /// </summary>
    public TokenUsage? Usage => Priced.Usage;

    /// <summary>
    /// What the provider's own response says that was served; <see langword="null"/> if only the counts of Microsoft.Extensions.AI are
    /// known. Of several requests, it is that of the last.
    /// </summary>
    public ServedCall? Served => Priced.Served;

    /// <summary>The calculated cost, with its receipt; <see langword="null"/> if no usage was reported or it has no price.</summary>
    public Cost? Cost => Priced.Cost;

    /// <summary>
    /// What was billed: the cost that the response states, or else the <see cref="Cost"/>; <see langword="null"/> if neither is known.
    /// </summary>
    public Usd? Billed => Priced.Billed;

    /// <summary>Where <see cref="Billed"/> comes from.</summary>
    public CostSource Source => Priced is { IsStated: true, Billed: not null } ? CostSource.Stated : CostSource.Calculated;

    /// <summary>
    /// What the cost leaves out, one sentence each, such as a fee for which the catalog has no price, or a number that no reader knows;
    /// usually empty.
    /// </summary>
    public ImmutableArray<string> Gaps => Priced.Gaps;

    /// <summary>
    /// Whether the response was cut before it told its usage, so that more may be billed than is known. A call that was refused, failed
    /// before a response, or was canceled before it was sent is not cut: nothing is billed for it.
    /// </summary>
    public bool IsCut { get; internal init; }

    /// <summary>The number of requests that reported a usage: usually 1, 0 for none.</summary>
    public int Requests => Priced.Requests;

    /// <summary>The number of requests whose usage has no price; usually 0.</summary>
    public int Unpriced => Priced.Unpriced;

    /// <summary>
    /// The reason why a reported usage has no cost: usually a <see cref="PricingException"/>, with
    /// <see cref="PricingError.ContradictoryUsage"/> for a usage that contradicts itself; an <see cref="OverflowException"/> if no
    /// <see cref="decimal"/> holds the cost; or the exception of the function that returns the prices, or of the one that reads responses.
    /// <see langword="null"/> if the usage has a cost or there is no usage.
    /// </summary>
    public Exception? PricingFailure => Priced.Failure;

    /// <summary>The sum of the requests.</summary>
    internal PricedUsage Priced { get; }

    /// <summary>
    /// The requested model: that of the body of its HTTP request, or else that of the call, which knows no more than an address if only a
    /// handler saw it.
    /// </summary>
    internal string? AskedModel { get => field ?? Request.Model; init; }

    /// <summary>Whether a response arrived in whole and told no usage, so that nobody knows what is billed for it.</summary>
    internal bool IsUntold { get; init; }

    /// <summary>The number of characters of text that a stream brought before it was cut.</summary>
    internal long StreamedCharacters { get; init; }

    /// <summary>Whether nothing was sent to a provider, since a cache inside the client answered.</summary>
    internal bool IsFromCache { get; init; }

    /// <summary>
    /// The token with which the response is fetched when it is finished; <see langword="null"/> if it is, or told its usage.
    /// </summary>
    internal ResponseContinuationToken? Continuation { get; init; }

    /// <summary>The id of the response; <see langword="null"/> if it states none.</summary>
    internal string? ResponseId { get; init; }

    /// <summary>The requests that were counted, by which a tracker around recognizes them.</summary>
    internal IReadOnlyList<SeenRequest> Seen { get; init; } = [];

    /// <summary>The calls that trackers inside counted, of which this one is the sum; usually none.</summary>
    internal IReadOnlyList<TrackedCall> Inside { get; init; } = [];

    /// <summary>The callback that has heard of this call; of trackers around one another, an equal one is not called again.</summary>
    internal Delegate? Told { get; set; }
}
