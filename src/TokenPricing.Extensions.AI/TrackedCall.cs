namespace TokenPricing.Extensions.AI;

/// <summary>A call that ended, with what it used and what that costs.</summary>
/// <remarks>
/// <para>Immutable; equality is by reference.</para>
/// <para>
/// A call has a <see cref="Cost"/>, or a <see cref="PricingFailure"/>, or neither where no usage was reported. It has both only where
/// one stream carried several responses and not all of them could be priced.
/// </para>
/// </remarks>
public sealed class TrackedCall
{
    internal TrackedCall(CallRequest request, object? state, PricedUsage priced)
    {
        (Request, State) = (request, state);
        (Usage, Offer, Cost, PricingFailure) = priced;
    }

    /// <summary>What was known before the call.</summary>
    public CallRequest Request { get; }

    /// <summary>What <see cref="CostTrackingOptions.Before"/> returned for this call, such as a reservation to settle; <see langword="null"/>: nothing.</summary>
    public object? State { get; }

    /// <summary>How the call ended.</summary>
    public CallOutcome Outcome { get; internal init; }

    /// <summary>What the call ended with, which went on to the caller untouched; <see langword="null"/>: no exception.</summary>
    public Exception? Exception { get; internal init; }

    /// <summary>The model that is priced: the response's, or else the one asked for; <see langword="null"/>: nobody says.</summary>
    public string? Model => ResponseModel ?? Request.Model;

    /// <summary>The model that the response names; <see langword="null"/>: it names none, or there was no response.</summary>
    public string? ResponseModel { get; internal init; }

    /// <summary>The offer that was found for it; <see langword="null"/>: none, or no usage was reported.</summary>
    public Offer? Offer { get; }

    /// <summary>What was used, as far as it was reported before the call ended; <see langword="null"/>: not reported, or it contradicts itself.</summary>
    public TokenUsage? Usage { get; }

    /// <summary>What the usage costs, with its receipt; <see langword="null"/>: no usage was reported, or it has no price.</summary>
    public Cost? Cost { get; }

    /// <summary>
    /// Why a reported usage has no price: mostly a <see cref="PricingException"/>, of which <see cref="PricingError.ContradictoryUsage"/>
    /// is a usage that contradicts itself; an <see cref="OverflowException"/> where no <see cref="decimal"/> holds the cost; or what the
    /// function that gives the prices threw. <see langword="null"/>: it has one, or there is no usage.
    /// </summary>
    public Exception? PricingFailure { get; }
}
