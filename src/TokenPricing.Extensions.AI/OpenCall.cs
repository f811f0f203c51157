using System.Diagnostics;

namespace TokenPricing.Extensions.AI;

/// <summary>A call that began.</summary>
/// <param name="Request">The request.</param>
/// <param name="State">What <see cref="CostTrackingOptions.Before"/> returned.</param>
/// <param name="Activity">The caller's activity at the start of the call; <see langword="null"/> if there is none.</param>
internal readonly record struct OpenCall(CallRequest Request, object? State, Activity? Activity);
