using NodaTime;

namespace TokenPricing.Tests;

/// <summary>A clock that a test sets.</summary>
internal sealed class ManualClock(Instant now) : IClock
{
    public Instant Now { get; set; } = now;

    public Instant GetCurrentInstant() => Now;
}
