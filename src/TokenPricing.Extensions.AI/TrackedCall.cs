namespace TokenPricing.Extensions.AI;

/// <summary>A completed call with its usage and cost.</summary>
/// <remarks>
/// <para>Immutable; equality is by reference.</para>
/// <para>
/// A call has a <see cref="Cost"/> or a <see cref="PricingFailure"/>, or neither if no usage was reported. It has both only if one stream
/// contained several responses and not all of them could be priced.
/// </para>
/// </remarks>
public sealed class TrackedCall
{
    /// <summary>Initializes a tracked call.</summary>
    internal TrackedCall(CallRequest request, object? state, PricedUsage priced)
    {
        (Request, State) = (request, state);
        (Usage, Offer, Cost, PricingFailure) = priced;
    }

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
    public string? Model => ResponseModel ?? Request.Model;

    /// <summary>The model that the response states; <see langword="null"/> if it states none or there was no response.</summary>
    public string? ResponseModel { get; internal init; }

    /// <summary>The offer of the model; <see langword="null"/> if none was found or no usage was reported.</summary>
    public Offer? Offer { get; }

    /// <summary>
    /// The usage that was reported before the call ended; <see langword="null"/> if none was reported or it contradicts itself.
    /// </summary>
    public TokenUsage? Usage { get; }

    /// <summary>The cost of the usage, with its receipt; <see langword="null"/> if no usage was reported or it has no price.</summary>
    public Cost? Cost { get; }

    /// <summary>
    /// The reason why a reported usage has no cost: usually a <see cref="PricingException"/>, with
    /// <see cref="PricingError.ContradictoryUsage"/> for a usage that contradicts itself; an <see cref="OverflowException"/> if no
    /// <see cref="decimal"/> holds the cost; or the exception of the function that returns the prices. <see langword="null"/> if the usage
    /// has a cost or there is no usage.
    /// </summary>
    public Exception? PricingFailure { get; }
}
