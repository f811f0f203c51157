using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>What a guard without a store knows of windows: exact sums, and amounts of windows that are over.</summary>
public sealed class BudgetLedgerTests
{
    private static readonly SpendTag Acme = new("tenant", "acme");
    private static readonly SpendTag Model = new("model", "m");
    private static readonly Instant Noon = Instant.FromUtc(2026, 11, 21, 12, 0);

    private readonly FakeTimeProvider _time = new(Noon.ToDateTimeOffset());

    [Fact]
    public void Settle_AllThatIsReserved_IsExactWhateverItsSize()
    {
        BudgetGuard guard = new SingleProcessBudgetGuard([new Budget("b", new Usd(7e28m), BudgetWindow.Day)], _time);

        // The largest decimal is 7.9e28: no sum holds both the reserved and the spent amount.
        guard.Reserve(new Usd(5e28m)).Reservation!.Settle(new Usd(5e28m));

        Assert.Equal((new Usd(5e28m), Usd.Zero, new Usd(2e28m)), (guard.States[0].Spent, guard.States[0].Reserved, guard.States[0].Left));
    }

    [Fact]
    public void Settle_SumOfTheWindowThatIsOverIsNotExact_ChangesNoBudget()
    {
        BudgetGuard guard = new SingleProcessBudgetGuard(
            [new Budget("acme", new Usd(10), BudgetWindow.Total) { Tags = [Acme] }, new Budget("model", new Usd(7.5e28m), BudgetWindow.Day) { Tags = [Model] }], _time);
        guard.Reserve(Usd.Zero, Model).Reservation!.Settle(new Usd(7e28m));
        Reservation reservation = guard.Reserve(new Usd(2), Acme, Model).Reservation!;
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(Usd.Zero, guard.States[1].Spent);

        Assert.Throws<OverflowException>(() => reservation.Settle(new Usd(2e28m)));

        Assert.Equal((Usd.Zero, new Usd(2)), (guard.States[0].Spent, guard.States[0].Reserved));
        reservation.Settle(new Usd(2));
        Assert.Equal((new Usd(2), Usd.Zero), (guard.States[0].Spent, guard.States[0].Reserved));
    }

    [Fact]
    public void Settle_SumOfTheRollingWindowIsNotExact_ChangesNothing()
    {
        BudgetGuard guard = new SingleProcessBudgetGuard([new Budget("b", new Usd(7.5e28m), BudgetWindow.Rolling(Duration.FromHours(1)))], _time);
        guard.Reserve(Usd.Zero).Reservation!.Settle(new Usd(7e28m));
        _time.Advance(TimeSpan.FromMinutes(5));
        Reservation reservation = guard.Reserve(new Usd(2)).Reservation!;

        Assert.Throws<OverflowException>(() => reservation.Settle(new Usd(2e28m)));

        Assert.Equal((new Usd(7e28m), new Usd(2)), (guard.States[0].Spent, guard.States[0].Reserved));
    }

    [Fact]
    public void Settle_SumWithWhatIsReservedIsNotExact_ChangesNothing()
    {
        BudgetGuard guard = new SingleProcessBudgetGuard([new Budget("b", new Usd(7.5e28m), BudgetWindow.Day)], _time);
        guard.Reserve(new Usd(7e28m));
        Reservation reservation = guard.Reserve(new Usd(2)).Reservation!;

        Assert.Throws<OverflowException>(() => reservation.Settle(new Usd(2e28m)));

        Assert.Equal((Usd.Zero, new Usd(7e28m + 2)), (guard.States[0].Spent, guard.States[0].Reserved));
    }

    [Fact]
    public void Settle_AfterTheWindow_DoesNotWarnOfTheNextOne()
    {
        Budget eager = new("b", new Usd(10), BudgetWindow.Day) { WarnAt = Percentage.FromPercent(0) };
        BudgetGuard guard = new SingleProcessBudgetGuard([eager], _time);
        Reservation reservation = guard.Reserve(new Usd(1)).Reservation!;
        _time.Advance(TimeSpan.FromHours(12));
        Assert.Equal(Usd.Zero, guard.States[0].Reserved);

        Assert.Empty(reservation.Settle(new Usd(2)).Warnings);

        Assert.Single(guard.Reserve(new Usd(1)).Warnings);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(6)]
    public void Settle_WithinWhatWasReserved_NeverWarns(int dollars)
    {
        Budget hourly = new("b", new Usd(10), BudgetWindow.Rolling(Duration.FromHours(1))) { WarnAt = Percentage.FromPercent(50) };
        BudgetGuard guard = new SingleProcessBudgetGuard([hourly], _time);
        BudgetDecision decision = guard.Reserve(new Usd(10));
        Assert.Single(decision.Warnings);

        // The amount still counts, and a warning could be given again.
        _time.Advance(TimeSpan.FromMinutes(60));
        Assert.Equal(new Usd(10), guard.States[0].Reserved);

        Assert.Empty(decision.Reservation!.Settle(new Usd(dollars)).Warnings);
        Assert.Equal(new Usd(dollars), guard.States[0].Spent);
    }

    [Theory]
    [InlineData(4_000, 0)]
    [InlineData(4_001, 1)]
    public void States_ClockSetBackByYears_GoesToTheOldestDayThatIsRemembered(int days, int oldest)
    {
        JumpingTime time = new(Noon);
        BudgetGuard guard = new SingleProcessBudgetGuard([new Budget("b", new Usd(1_000), BudgetWindow.Day)], time);
        for (int day = 0; day < days; day++)
        {
            time.Pass(day == 0 ? Duration.Zero : Duration.FromDays(1));
            guard.Reserve(Usd.Zero).Reservation!.Settle(new Usd(day + 1));
        }

        SetBack(guard, time, Duration.FromDays(days - 1));

        BudgetState state = guard.States[0];
        Assert.Equal(new Usd(oldest + 1), state.Spent);
        Assert.Equal(Instant.FromUtc(2026, 11, 22, 0, 0) + Duration.FromDays(oldest), state.Ends);
    }

    [Fact]
    public void States_ClockSetBackOverDaysWithoutSpend_RemembersTheDayBefore()
    {
        JumpingTime time = new(Noon);
        BudgetGuard guard = new SingleProcessBudgetGuard([new Budget("b", new Usd(1_000), BudgetWindow.Day)], time);
        guard.Reserve(Usd.Zero).Reservation!.Settle(new Usd(7));
        for (int day = 0; day < 4_001; day++)
        {
            time.Pass(Duration.FromDays(1));
            Assert.Equal(Usd.Zero, guard.States[0].Spent);
        }

        SetBack(guard, time, Duration.FromDays(4_001));

        Assert.Equal(new Usd(7), guard.States[0].Spent);
    }

    [Fact]
    public void Left_SpentAndReserved_AreBothTakenOff()
    {
        BudgetState state = new(new Budget("b", new Usd(10), BudgetWindow.Month), new Usd(7), new Usd(2), null);

        Assert.Equal(new Usd(1), state.Left);
        Assert.Equal("$7.00 spent and $2.00 reserved of $10.00 per month", state.ToString());
    }

    // The clock is believed after it has gone on for an hour.
    private static void SetBack(BudgetGuard guard, JumpingTime time, Duration by)
    {
        time.Jump(-by);
        _ = guard.States;
        time.Pass(Duration.FromHours(1));
    }
}
