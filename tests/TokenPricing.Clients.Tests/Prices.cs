using Microsoft.Extensions.Time.Testing;

namespace TokenPricing.Tests;

/// <summary>The prices and the clock of these tests: the built-in prices on a day on which they are known.</summary>
internal static class Prices
{
    public static readonly NodaTime.Instant Now = NodaTime.Instant.FromUtc(2026, 5, 1, 12, 0);

    public static TimeProvider Time { get; } = new FakeTimeProvider(Now.ToDateTimeOffset());

    public static PriceCatalog Catalog => PriceCatalog.BuiltIn;

    /// <summary>Options that take down calls.</summary>
    public static CostTrackingOptions Into(ICollection<TrackedCall> calls) => new()
    {
        Time = Time,
        After = call =>
        {
            lock (calls)
            {
                calls.Add(call);
            }

            return ValueTask.CompletedTask;
        },
    };
}
