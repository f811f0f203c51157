using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>A guard whose reservations and costs are in a store.</summary>
public sealed class StoreBudgetGuardTests
{
    private static readonly SpendTag Acme = new("tenant", "acme");

    private static readonly Budget Daily = new("acme", new Usd(10), BudgetWindow.Day) { Tags = [Acme], Zone = DateTimeZoneProviders.Tzdb["Europe/Berlin"] };

    private readonly FakeTimeProvider _time = new(Instant.FromUtc(2026, 11, 21, 12, 0).ToDateTimeOffset());

    [Fact]
    public async Task SettleAsync_StoreFails_StaysReservedAndCanBeTriedAgain()
    {
        FailingStore store = new();
        BudgetGuard guard = await BudgetGuard.StartAsync([Daily], _time, store);
        Reservation reservation = guard.Reserve(new Usd(1), Acme).Reservation!;
        Assert.Throws<InvalidOperationException>(() => reservation.Settle(new Usd(0.5m)));

        store.IsFailing = true;
        await Assert.ThrowsAsync<IOException>(() => reservation.SettleAsync(new Usd(0.5m)).AsTask());
        store.IsFailing = false;
        Assert.Equal((Usd.Zero, new Usd(1)), (guard.States[0].Spent, guard.States[0].Reserved));
        await Assert.ThrowsAsync<InvalidOperationException>(() => reservation.SettleAsync(new Usd(0.6m)).AsTask());
        reservation.Dispose();
        Assert.Equal(new Usd(1), guard.States[0].Reserved);
        Settlement settled = await reservation.SettleAsync(new Usd(0.5m));

        Assert.Equal((new Usd(0.5m), Usd.Zero), (guard.States[0].Spent, guard.States[0].Reserved));
        Assert.Equal(new SpendSum(new Usd(0.5m), 1, 0), await store.SumAsync(SpendFilter.All));
        Assert.Equal((reservation.At, new Usd(1)), (settled.Entry.At, reservation.Amount));
    }

    [Fact]
    public async Task Dispose_StoreFails_IsReleasedBeforeTheNextCall()
    {
        FailingStore store = new();
        BudgetGuard guard = await BudgetGuard.StartAsync([Daily], _time, store);
        Reservation reservation = guard.Reserve(new Usd(10), Acme).Reservation!;

        store.IsFailing = true;
        await reservation.DisposeAsync();
        store.IsFailing = false;

        Assert.True((await guard.ReserveAsync(new Usd(10), [Acme])).IsAllowed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReserveAsync_StoreFailsAfterTheCommit_IsReleasedBeforeTheNextCall(bool isReleaseFailing)
    {
        FailingStore store = new();
        BudgetGuard guard = await BudgetGuard.StartAsync([Daily], _time, store);
        (store.IsFailing, store.IsFailingAfterReserve, store.Releasing) = (isReleaseFailing, true, new SemaphoreSlim(0));
        await Assert.ThrowsAsync<IOException>(() => guard.ReserveAsync(new Usd(6), [Acme]).AsTask());
        await store.Releasing.WaitAsync();
        (store.IsFailing, store.IsFailingAfterReserve) = (false, false);

        BudgetDecision decision = await guard.ReserveAsync(new Usd(10), [Acme]);

        Assert.True(decision.IsAllowed, decision.ToString());
        Assert.Equal(new Usd(10), (await guard.StatesAsync())[0].Reserved);
    }

    [Fact]
    public async Task StatesAsync_StoreFailedAfterTheCommit_HaveNothingReserved()
    {
        FailingStore store = new();
        BudgetGuard guard = await BudgetGuard.StartAsync([Daily], _time, store);
        store.IsFailingAfterReserve = true;
        await Assert.ThrowsAsync<IOException>(() => guard.ReserveAsync(new Usd(6), [Acme]).AsTask());

        Assert.Equal(Usd.Zero, (await guard.StatesAsync())[0].Reserved);
    }

    [Fact]
    public async Task ReserveAsync_CancelledWhileTheStoreIsAway_ReturnsBeforeTheStore()
    {
        FailingStore store = new();
        BudgetGuard guard = await BudgetGuard.StartAsync([Daily], _time, store);
        store.Away = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenSource first = new();
        Task<BudgetDecision> reserving = guard.ReserveAsync(new Usd(6), [Acme], first.Token).AsTask();
        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reserving);
        using CancellationTokenSource second = new();
        Task<BudgetDecision> next = guard.ReserveAsync(new Usd(6), [Acme], second.Token).AsTask();
        await second.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);

        store.Away.SetResult();
        store.Away = null;

        Assert.True((await guard.ReserveAsync(new Usd(10), [Acme])).IsAllowed);
    }

    [Fact]
    public async Task ReserveAsync_ManyCouldNotBeReleased_AreTriedAtTheSameTime()
    {
        FailingStore store = new();
        BudgetGuard guard = await BudgetGuard.StartAsync([Daily], _time, store);
        Reservation[] held = [.. Enumerable.Range(0, 5).Select(_ => guard.Reserve(new Usd(2), Acme).Reservation!)];
        store.IsFailing = true;
        foreach (Reservation reservation in held)
        {
            await reservation.DisposeAsync();
        }

        store.IsFailing = false;
        store.Away = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        store.Releasing = new SemaphoreSlim(0);
        Task<BudgetDecision> reserving = guard.ReserveAsync(new Usd(10), [Acme]).AsTask();
        for (int i = 0; i < held.Length; i++)
        {
            await store.Releasing.WaitAsync();
        }

        Assert.False(reserving.IsCompleted);
        store.Away.SetResult();
        store.Away = null;
        Assert.True((await reserving).IsAllowed);
    }

    [Fact]
    public async Task Reserve_TwoGuardsOfOneStore_KeepOneLimit()
    {
        InMemorySpendStore store = new();
        BudgetGuard one = await BudgetGuard.StartAsync([Daily], _time, store);
        BudgetGuard other = await BudgetGuard.StartAsync([Daily], _time, store);

        await one.Reserve(new Usd(6), Acme).Reservation!.SettleAsync(new Usd(6));
        Reservation open = other.Reserve(new Usd(3), Acme).Reservation!;

        BudgetDecision decision = one.Reserve(new Usd(2), Acme);
        Assert.Equal(
            "The budget 'acme' refuses the call, which needs $2.00: $6.00 spent and $3.00 reserved of $10.00 per day, until 2026-11-22 00:00:00 Europe/Berlin.",
            decision.ToString());
        open.Dispose();
        Assert.True(one.Reserve(new Usd(4), Acme).IsAllowed);
    }

    [Fact]
    public async Task Guard_ManyThreads_NeverBeyondTheLimitAndEachCostOnce()
    {
        Budget all = new("all", new Usd(1_000_000), BudgetWindow.Rolling(Duration.FromHours(1)));
        InMemorySpendStore store = new(new InMemorySpendOptions { Resolution = Duration.FromMinutes(1) });
        BudgetGuard guard = await BudgetGuard.StartAsync([Daily, all], _time, store);

        Usd[] sums = await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(async () =>
        {
            Random random = new(caller);
            Usd settled = Usd.Zero;
            for (int i = 0; i < 2_000; i++)
            {
                using Reservation? reservation = guard.Reserve(new Usd(random.Next(1, 900) / 100m), Acme).Reservation;
                if (reservation is not null && random.Next(4) > 0)
                {
                    await Task.Yield();
                    settled += (await reservation.SettleAsync(reservation.Amount!.Value * 0.01m)).Entry.Amount;
                }

                Assert.True(guard.States[0].Left >= Usd.Zero);
            }

            return settled;
        })));

        Usd sum = sums.Aggregate(Usd.Zero, (a, b) => a + b);
        Assert.True(sum > Usd.Zero);
        Assert.All(guard.States, s => Assert.Equal((sum, Usd.Zero), (s.Spent, s.Reserved)));
        Assert.Equal(sum, (await store.SumAsync(SpendFilter.All)).Amount);
    }

    [Fact]
    public async Task ReserveAsync_OneBudgetHasNoRoom_RefusesByItAndReservesInNone()
    {
        BudgetGuard guard = await BudgetGuard.StartAsync([Daily, new Budget("all", new Usd(2), BudgetWindow.Total)], _time, new InMemorySpendStore());
        await (await guard.ReserveAsync(new Usd(1.5m), [Acme])).Reservation!.SettleAsync(new Usd(1.5m));

        // With the call, the first budget is just full and the other is not.
        BudgetDecision decision = await guard.ReserveAsync(new Usd(8.5m), [Acme]);

        Assert.Equal("all", Assert.Single(decision.Refusals).State.Budget.Name);
        Assert.True(decision.Refusals[0].IsRefusal);
        Assert.Equal("The budget 'all' refuses the call, which needs $8.50: $1.50 spent and $0.00 reserved of $2.00 in all.", decision.ToString());
        Assert.All(await guard.StatesAsync(), s => Assert.Equal(Usd.Zero, s.Reserved));
    }

    [Fact]
    public async Task ReserveAsync_BudgetThatWarns_WarnsOnceAWindowAndNeverRefuses()
    {
        Budget warning = Daily with { Action = BudgetAction.Warn, WarnAt = Percentage.FromPercent(80) };
        BudgetGuard guard = await BudgetGuard.StartAsync([warning], _time, new InMemorySpendStore());
        await (await guard.ReserveAsync(new Usd(3), [Acme])).Reservation!.SettleAsync(new Usd(3));
        await guard.ReserveAsync(new Usd(2), [Acme]);

        Assert.Empty((await guard.ReserveAsync(new Usd(2.99m), [Acme])).Warnings);
        BudgetDecision decision = await guard.ReserveAsync(new Usd(0.01m), [Acme]);

        Assert.True(decision.IsAllowed);
        Assert.False(Assert.Single(decision.Warnings).IsRefusal);
        Assert.Equal(
            "The budget 'acme' warns of a call, which needs $0.01: $3.00 spent and $4.99 reserved of $10.00 per day, until 2026-11-22 00:00:00 Europe/Berlin.",
            decision.ToString());
        Assert.Equal("allowed", (await guard.ReserveAsync(new Usd(99), [Acme])).ToString());
    }

    [Fact]
    public async Task ReserveAsync_UnknownMaxCost_IsRefusedByTheBudgetsThatSaySo()
    {
        Budget allowing = new("allowing", new Usd(5), BudgetWindow.Total) { UnknownPrice = UnknownPricePolicy.Allow };
        Budget warning = new("warning", new Usd(5), BudgetWindow.Total) { Action = BudgetAction.Warn };
        BudgetGuard guard = await BudgetGuard.StartAsync([allowing, warning, Daily], _time, new InMemorySpendStore());

        BudgetDecision refused = await guard.ReserveAsync(null, [Acme]);
        BudgetDecision allowed = await guard.ReserveAsync(null);

        Assert.Equal(
            "The budget 'acme' refuses the call, whose price is not known: $0.00 spent and $0.00 reserved of $10.00 per day, until 2026-11-22 00:00:00 Europe/Berlin.",
            refused.ToString());
        Assert.Equal((null, Usd.Zero), (allowed.Reservation!.Amount, (await guard.StatesAsync())[0].Reserved));
        Assert.Equal(
            "The budget 'allowing' warns of a call, whose price is not known: $0.00 spent and $0.00 reserved of $5.00 in all. "
            + "The budget 'warning' warns of a call, whose price is not known: $0.00 spent and $0.00 reserved of $5.00 in all.",
            allowed.ToString());
    }

    [Fact]
    public async Task ReserveAsync_UnknownMaxCostAndTheLimitIsExceeded_IsAllowedAllTheSame()
    {
        Budget allowing = Daily with { UnknownPrice = UnknownPricePolicy.Allow };
        BudgetGuard guard = await BudgetGuard.StartAsync([allowing], _time, new InMemorySpendStore());
        await (await guard.ReserveAsync(null, [Acme])).Reservation!.SettleAsync(new Usd(11), unpriced: 1);

        Assert.True((await guard.ReserveAsync(null, [Acme])).IsAllowed);
        Assert.False((await guard.ReserveAsync(Usd.Zero, [Acme])).IsAllowed);
    }

    [Fact]
    public async Task SettleAsync_LessThanReserved_ReturnsTheRest()
    {
        BudgetGuard guard = await BudgetGuard.StartAsync([Daily], _time, new InMemorySpendStore());
        Reservation reservation = (await guard.ReserveAsync(new Usd(3), [Acme])).Reservation!;

        Settlement settled = await reservation.SettleAsync(new Usd(1), unpriced: 1);

        Assert.Equal((new Usd(2), Usd.Zero), (settled.Returned, settled.Excess));
        Assert.Equal((new Usd(1), 1, reservation.At), (settled.Entry.Amount, settled.Entry.Unpriced, settled.Entry.At));
        Assert.Equal<SpendTag>([Acme], settled.Entry.Tags);
        Assert.Empty(settled.Warnings);

        // Stores keep such an id in 16 bytes.
        Assert.True(Guid.TryParseExact(settled.Entry.Id, "N", out _), settled.Entry.Id);
    }

    [Fact]
    public async Task SettleAsync_MoreThanReserved_IsBookedInFullAndReported()
    {
        BudgetGuard guard = await BudgetGuard.StartAsync([Daily], _time, new InMemorySpendStore());
        Reservation reservation = (await guard.ReserveAsync(new Usd(1), [Acme])).Reservation!;

        Settlement settled = await reservation.SettleAsync(new Usd(12));

        Assert.Equal((Usd.Zero, new Usd(11)), (settled.Returned, settled.Excess));
        BudgetState state = (await guard.StatesAsync())[0];
        Assert.Equal((new Usd(12), Usd.Zero, new Usd(-2)), (state.Spent, state.Reserved, state.Left));
        Assert.False(Assert.Single(settled.Warnings).IsRefusal);
        Assert.Equal(
            "The budget 'acme' warns of a call, which needs $11.00: $1.00 spent and $0.00 reserved of $10.00 per day, until 2026-11-22 00:00:00 Europe/Berlin.",
            settled.Warnings[0].ToString());
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public async Task SettleAsync_MoreThanReserved_WarnsIfItReachesTheShareWithWhatIsReserved(int dollars, bool isWarning)
    {
        BudgetGuard guard = await BudgetGuard.StartAsync([Daily], _time, new InMemorySpendStore());
        await guard.ReserveAsync(new Usd(8), [Acme]);
        Reservation reservation = (await guard.ReserveAsync(new Usd(0.5m), [Acme])).Reservation!;

        Assert.Equal(isWarning, !(await reservation.SettleAsync(new Usd(dollars))).Warnings.IsEmpty);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(6)]
    public async Task SettleAsync_WithinWhatWasReserved_NeverWarns(int dollars)
    {
        JumpingTime time = new(Instant.FromUtc(2026, 11, 21, 12, 0));
        Budget hourly = new("b", new Usd(10), BudgetWindow.Rolling(Duration.FromHours(1))) { WarnAt = Percentage.FromPercent(50) };
        BudgetGuard guard = await BudgetGuard.StartAsync([hourly], time, new InMemorySpendStore(new() { Resolution = Duration.FromMinutes(1) }));
        BudgetDecision decision = await guard.ReserveAsync(new Usd(10));
        Assert.Single(decision.Warnings);

        // The amount still counts, and a warning could be given again.
        time.Pass(Duration.FromMinutes(60));

        Assert.Empty((await decision.Reservation!.SettleAsync(new Usd(dollars))).Warnings);
        Assert.Equal(new Usd(dollars), (await guard.StatesAsync())[0].Spent);
    }

    [Fact]
    public async Task SettleAsync_AfterTheWindow_DoesNotWarnOfTheNextOne()
    {
        Budget eager = Daily with { WarnAt = Percentage.FromPercent(0) };
        BudgetGuard guard = await BudgetGuard.StartAsync([eager], _time, new InMemorySpendStore());
        Reservation reservation = (await guard.ReserveAsync(new Usd(1), [Acme])).Reservation!;
        _time.Advance(TimeSpan.FromHours(12));

        Settlement settled = await reservation.SettleAsync(new Usd(2));

        Assert.Empty(settled.Warnings);
        Assert.Single((await guard.ReserveAsync(new Usd(1), [Acme])).Warnings);
    }

    [Fact]
    public async Task SettleAsync_TwiceAtOnce_ReachesTheStoreOnce()
    {
        FailingStore store = new();
        BudgetGuard guard = await BudgetGuard.StartAsync([Daily], _time, store);
        Reservation reservation = guard.Reserve(new Usd(1), Acme).Reservation!;
        store.Away = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        Task<Settlement> first = reservation.SettleAsync(new Usd(0.5m)).AsTask();
        Task<Settlement> second = reservation.SettleAsync(new Usd(0.5m)).AsTask();
        store.Away.SetResult();

        Assert.Same(await first, await second);
        Assert.Equal(1, store.Settlements);
    }

    [Fact]
    public async Task SettleAsync_TriedAgainTwiceAtOnceAfterDisposing_ReachesTheStoreOnceMore()
    {
        FailingStore store = new() { IsFailing = true };
        BudgetGuard guard = await BudgetGuard.StartAsync([Daily], _time, store);
        Reservation reservation = guard.Reserve(new Usd(1), Acme).Reservation!;
        await Assert.ThrowsAsync<IOException>(() => reservation.SettleAsync(new Usd(0.5m)).AsTask());
        await reservation.DisposeAsync();
        store.IsFailing = false;
        store.Away = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        Task<Settlement> first = reservation.SettleAsync(new Usd(0.5m)).AsTask();
        Task<Settlement> second = reservation.SettleAsync(new Usd(0.5m)).AsTask();
        store.Away.SetResult();

        Assert.Same(await first, await second);
        Assert.Equal((2, 0), (store.Settlements, store.Releases));
    }

    [Fact]
    public async Task SettleAsync_ReleasedOne_IsAnErrorAndNothingIsSpent()
    {
        FailingStore store = new();
        BudgetGuard guard = await BudgetGuard.StartAsync([Daily], _time, store);
        Reservation reservation = guard.Reserve(new Usd(1), Acme).Reservation!;
        await reservation.DisposeAsync();
        await reservation.DisposeAsync();

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => reservation.SettleAsync(new Usd(1)).AsTask());

        Assert.Equal("The reservation was released before it was settled with $1.00. Dispose it after the call is settled.", error.Message);
        Assert.Equal((0, 1), (store.Settlements, store.Releases));
        Assert.Equal(default, await store.SumAsync(SpendFilter.All));
    }

    [Fact]
    public async Task Settle_GuardWithAStore_SaysToUseTheAsynchronousOne()
    {
        BudgetGuard guard = await BudgetGuard.StartAsync([Daily], _time, new InMemorySpendStore());
        Reservation reservation = guard.Reserve(new Usd(1), Acme).Reservation!;

        Assert.Equal(
            "The guard has a store, which is asynchronous. Use SettleAsync.",
            Assert.Throws<InvalidOperationException>(() => reservation.Settle(new Usd(0.5m))).Message);
    }

    [Fact]
    public async Task Dispose_StoreTakesAWhile_ReturnsWhenTheAmountIsReleased()
    {
        FailingStore store = new();
        BudgetGuard guard = await BudgetGuard.StartAsync([Daily], _time, store);
        Reservation reservation = guard.Reserve(new Usd(10), Acme).Reservation!;
        store.Away = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        store.Releasing = new SemaphoreSlim(0);
        ConcurrentQueue<string> order = [];
        Task disposing = Task.Factory.StartNew(
            () =>
            {
                reservation.Dispose();
                order.Enqueue("disposed");
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        await store.Releasing.WaitAsync();
        await Yields();
        order.Enqueue("store back");
        store.Away.SetResult();
        await disposing;

        Assert.Equal(["store back", "disposed"], order);
    }

    [Fact]
    public async Task ReserveAsync_AfterWhatFailedWasReleased_DoesNotReleaseItAgain()
    {
        FailingStore store = new();
        BudgetGuard guard = await BudgetGuard.StartAsync([Daily], _time, store);
        Reservation reservation = guard.Reserve(new Usd(10), Acme).Reservation!;
        store.IsFailing = true;
        await reservation.DisposeAsync();
        store.IsFailing = false;

        await (await guard.ReserveAsync(new Usd(4), [Acme])).Reservation!.SettleAsync(new Usd(4));
        await (await guard.ReserveAsync(new Usd(4), [Acme])).Reservation!.SettleAsync(new Usd(4));

        Assert.Equal(2, store.Releases);
    }

    [Fact]
    public async Task StartAsync_NullArguments_AreNamed()
    {
        InMemorySpendStore store = new();

        await Assert.ThrowsAsync<ArgumentNullException>("budgets", () => BudgetGuard.StartAsync(null!, _time, store));
        await Assert.ThrowsAsync<ArgumentNullException>("time", () => BudgetGuard.StartAsync([Daily], null!, store));
        await Assert.ThrowsAsync<ArgumentNullException>("store", () => BudgetGuard.StartAsync([Daily], _time, null!));
    }

    // Lets everything that is about to run on other threads run.
    private static async Task Yields()
    {
        for (int i = 0; i < 1_000; i++)
        {
            await Task.Yield();
        }
    }
}
