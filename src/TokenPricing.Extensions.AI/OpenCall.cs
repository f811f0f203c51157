using System.Diagnostics;

namespace TokenPricing.Extensions.AI;

/// <summary>A call that began.</summary>
/// <param name="Request">What is known of it.</param>
/// <param name="State">What <see cref="CostTrackingOptions.Before"/> returned.</param>
/// <param name="Activity">The caller's activity.</param>
internal readonly record struct OpenCall(CallRequest Request, object? State, Activity? Activity);
