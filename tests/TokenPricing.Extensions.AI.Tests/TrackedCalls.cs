namespace TokenPricing.Tests;

/// <summary>Takes down calls, as <see cref="CostTrackingOptions.After"/> tells them.</summary>
internal static class TrackedCalls
{
    public static ValueTask AddAsync(this List<TrackedCall> calls, TrackedCall call)
    {
        calls.Add(call);
        return ValueTask.CompletedTask;
    }
}
