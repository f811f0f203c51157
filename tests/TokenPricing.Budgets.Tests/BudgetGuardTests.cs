using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public sealed class BudgetGuardTests
{
    private static readonly SpendTag Acme = new("tenant", "acme");

    private static readonly Budget Daily = new("acme", new Usd(10), BudgetWindow.Day) { Tags = [Acme], Zone = DateTimeZoneProviders.Tzdb["Europe/Berlin"] };

    private readonly FakeTimeProvider _time = new(Instant.FromUtc(2026, 11, 21, 12, 0).ToDateTimeOffset());

    [Fact]
    public void Reserve_NoRoom_SaysWhatIsAskedSpentReservedAndUntilWhen()
    {
        BudgetGuard guard = new SingleProcessBudgetGuard([Daily], _time);
        guard.Reserve(new Usd(9.70m), Acme).Reservation!.Settle(new Usd(9.70m));
        Reservation underWay = guard.Reserve(new Usd(0.20m), Acme).Reservation!;

        BudgetDecision decision = guard.Reserve(new Usd(0.40m), Acme);

        Assert.False(decision.IsAllowed);
        Assert.Equal(
            "The budget 'acme' refuses the call, which needs $0.40: $9.70 spent and $0.20 reserved of $10.00 per day, until 2026-11-22 00:00:00 Europe/Berlin.",
            decision.ToString());
        underWay.Dispose();
        Assert.False(guard.Reserve(new Usd(0.31m), Acme).IsAllowed);
        Assert.True(guard.Reserve(new Usd(0.30m), Acme).IsAllowed);
    }

    [Fact]
    public void Reserve_AnotherTenant_IsNotCounted()
    {
        BudgetGuard guard = new SingleProcessBudgetGuard([Daily], _time);

        Assert.True(guard.Reserve(new Usd(99), new SpendTag("tenant", "bolt")).IsAllowed);
        Assert.True(guard.Reserve(new Usd(99)).IsAllowed);
        Assert.Equal(Usd.Zero, guard.States[0].Reserved);
    }

    [Fact]
    public void Reserve_OneOfTwoRefuses_NothingIsReservedInEither()
    {
        BudgetGuard guard = new SingleProcessBudgetGuard([Daily, new Budget("all", new Usd(1), BudgetWindow.Total)], _time);

        BudgetDecision decision = guard.Reserve(new Usd(2), Acme);

        Assert.Equal("all", Assert.Single(decision.Refusals).State.Budget.Name);
        Assert.Equal("The budget 'all' refuses the call, which needs $2.00: $0.00 spent and $0.00 reserved of $1.00 in all.", decision.ToString());
        Assert.All(guard.States, s => Assert.Equal(Usd.Zero, s.Reserved));
    }

    [Fact]
    public void Reserve_BudgetThatWarns_WarnsOnceAWindow()
    {
        BudgetGuard guard = new SingleProcessBudgetGuard([Daily with { Action = BudgetAction.Warn, WarnAt = Percentage.FromPercent(80) }], _time);

        Assert.Empty(guard.Reserve(new Usd(7.99m), Acme).Warnings);
        BudgetDecision decision = guard.Reserve(new Usd(5), Acme);
        Assert.True(decision.IsAllowed);
        Assert.Equal(
            "The budget 'acme' warns of a call, which needs $5.00: $0.00 spent and $7.99 reserved of $10.00 per day, until 2026-11-22 00:00:00 Europe/Berlin.",
            decision.ToString());
        Assert.Equal("allowed", guard.Reserve(new Usd(5), Acme).ToString());

        _time.SetUtcNow(Instant.FromUtc(2026, 11, 21, 23, 0).ToDateTimeOffset());
        Assert.NotEmpty(guard.Reserve(new Usd(8), Acme).Warnings);
    }

    [Fact]
    public void Reserve_UnknownWorstCase_IsWhatTheBudgetSays()
    {
        BudgetGuard refusing = new SingleProcessBudgetGuard([Daily], _time);
        BudgetGuard allowing = new SingleProcessBudgetGuard([Daily with { UnknownPrice = UnknownPricePolicy.Allow }], _time);
        BudgetGuard warning = new SingleProcessBudgetGuard([Daily with { Action = BudgetAction.Warn }], _time);

        Assert.Equal(
            "The budget 'acme' refuses the call, whose price is not known: $0.00 spent and $0.00 reserved of $10.00 per day, until 2026-11-22 00:00:00 Europe/Berlin.",
            refusing.Reserve(null, Acme).ToString());
        Assert.All([allowing.Reserve(null, Acme), warning.Reserve(null, Acme)], d => Assert.Single(d.Warnings));
        Settlement settled = allowing.Reserve(null, Acme).Reservation!.Settle(Usd.Zero, unpriced: 1);
        Assert.Equal((1, Usd.Zero), (settled.Entry.Unpriced, settled.Excess));
        Assert.True(refusing.Reserve(null).IsAllowed);
    }

    [Fact]
    public void Settle_MoreThanReserved_IsBookedInFullAndReported()
    {
        BudgetGuard guard = new SingleProcessBudgetGuard([Daily], _time);
        Reservation reservation = guard.Reserve(new Usd(1), Acme).Reservation!;

        Settlement settled = reservation.Settle(new Usd(12));

        Assert.Equal((Usd.Zero, new Usd(11)), (settled.Returned, settled.Excess));
        Assert.Equal((new Usd(12), Usd.Zero, new Usd(-2)), (guard.States[0].Spent, guard.States[0].Reserved, guard.States[0].Left));
        Assert.Equal(
            "The budget 'acme' warns of a call, which needs $11.00: $1.00 spent and $0.00 reserved of $10.00 per day, until 2026-11-22 00:00:00 Europe/Berlin.",
            Assert.Single(settled.Warnings).ToString());
        Assert.False(guard.Reserve(Usd.Zero, Acme).IsAllowed);
    }

    [Fact]
    public void Settle_Again_CountsOnce()
    {
        BudgetGuard guard = new SingleProcessBudgetGuard([Daily], _time);
        Reservation reservation = guard.Reserve(new Usd(1), Acme).Reservation!;

        Settlement settled = reservation.Settle(new Usd(0.5m));

        Assert.Same(settled, reservation.Settle(new Usd(0.5m)));
        Assert.Contains("$0.50", Assert.Throws<InvalidOperationException>(() => reservation.Settle(new Usd(0.6m))).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => reservation.Settle(new Usd(0.5m), unpriced: 1));
        reservation.Dispose();
        Assert.Equal(new Usd(0.5m), guard.States[0].Spent);
    }

    [Fact]
    public void Settle_ReleasedOne_IsAnError()
    {
        BudgetGuard guard = new SingleProcessBudgetGuard([Daily], _time);
        Reservation reservation = guard.Reserve(new Usd(1), Acme).Reservation!;
        reservation.Dispose();
        reservation.Dispose();

        Assert.Contains("released", Assert.Throws<InvalidOperationException>(() => reservation.Settle(new Usd(1))).Message, StringComparison.Ordinal);
        Assert.Equal((Usd.Zero, Usd.Zero), (guard.States[0].Spent, guard.States[0].Reserved));
    }

    [Fact]
    public void Settle_AfterTheWindow_IsOfTheWindowInWhichItWasReserved()
    {
        BudgetGuard guard = new SingleProcessBudgetGuard([Daily], _time);
        Reservation reservation = guard.Reserve(new Usd(9), Acme).Reservation!;
        _time.Advance(TimeSpan.FromHours(12));

        Assert.True(guard.Reserve(new Usd(10), Acme).IsAllowed);
        Settlement settled = reservation.Settle(new Usd(8));

        Assert.Equal((reservation.At, new Usd(1)), (settled.Entry.At, settled.Returned));
        Assert.Equal((Usd.Zero, new Usd(10)), (guard.States[0].Spent, guard.States[0].Reserved));
    }

    [Fact]
    public void Reserve_ClockPutBack_DoesNotOpenTheWindowBefore()
    {
        BudgetGuard guard = new SingleProcessBudgetGuard([Daily], _time);
        _time.Advance(TimeSpan.FromHours(12));
        guard.Reserve(new Usd(10), Acme);
        _time.AdjustTime(_time.GetUtcNow() - TimeSpan.FromHours(2));

        Assert.False(guard.Reserve(new Usd(1), Acme).IsAllowed);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(60 * NodaConstants.TicksPerSecond, true)]
    [InlineData(60 * NodaConstants.TicksPerSecond + 1, false)]
    public void Reserve_ClockAhead_IsBelievedAtOnceUpToAMinute(long ticks, bool isBelieved)
    {
        JumpingTime time = new(Instant.FromUtc(2026, 11, 21, 12, 0));
        BudgetGuard guard = new SingleProcessBudgetGuard([Daily], time);
        time.Pass(Duration.FromMinutes(5));
        Instant right = time.Reading;

        time.Jump(Duration.FromTicks(ticks));

        Assert.Equal(isBelieved ? time.Reading : right, guard.Reserve(Usd.Zero).Reservation!.At);
    }

    [Theory]
    [InlineData(NodaConstants.TicksPerHour - 1, false)]
    [InlineData(NodaConstants.TicksPerHour, true)]
    public void Reserve_ClockHasJumped_IsBelievedAfterAnHour(long ticks, bool isBelieved)
    {
        JumpingTime time = new(Instant.FromUtc(2026, 11, 21, 12, 0));
        BudgetGuard guard = new SingleProcessBudgetGuard([Daily], time);
        time.Jump(Duration.FromDays(3));
        guard.Reserve(Usd.Zero);

        // Seconds off are no other jump; the first reading counts.
        time.Pass(Duration.FromMinutes(30));
        time.Jump(Duration.FromSeconds(60));
        guard.Reserve(Usd.Zero);
        time.Pass(Duration.FromTicks(ticks) - Duration.FromMinutes(30));
        time.Jump(Duration.FromSeconds(60));

        Assert.Equal(isBelieved ? time.Reading : Instant.FromUtc(2026, 11, 21, 12, 0) + time.Passed, guard.Reserve(Usd.Zero).Reservation!.At);
    }

    [Fact]
    public void Reserve_ClockRightBetween_IsDoubtedForAnotherHour()
    {
        JumpingTime time = new(Instant.FromUtc(2026, 11, 21, 12, 0));
        BudgetGuard guard = new SingleProcessBudgetGuard([Daily], time);
        foreach (int days in new[] { 3, -3, 3 })
        {
            time.Jump(Duration.FromDays(days));
            guard.Reserve(Usd.Zero);
            time.Pass(Duration.FromMinutes(30));
        }

        Assert.Equal(Instant.FromUtc(2026, 11, 21, 13, 30), guard.Reserve(Usd.Zero).Reservation!.At);
    }

    [Fact]
    public void Reserve_ClockJumpsAgain_IsDoubtedForAnotherHour()
    {
        JumpingTime time = new(Instant.FromUtc(2026, 11, 21, 12, 0));
        BudgetGuard guard = new SingleProcessBudgetGuard([Daily], time);
        time.Jump(Duration.FromDays(3));
        guard.Reserve(Usd.Zero);
        time.Pass(Duration.FromMinutes(40));
        time.Jump(Duration.FromDays(3));
        guard.Reserve(Usd.Zero);
        time.Pass(Duration.FromMinutes(40));
        Assert.Equal(Instant.FromUtc(2026, 11, 21, 13, 20), guard.Reserve(Usd.Zero).Reservation!.At);
        time.Pass(Duration.FromMinutes(20));

        Assert.Equal(Instant.FromUtc(2026, 11, 27, 13, 40), guard.Reserve(Usd.Zero).Reservation!.At);
    }

    [Theory]
    [InlineData(25 * NodaConstants.TicksPerHour, true)]
    [InlineData(25 * NodaConstants.TicksPerHour + 1, false)]
    public void Reserve_ClockSetBackForGood_WaitsForItUpToADay(long ticks, bool isWaiting)
    {
        JumpingTime time = new(Instant.FromUtc(2026, 11, 21, 12, 0));
        BudgetGuard guard = new SingleProcessBudgetGuard([Daily], time);
        time.Jump(-Duration.FromTicks(ticks));
        guard.Reserve(Usd.Zero);
        time.Pass(Duration.FromHours(1));

        Instant at = guard.Reserve(Usd.Zero).Reservation!.At;

        Assert.Equal(isWaiting ? Instant.FromUtc(2026, 11, 21, 12, 0) : time.Reading, at);
        time.Pass(Duration.FromHours(25));
        Assert.Equal(time.Reading, guard.Reserve(Usd.Zero).Reservation!.At);
    }

    [Fact]
    public void Reserve_SumNoDecimalHolds_ChangesNothing()
    {
        BudgetGuard guard = new SingleProcessBudgetGuard([Daily with { Limit = new Usd(1e28m) }], _time);
        guard.Reserve(new Usd(9e27m), Acme);

        Assert.Throws<OverflowException>(() => guard.Reserve(new Usd(0.0001m), Acme));
        Reservation reservation = guard.Reserve(new Usd(2), Acme).Reservation!;
        Assert.Throws<OverflowException>(() => reservation.Settle(new Usd(0.0001m)));

        Assert.Equal((Usd.Zero, new Usd(9e27m + 2)), (guard.States[0].Spent, guard.States[0].Reserved));
    }

    [Fact]
    public void Reserve_WrongArguments_AreErrors()
    {
        BudgetGuard guard = new SingleProcessBudgetGuard([Daily], _time);

        Assert.Throws<ArgumentOutOfRangeException>(() => guard.Reserve(new Usd(-1)));
        Assert.Throws<ArgumentException>(() => guard.Reserve(new Usd(1), Acme, new SpendTag("tenant", "bolt")));
        Assert.Throws<ArgumentOutOfRangeException>(() => guard.Reserve(new Usd(1)).Reservation!.Settle(new Usd(1), unpriced: -1));
        Assert.Contains("'acme'", Assert.Throws<ArgumentException>(() => new SingleProcessBudgetGuard([Daily, Daily], _time)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_NullArguments_AreNamed()
    {
        Assert.Throws<ArgumentNullException>("budgets", () => new SingleProcessBudgetGuard(null!, _time));
        Assert.Throws<ArgumentNullException>("time", () => new SingleProcessBudgetGuard([Daily], null!));
    }

    [Fact]
    public async Task Settle_NegativeUnpriced_IsNamed()
    {
        Reservation reservation = new SingleProcessBudgetGuard([Daily], _time).Reserve(new Usd(1)).Reservation!;

        Assert.Throws<ArgumentOutOfRangeException>("unpriced", () => reservation.Settle(new Usd(1), unpriced: -1));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>("unpriced", () => reservation.SettleAsync(new Usd(1), unpriced: -1).AsTask());
    }

    [Fact]
    public async Task ReserveAsync_Cancelled_ReservesNothing()
    {
        BudgetGuard guard = new SingleProcessBudgetGuard([Daily], _time);

        await Assert.ThrowsAsync<OperationCanceledException>(async () => await guard.ReserveAsync(new Usd(1), [Acme], new CancellationToken(true)));

        Assert.Equal(Usd.Zero, guard.States[0].Reserved);
    }

    [Fact]
    public void Settle_AnyCall_HasAnIdThatStoresKeepInSixteenBytes()
    {
        BudgetGuard guard = new SingleProcessBudgetGuard([Daily], _time);

        string[] ids = [.. Enumerable.Range(0, 3).Select(_ => guard.Reserve(new Usd(1)).Reservation!.Settle(new Usd(1)).Entry.Id)];

        Assert.All(ids, id => Assert.True(Guid.TryParseExact(id, "N", out _), id));
        Assert.Distinct(ids);
    }

    [Fact]
    public void States_RollingWindow_EndsWhenItsOldestAmountLeaves()
    {
        BudgetGuard guard = new SingleProcessBudgetGuard([new Budget("b", new Usd(1), BudgetWindow.Rolling(Duration.FromHours(1)))], _time);
        Assert.Null(guard.States[0].Ends);

        guard.Reserve(new Usd(1)).Reservation!.Settle(new Usd(1));

        Assert.Equal(Instant.FromUtc(2026, 11, 21, 13, 1), guard.States[0].Ends);
        _time.SetUtcNow((Instant.FromUtc(2026, 11, 21, 13, 1) - Duration.FromTicks(1)).ToDateTimeOffset());
        Assert.False(guard.Reserve(new Usd(1)).IsAllowed);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.True(guard.Reserve(new Usd(1)).IsAllowed);
    }

    [Fact]
    public void Budget_WrongValues_AreErrors()
    {
        Assert.Throws<ArgumentException>(() => Daily with { Name = "" });
        Assert.Throws<ArgumentException>(() => new Budget("", new Usd(1), BudgetWindow.Day));
        Assert.Throws<ArgumentOutOfRangeException>(() => Daily with { Limit = new Usd(-1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => Daily with { WarnAt = Percentage.FromPercent(101) });
        Assert.Throws<ArgumentOutOfRangeException>(() => Daily with { WarnAt = Percentage.FromPercent(-1) });
        Assert.Throws<ArgumentNullException>(() => Daily with { Zone = null! });
        Assert.Throws<ArgumentNullException>(() => Daily with { Window = null! });
        Assert.Throws<ArgumentNullException>(() => new Budget("b", new Usd(1), null!));
        Assert.Throws<ArgumentException>(() => Daily with { Tags = [Acme, Acme] });
    }

    [Fact]
    public void Budget_SameValues_AreEqual()
    {
        Assert.Equal(Daily, Daily with { Tags = [new SpendTag("tenant", "acme")] });
        Assert.Equal(Daily.GetHashCode(), (Daily with { Tags = [Acme] }).GetHashCode());
        Assert.NotEqual(Daily, Daily with { Tags = [] });
        Assert.NotEqual(Daily, Daily with { Limit = new Usd(11) });
        Assert.Equal("acme: $10.00 per day (Europe/Berlin), tenant=acme", Daily.ToString());
    }
}
