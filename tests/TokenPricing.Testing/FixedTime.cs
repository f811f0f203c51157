using NodaTime;

namespace TokenPricing.Tests;

/// <summary>A clock that stands still; its timers run.</summary>
internal sealed class FixedTime(Instant instant) : TimeProvider
{
    public Instant Instant => instant;

    public override DateTimeOffset GetUtcNow() => instant.ToDateTimeOffset();
}
