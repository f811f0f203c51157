using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>What every spend store does, wherever it keeps spend.</summary>
public abstract class SpendStoreContract
{
    protected static readonly Instant At = Instant.FromUtc(2026, 6, 1, 12, 0);

    private static readonly SpendTag Acme = new("tenant", "acme");
    private static readonly SpendTag Bolt = new("tenant", "bolt");
    private static readonly SpendFilter OfAcme = new() { Tags = [Acme] };
    private static readonly SpendFilter Today = new() { During = new Interval(Instant.FromUtc(2026, 6, 1, 0, 0), Instant.FromUtc(2026, 6, 2, 0, 0)) };

    /// <summary>Opens an empty store.</summary>
    protected abstract Task<ISpendStore> OpenAsync();

    /// <summary>Opens the same store again, as another process would.</summary>
    protected abstract Task<ISpendStore> OpenAgainAsync(ISpendStore store);

    [StoreFact]
    public async Task Reserve_UpToTheLimit_ThenRefusesAndSaysTheBalance()
    {
        ISpendStore store = await OpenAsync();
        await store.AddAsync(Entry("e", 4, Acme));
        Assert.True((await store.ReserveAsync(Hold("a", 3, Acme), [new(OfAcme, new Usd(10)), new(Today, new Usd(100))])).IsReserved);

        SpendDecision refused = await store.ReserveAsync(Hold("b", 3.01m, Acme), [new(OfAcme, new Usd(10)), new(Today, null)]);
        SpendDecision allowed = await store.ReserveAsync(Hold("c", 3, Acme), [new(OfAcme, new Usd(10))]);

        Assert.Equal(new SpendDecision(false, [new(new Usd(4), new Usd(3)), new(new Usd(4), new Usd(3))]), refused);
        Assert.Equal(new SpendDecision(true, [new(new Usd(4), new Usd(3))]), allowed);
        Assert.Equal<SpendBalance>([new(new Usd(4), new Usd(6)), new(Usd.Zero, Usd.Zero)], await store.BalancesAsync(At, [OfAcme, new SpendFilter { Tags = [Bolt] }]));
    }

    [StoreFact]
    public async Task Reserve_SameIdAgain_IsReservedOnce()
    {
        ISpendStore store = await OpenAsync();
        await store.ReserveAsync(Hold("a", 6, Acme), [new(OfAcme, new Usd(10))]);

        Assert.True((await store.ReserveAsync(Hold("a", 6, Acme), [new(OfAcme, new Usd(10))])).IsReserved);

        Assert.Equal<SpendBalance>([new(Usd.Zero, new Usd(6))], await store.BalancesAsync(At, [OfAcme]));
    }

    [StoreFact]
    public async Task Settle_AReservation_SpendsInsteadAndAgainChangesNothing()
    {
        ISpendStore store = await OpenAsync();
        await store.ReserveAsync(Hold("a", 6, Acme), [new(OfAcme, new Usd(10))]);

        await store.SettleAsync("a", Entry("a", 2.5m, Acme));
        await store.SettleAsync("a", Entry("a", 2.5m, Acme));

        Assert.Equal<SpendBalance>([new(new Usd(2.5m), Usd.Zero)], await store.BalancesAsync(At, [OfAcme]));
        Assert.Equal(new SpendSum(new Usd(2.5m), 1, 0), await store.SumAsync(OfAcme));
    }

    [StoreFact]
    public async Task Settle_GivenBackOrContradicting_IsAddedOrLeavesTheReservation()
    {
        ISpendStore store = await OpenAsync();
        await store.ReserveAsync(Hold("a", 6, Acme), [new(OfAcme, new Usd(10))]);
        await store.ReleaseAsync("a");
        await store.ReleaseAsync("a");
        Assert.Equal<SpendBalance>([default], await store.BalancesAsync(At, [OfAcme]));

        await store.SettleAsync("a", Entry("a", 1, Acme));
        await store.ReserveAsync(Hold("b", 6, Acme), [new(OfAcme, new Usd(10))]);
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.SettleAsync("b", Entry("a", 2, Acme)).AsTask());

        Assert.Equal<SpendBalance>([new(new Usd(1), new Usd(6))], await store.BalancesAsync(At, [OfAcme]));
    }

    [StoreFact]
    public async Task Add_AfterABalanceWasAsked_IsInIt()
    {
        ISpendStore store = await OpenAsync();
        Assert.Equal<SpendBalance>([default, default], await store.BalancesAsync(At, [OfAcme, Today]));

        await store.AddAsync(Entry("1", 0.1m, Acme, new SpendTag("model", "m")));
        await store.AddAsync(Entry("2", 0.01m, Bolt));
        await store.AddAsync(Entry("3", 0.001m, Acme) with { At = Today.During.End });
        await store.AddAsync(Entry("4", 0.0001m, Acme) with { At = Today.During.End - Duration.FromTicks(1) });

        Assert.Equal([0.1011m, 0.1101m], (await store.BalancesAsync(At, [OfAcme, Today])).Select(b => b.Spent.Amount));
    }

    [StoreFact]
    public async Task Add_FarAhead_IsRefusedAndTheStoreGoesOn()
    {
        ISpendStore store = await OpenAsync();
        Instant tenYears = At + Duration.FromDays(3653);
        await store.AddAsync(Entry("1", 1, Acme));

        SpendClockException error = await Assert.ThrowsAsync<SpendClockException>(() => store.AddAsync(Entry("2", 1, Acme) with { At = tenYears }).AsTask());
        await Assert.ThrowsAsync<SpendClockException>(() => store.ReserveAsync(Hold("a", 1, Acme) with { At = tenYears }, []).AsTask());
        await Assert.ThrowsAsync<SpendClockException>(() => store.ReserveAsync(Hold("a", 1, Acme) with { At = At - Duration.FromDays(3653) }, []).AsTask());
        await Assert.ThrowsAsync<SpendClockException>(() => store.BalancesAsync(tenYears, []).AsTask());
        await Assert.ThrowsAsync<SpendClockException>(() => store.BalancesAsync(At - Duration.FromDays(3653), []).AsTask());
        await store.AddAsync(Entry("3", 1, Acme) with { At = At - Duration.FromDays(3653) });
        await store.AddAsync(Entry("4", 1, Acme) with { At = At + Duration.FromDays(366) });

        Assert.Contains("MaxJump", error.Message, StringComparison.Ordinal);
        Assert.Contains("2036-", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, (await store.SumAsync(SpendFilter.All)).Entries);
    }

    [StoreFact]
    public async Task SumBy_AmountsOfAnySize_IsExact()
    {
        ISpendStore store = await OpenAsync();
        await store.AddAsync(Entry("1", 79_228_162_514_264m, Acme));
        await store.AddAsync(Entry("2", 0.00000000000001m, Acme));
        await store.AddAsync(Entry("3", -0.25m, Bolt) with { Unpriced = 2 });
        await store.AddAsync(Entry("4", 9_000_000.000000000001m));

        Assert.Equal(
            [("", "$9000000.000000000001 of 1 entry"), ("acme", "$79228162514264.00000000000001 of 2 entries"), ("bolt", "-$0.25 of 1 entry, 2 calls not fully priced")],
            (await store.SumByAsync("tenant", SpendFilter.All)).Select(s => (s.Key, s.Value.ToString())));
        await store.AddAsync(Entry("5", 79_228_162_514_264_337_593_543_950_335m, Acme));
        await Assert.ThrowsAsync<OverflowException>(() => store.SumAsync(OfAcme).AsTask());
        await Assert.ThrowsAsync<OverflowException>(() => store.ReserveAsync(Hold("a", 1, Acme), [new(OfAcme, null)]).AsTask());
    }

    [StoreFact]
    public async Task Guards_ManyAtOnceOnOneStore_KeepOneLimit()
    {
        ISpendStore store = await OpenAsync();
        ISpendStore again = await OpenAgainAsync(store);
        FakeTimeProvider time = new(At.ToDateTimeOffset());
        Budget budget = new("acme", new Usd(1), BudgetWindow.Day) { Tags = [Acme] };
        BudgetGuard[] guards = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => BudgetGuard.StartAsync([budget], time, i % 2 == 0 ? store : again)));

        Usd[] sums = await Task.WhenAll(guards.Select((guard, caller) => Task.Run(async () =>
        {
            Random random = new(caller);
            Usd sum = Usd.Zero;
            for (int i = 0; i < 40; i++)
            {
                await using Reservation? reservation = (await guard.ReserveAsync(new Usd(random.Next(1, 50) / 1_000m), [Acme])).Reservation;
                if (reservation is not null && random.Next(4) > 0)
                {
                    sum += (await reservation.SettleAsync(reservation.Amount!.Value * (random.Next(100) / 100m))).Entry.Amount;
                }

                Assert.True((await guard.StatesAsync())[0].Left >= Usd.Zero);
            }

            return sum;
        })));

        Usd all = sums.Aggregate(Usd.Zero, (a, b) => a + b);
        Assert.InRange(all.Amount, 0.9m, 1);
        Assert.Equal(all, (await store.SumAsync(OfAcme)).Amount);
        Assert.All(await Task.WhenAll(guards.Select(g => g.StatesAsync().AsTask())), s => Assert.Equal((all, Usd.Zero), (s[0].Spent, s[0].Reserved)));
    }

    [StoreFact]
    public async Task Guard_OneWrongReading_NeitherLetsThroughNorLocks()
    {
        ISpendStore store = await OpenAsync();
        JumpingTime time = new(At);
        BudgetGuard guard = await BudgetGuard.StartAsync([new Budget("b", new Usd(1), BudgetWindow.Day)], time, store);
        await (await guard.ReserveAsync(new Usd(1))).Reservation!.SettleAsync(new Usd(1));

        foreach (int days in new[] { 1, 2, 40, 200, 366, 3653, -1, -2, -40, -3653 })
        {
            time.Jump(Duration.FromDays(days));
            Assert.False((await guard.ReserveAsync(new Usd(0.01m))).IsAllowed);
            time.Pass(Duration.FromMinutes(59));
            Assert.False((await guard.ReserveAsync(new Usd(0.01m))).IsAllowed);
            time.Jump(Duration.FromDays(-days));
            Assert.False((await guard.ReserveAsync(new Usd(0.01m))).IsAllowed);
        }

        time.Pass(At + Duration.FromHours(12) - time.Reading);
        Assert.True((await guard.ReserveAsync(new Usd(1))).IsAllowed);
        time.Jump(Duration.FromDays(3653));
        await Assert.ThrowsAsync<SpendClockException>(() => BudgetGuard.StartAsync([new Budget("b", new Usd(1), BudgetWindow.Day)], time, store));
    }

    [StoreFact]
    public async Task Guard_StartedWithAClockThatIsAhead_LocksNobodyElse()
    {
        ISpendStore store = await OpenAsync();
        Budget[] budgets = [new Budget("b", new Usd(1), BudgetWindow.Day), new Budget("m", new Usd(10), BudgetWindow.Month)];
        BudgetGuard wrong = await BudgetGuard.StartAsync(budgets, new JumpingTime(At + Duration.FromDays(200)), store);
        await (await wrong.ReserveAsync(new Usd(1))).Reservation!.SettleAsync(new Usd(1));
        BudgetGuard guard = await BudgetGuard.StartAsync(budgets, new JumpingTime(At), store);

        await (await guard.ReserveAsync(new Usd(1))).Reservation!.SettleAsync(new Usd(1));

        Assert.False((await guard.ReserveAsync(new Usd(0.01m))).IsAllowed);
        Assert.Equal(2, (await store.SumAsync(SpendFilter.All)).Entries);
        Assert.Equal(new Usd(1), (await store.SumAsync(Today)).Amount);
    }

    private static SpendEntry Entry(string id, decimal usd, params ImmutableArray<SpendTag> tags) => new(id, At, new Usd(usd), tags);

    private static SpendReservation Hold(string id, decimal usd, params ImmutableArray<SpendTag> tags) => new(id, At, new Usd(usd), tags);
}
