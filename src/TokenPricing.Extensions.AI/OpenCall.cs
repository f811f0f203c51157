using System.Diagnostics;

namespace TokenPricing.Extensions.AI;

/// <summary>A call that began.</summary>
internal sealed class OpenCall
{
    /// <summary>The request.</summary>
    public required CallRequest Request { get; init; }

    /// <summary>What <see cref="CostTrackingOptions.Before"/> returned.</summary>
    public object? State { get; init; }

    /// <summary>The caller's activity at the start of the call; <see langword="null"/> if there is none.</summary>
    public Activity? Activity { get; init; }

    /// <summary>The scope of the call.</summary>
    public required CallScope Scope { get; init; }

    /// <summary>What a budget reserved for the call; <see langword="null"/> without a budget.</summary>
    public Reservation? Reservation { get; init; }

    /// <summary>The cost of the rounds before it, if the call is one of a loop; <see langword="null"/> otherwise.</summary>
    public CallCost? RoundsBefore { get; init; }

    /// <summary>Whether the call was canceled before it was made.</summary>
    public bool IsCancelledBefore { get; init; }
}
