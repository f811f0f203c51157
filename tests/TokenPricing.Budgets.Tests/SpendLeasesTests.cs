using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public sealed class SpendLeasesTests
{
    private readonly JumpingTime _time = new(Instant.FromUtc(2026, 6, 1, 12, 0));
    private readonly SpendLeases<string> _leases;

    public SpendLeasesTests() => _leases = new SpendLeases<string>(_time, Duration.FromSeconds(30));

    [Fact]
    public void Look_SameNumberForALease_IsDead()
    {
        Assert.Empty(Look(0, ("a", 1), ("b", 1)));
        Assert.Empty(Look(15, ("a", 1), ("b", 2)));

        Assert.Equal(["a"], Look(15, ("a", 1), ("b", 3)));
        Assert.Equal(["a"], Look(15, ("a", 1), ("b", 4)));
        Assert.Empty(Look(15, ("a", 2), ("b", 5)));
    }

    [Fact]
    public void Look_JustBeforeTheEndOfTheLease_IsAlive()
    {
        Look(0, ("a", 1));
        Look(15, ("a", 1));
        Assert.Empty(Look(14.9999999, ("a", 1)));

        Assert.Equal(["a"], Look(0.0000001, ("a", 1)));
    }

    [Fact]
    public void Look_TwiceAtTheSameMoment_ForgetsNoSilence()
    {
        Look(0, ("a", 1));
        Look(15, ("a", 1));
        Look(0, ("a", 1));

        Assert.Equal(["a"], Look(15, ("a", 1)));
    }

    [Theory]
    [InlineData(15.0000001)]
    [InlineData(3_600)]
    [InlineData(-10)]
    public void Look_NotForHalfALease_GivesEachAWholeLeaseAgain(double seconds)
    {
        Look(0, ("a", 1));
        Look(15, ("a", 1));

        Assert.Empty(Look(seconds, ("a", 1)));

        Assert.Empty(Look(15, ("a", 1)));
        Assert.Equal(["a"], Look(15, ("a", 1)));
    }

    [Fact]
    public void Look_OwnerThatWasAway_BeginsAnew()
    {
        Look(0, ("a", 1));
        Look(15, ("a", 1), ("b", 1));
        Look(10);

        Assert.Empty(Look(10, ("a", 1), ("b", 1)));

        Assert.Empty(Look(15, ("a", 1), ("b", 1)));
        Assert.Equal(["a", "b"], Look(15, ("a", 1), ("b", 1)).Order());
    }

    [Fact]
    public void Look_OwnerThatGoesAway_DoesNotChangeThatOfAnother()
    {
        Look(0, ("a", 1), ("b", 1));
        Look(15, ("a", 1));

        Assert.Equal(["a"], Look(15, ("a", 1)));
    }

    [Fact]
    public void Look_ClockJumps_MakesNoDifference()
    {
        Look(0, ("a", 1));
        _time.Jump(Duration.FromDays(365));
        Assert.Empty(Look(15, ("a", 1)));
        _time.Jump(-Duration.FromDays(700));

        Assert.Equal(["a"], Look(15, ("a", 1)));
    }

    [Fact]
    public void Look_Null_IsNamed() => Assert.Throws<ArgumentNullException>("beats", () => _leases.Look(null!));

    private IReadOnlyCollection<string> Look(double after, params (string Owner, long Beat)[] beats)
    {
        _time.Pass(Duration.FromTicks((long)Math.Round(after * NodaConstants.TicksPerSecond)));
        return _leases.Look(beats.ToDictionary(b => b.Owner, b => b.Beat));
    }
}
