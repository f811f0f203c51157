using System.Collections.Immutable;
using FsCheck.Xunit;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using NodaTime.Extensions;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>However callers' steps are mixed, a guard does what a list of all calls ever says.</summary>
[Properties(Arbitrary = [typeof(BudgetSchedules)])]
public static class BudgetLaws
{
    [Property]
    public static void Guard_AnySchedule_DecidesAndCountsAsTheListOfAllCalls(BudgetSchedule schedule)
    {
        FakeTimeProvider time = new(schedule.Start.ToDateTimeOffset());
        BudgetGuard guard = new SingleProcessBudgetGuard(schedule.Budgets, time);
        BudgetModel model = new(schedule.Budgets);
        Dictionary<int, List<(Reservation Reservation, BudgetModel.Call Call)>> open = [];
        Instant latest = schedule.Start;
        foreach (BudgetStep step in schedule.Steps)
        {
            List<(Reservation Reservation, BudgetModel.Call Call)> mine = open.TryGetValue(step.Which, out var calls) ? calls : open[step.Which] = [];
            switch (step.Deed)
            {
                case BudgetDeed.Wait:
                    time.AdjustTime(time.GetUtcNow() + step.Time.ToTimeSpan());
                    latest = Instant.Max(latest, time.GetCurrentInstant());
                    break;
                case BudgetDeed.Reserve or BudgetDeed.ReserveUnknown:
                    Usd? worst = step.Deed == BudgetDeed.Reserve ? new Usd(step.Amount / 100m) : null;
                    BudgetDecision decision = guard.Reserve(worst, BudgetSchedules.TagsOf(step.Which));
                    BudgetModel.Call? call = model.Reserve(worst, BudgetSchedules.TagsOf(step.Which), latest, out string[] warnings);
                    Assert.Equal(call is not null, decision.IsAllowed);
                    Assert.Equal(call is null, !decision.Refusals.IsEmpty);
                    Assert.Equal(warnings, Names(decision.Warnings));
                    if (decision.IsAllowed)
                    {
                        mine.Add((decision.Reservation, call!));
                    }

                    break;
                case BudgetDeed.Settle when mine.Count > 0:
                    Usd reserved = mine[0].Reservation.Amount ?? Usd.Zero;
                    Usd cost = reserved == Usd.Zero ? new Usd(step.Amount / 1_000m) : reserved * (step.Amount / 100m);
                    Settlement settled = mine[0].Reservation.Settle(cost);
                    Assert.Equal(model.Settle(mine[0].Call, cost, latest), Names(settled.Warnings));
                    Assert.Equal(reserved - cost, settled.Returned - settled.Excess);
                    Assert.True(settled.Returned >= Usd.Zero && settled.Excess >= Usd.Zero && (settled.Returned == Usd.Zero || settled.Excess == Usd.Zero));
                    mine[0].Reservation.Dispose();
                    mine.RemoveAt(0);
                    break;
                case BudgetDeed.Dispose when mine.Count > 0:
                    mine[0].Reservation.Dispose();
                    BudgetModel.Release(mine[0].Call);
                    mine.RemoveAt(0);
                    break;
            }

            guard.States.ShouldBe(schedule.Budgets, model, latest);
        }
    }

    [Property]
    public static void Guard_CostsWithinWhatWasReserved_NeverBeyondALimit(BudgetSchedule schedule)
    {
        FakeTimeProvider time = new(schedule.Start.ToDateTimeOffset());
        BudgetGuard guard = new SingleProcessBudgetGuard(schedule.Budgets, time);
        Queue<Reservation> open = new();
        foreach (BudgetStep step in schedule.Steps)
        {
            time.AdjustTime(time.GetUtcNow() + step.Time.ToTimeSpan());
            if (step.Which % 2 == 0 && open.TryDequeue(out Reservation? reservation))
            {
                reservation.Settle(reservation.Amount!.Value * (Math.Min(100, step.Amount) / 100m));
            }
            else if (guard.Reserve(new Usd(step.Amount / 100m), BudgetSchedules.TagsOf(step.Which)) is { IsAllowed: true } decision)
            {
                open.Enqueue(decision.Reservation);
            }

            Assert.All(guard.States.Where(s => s.Budget.Action == BudgetAction.Refuse), s => Assert.True(s.Left >= Usd.Zero, s.ToString()));
        }
    }

    [Property]
    public static async Task StartAsync_AfterAnySchedule_IsWhereTheGuardBeforeStood(BudgetSchedule schedule)
    {
        FakeTimeProvider time = new(schedule.Start.ToDateTimeOffset());
        InMemorySpendStore store = new(new InMemorySpendOptions { Resolution = Duration.FromMinutes(1), Retention = Duration.FromDays(32) });
        BudgetGuard guard = await BudgetGuard.StartAsync(schedule.Budgets, time, store);
        Usd sum = Usd.Zero;
        long calls = 0;
        foreach (BudgetStep step in schedule.Steps)
        {
            time.Advance(Duration.Max(Duration.Zero, step.Time).ToTimeSpan());
            if (guard.Reserve(new Usd(step.Amount / 100m), BudgetSchedules.TagsOf(step.Which)) is { IsAllowed: true } decision)
            {
                Settlement settled = await decision.Reservation.SettleAsync(new Usd(step.Which / 50m));
                Assert.Equal(settled, await decision.Reservation.SettleAsync(new Usd(step.Which / 50m)));
                (sum, calls) = (sum + settled.Entry.Amount, calls + 1);
            }
        }

        BudgetGuard again = await BudgetGuard.StartAsync(schedule.Budgets, time, store);

        Assert.Equal(guard.States.Select(s => (s.Spent, s.Reserved, s.Ends)), again.States.Select(s => (s.Spent, s.Reserved, s.Ends)));
        Assert.Equal(new SpendSum(sum, calls, 0), await store.SumAsync(SpendFilter.All));
    }

    private static string[] Names(ImmutableArray<BudgetNotice> notices) => [.. notices.Select(n => n.State.Budget.Name)];

    private static void ShouldBe(this ImmutableArray<BudgetState> states, ImmutableArray<Budget> budgets, BudgetModel model, Instant now) => Assert.Equal(
        budgets.Select(b => (b.Name, model.Spent(b, now), model.Reserved(b, now))), states.Select(s => (s.Budget.Name, s.Spent, s.Reserved)));
}
