using NodaTime;

namespace TokenPricing.Tests;

/// <summary>A clock that can be wrong, and a stopwatch that cannot.</summary>
public sealed class JumpingTime(Instant start) : TimeProvider
{
    private long _passed;

    /// <summary>What the clock says.</summary>
    public Instant Reading { get; private set; } = start;

    /// <summary>How much time has passed.</summary>
    public Duration Passed => Duration.FromTicks(_passed);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Reading.ToDateTimeOffset();

    public override long GetTimestamp() => _passed;

    /// <summary>Time passes, and the clock goes on.</summary>
    public void Pass(Duration time)
    {
        _passed += time.BclCompatibleTicks;
        Reading += time;
    }

    /// <summary>The clock is put forward or back, while no time passes.</summary>
    public void Jump(Duration by) => Reading += by;
}
