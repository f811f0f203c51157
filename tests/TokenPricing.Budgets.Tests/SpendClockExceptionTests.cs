using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public sealed class SpendClockExceptionTests
{
    private static readonly Instant Newest = Instant.FromUtc(2026, 6, 1, 12, 0);

    [Theory]
    [InlineData(367, false, 366, "An entry is dated 2027-06-03T12:00:00Z, but the newest entry of the store is of 2026-06-01T12:00:00Z, more than 366 days later.")]
    [InlineData(2, true, 1.5, "A reservation is dated 2026-06-03T12:00:00Z, but the newest entry of the store is of 2026-06-01T12:00:00Z, more than 1.5 days later.")]
    [InlineData(-1, true, 1 / 3.0, "A reservation is dated 2026-05-31T12:00:00Z, but the newest entry of the store is of 2026-06-01T12:00:00Z, more than 0.333333 days earlier.")]
    public void ThrowIfFar_TooFar_SaysWhatIsWhenAndWhatToDo(double days, bool isReservation, double maxJump, string message) => Assert.Equal(
        message + " Check the clock of this machine. If both times are right, set MaxJump in the options of the store to more.",
        Culture.InDanish(() => Assert.Throws<SpendClockException>(() =>
            SpendClockException.ThrowIfFar(Newest + Duration.FromDays(days), Newest, Duration.FromDays(maxJump), isReservation)).Message));

    [Theory]
    [InlineData(3, false, false)]
    [InlineData(3, true, false)]
    [InlineData(-3, false, false)]
    [InlineData(-3, true, false)]
    [InlineData(3, false, true)]
    [InlineData(3, true, true)]
    [InlineData(-3, true, true)]
    public void ThrowIfFar_UpToMaxJump_IsNear(int days, bool isReservation, bool isBeyond)
    {
        Instant at = Newest + Duration.FromDays(days) + (isBeyond ? Duration.FromTicks(Math.Sign(days)) : Duration.Zero);
        void Check() => SpendClockException.ThrowIfFar(at, Newest, Duration.FromDays(3), isReservation);

        if (isBeyond)
        {
            Assert.Throws<SpendClockException>(Check);
        }
        else
        {
            Check();
        }
    }

    [Fact]
    public void ThrowIfFar_OldEntryOrEmptyStore_IsNear()
    {
        SpendClockException.ThrowIfFar(Newest - Duration.FromDays(3653), Newest, Duration.FromDays(1), isReservation: false);
        SpendClockException.ThrowIfFar(Newest, null, Duration.FromDays(1), isReservation: true);
    }

    [Fact]
    public void Constructors_MessageAndCause_AreKept()
    {
        IOException cause = new();

        Assert.Equal("late", new SpendClockException("late").Message);
        Assert.Same(cause, new SpendClockException("late", cause).InnerException);
        Assert.NotEmpty(new SpendClockException().Message);
    }
}
