using System.Collections.Immutable;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public sealed class InMemorySpendStoreTests
{
    private static readonly Instant At = Instant.FromUtc(2026, 6, 1, 12, 7);

    [Fact]
    public async Task SumByAsync_SomeWithoutTheTag_TogetherAreTheWhole()
    {
        InMemorySpendStore store = new();
        await store.AddAsync(new SpendEntry("1", At, new Usd(0.5m), [new("model", "gpt-4o"), new("tenant", "acme")]));
        await store.AddAsync(new SpendEntry("2", At, new Usd(0.25m), [new("tenant", "bolt"), new("model", "gpt-4o")]) { Unpriced = 1 });
        await store.AddAsync(new SpendEntry("3", At, new Usd(0.125m), []));

        Assert.Equal(
            [("", "$0.125 of 1 entry"), ("acme", "$0.50 of 1 entry"), ("bolt", "$0.25 of 1 entry, 1 call not fully priced")],
            (await store.SumByAsync("tenant", SpendFilter.All)).Select(s => (s.Key, s.Value.ToString())));
        Assert.Equal("$0.75 of 2 entries, 1 call not fully priced", (await store.SumAsync(new SpendFilter { Tags = [new("model", "gpt-4o")] })).ToString());
        Assert.Empty(await store.SumByAsync("tenant", new SpendFilter { Tags = [new("model", "gpt-5")] }));
    }

    [Fact]
    public async Task AddAsync_SameIdOtherEntry_IsAnErrorThatShowsBoth()
    {
        InMemorySpendStore store = new();
        SpendEntry entry = new("call-1", At, new Usd(0.5m), [new("tenant", "acme")]);
        await store.AddAsync(entry);
        await store.AddAsync(entry with { Tags = [new("tenant", "acme")] });

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => store.AddAsync(entry with { Amount = new Usd(0.6m) }).AsTask());

        Assert.Equal(
            "The id 'call-1' belongs to another spend entry. Stored: $0.50 at 2026-06-01T12:07:00Z, tenant=acme (call-1). "
            + "Added: $0.60 at 2026-06-01T12:07:00Z, tenant=acme (call-1). Give each entry a unique id.",
            error.Message);
        Assert.Equal(1, (await store.SumAsync(SpendFilter.All)).Entries);
    }

    [Fact]
    public async Task AddAsync_MoreIdsThanRemembered_ForgetsTheOldest()
    {
        InMemorySpendStore store = new(new InMemorySpendOptions { RememberedIds = 2 });
        foreach (string id in new[] { "a", "b", "b", "c", "c", "b", "a" })
        {
            await store.AddAsync(new SpendEntry(id, At, new Usd(1), []));
        }

        Assert.Equal(4, (await store.SumAsync(SpendFilter.All)).Entries);
        InMemorySpendStore forgetful = new(new InMemorySpendOptions { RememberedIds = 0 });
        await forgetful.AddAsync(new SpendEntry("a", At, new Usd(1), []));
        await forgetful.AddAsync(new SpendEntry("a", At, new Usd(1), []));
        Assert.Equal(2, (await forgetful.SumAsync(SpendFilter.All)).Entries);
    }

    [Fact]
    public async Task SumAsync_EdgeBetweenSteps_IsAnError()
    {
        InMemorySpendStore store = new();

        string message = (await Assert.ThrowsAsync<ArgumentException>(() => store.SumAsync(new SpendFilter { During = new Interval(At, null) }).AsTask())).Message;

        Assert.Contains("Resolution", message, StringComparison.Ordinal);
        Assert.Contains("2026-06-01T12:07:00Z", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SumAsync_OlderThanKept_IsOneSumAndNoFilterDividesIt()
    {
        InMemorySpendStore store = new(new InMemorySpendOptions { Resolution = Duration.FromHours(1), Retention = Duration.FromDays(1) });
        Instant midnight = Instant.FromUtc(2026, 6, 1, 0, 0);
        for (int i = 0; i < 4_900; i++)
        {
            await store.AddAsync(new SpendEntry($"{i}", midnight + Duration.FromHours(i / 100), new Usd(1), []));
        }

        await store.AddAsync(new SpendEntry("late", midnight, new Usd(1), []));

        Assert.Equal(4_901, (await store.SumAsync(SpendFilter.All)).Entries);
        Assert.Equal(2_500, (await store.SumAsync(new SpendFilter { During = new Interval(midnight + Duration.FromHours(24), null) })).Entries);
        Assert.Equal(2_401, (await store.SumAsync(new SpendFilter { During = new Interval(null, midnight + Duration.FromHours(24)) })).Entries);
        string message = (await Assert.ThrowsAsync<ArgumentException>(() =>
            store.SumAsync(new SpendFilter { During = new Interval(midnight + Duration.FromHours(23), null) }).AsTask())).Message;
        Assert.Contains("Retention", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SumAsync_LessThanAHundredthAhead_ForgetsNothing()
    {
        InMemorySpendStore store = new(new InMemorySpendOptions { Resolution = Duration.FromHours(1), Retention = Duration.FromDays(2) });
        SpendFilter today = new() { During = new Interval(Instant.FromUtc(2026, 6, 1, 0, 0), Instant.FromUtc(2026, 6, 2, 0, 0)) };
        for (int i = 0; i < 20_000; i++)
        {
            await store.AddAsync(new SpendEntry($"{i}", At, new Usd(1), []));
        }

        for (int i = 0; i < 201; i++)
        {
            await store.AddAsync(new SpendEntry($"ahead {i}", At + Duration.FromDays(90 + i), new Usd(1), []));
            Assert.Equal(20_000, (await store.SumAsync(today)).Entries);
        }

        await store.AddAsync(new SpendEntry("ahead", At + Duration.FromDays(90), new Usd(1), []));
        await Assert.ThrowsAsync<ArgumentException>(() => store.SumAsync(today).AsTask());
    }

    [Fact]
    public async Task SumAsync_UpToAHundredAhead_ForgetsNothing()
    {
        InMemorySpendStore store = new();
        SpendFilter today = new() { During = new Interval(Instant.FromUtc(2026, 6, 1, 0, 0), Instant.FromUtc(2026, 6, 2, 0, 0)) };
        await store.AddAsync(new SpendEntry("right", At, new Usd(1), []));
        for (int i = 0; i < 99; i++)
        {
            await store.AddAsync(new SpendEntry($"{i}", At + Duration.FromDays(90), new Usd(1), []));
            Assert.Equal(1, (await store.SumAsync(today)).Entries);
        }

        await store.AddAsync(new SpendEntry("99", At + Duration.FromDays(90), new Usd(1), []));
        await Assert.ThrowsAsync<ArgumentException>(() => store.SumAsync(today).AsTask());
        Assert.Equal(101, (await store.SumAsync(SpendFilter.All)).Entries);
    }

    [Fact]
    public async Task SumAsync_AfterManyWereForgotten_TheyDoNotHaveToBeConfirmedAgainst()
    {
        InMemorySpendStore store = new(new InMemorySpendOptions { Resolution = Duration.FromHours(1), Retention = Duration.FromDays(2) });
        SpendFilter tenDays = new() { During = new Interval(Instant.FromUtc(2026, 6, 11, 12, 0), null) };
        foreach ((int days, int count) in new[] { (0, 20_000), (10, 300), (20, 99) })
        {
            for (int i = 0; i < count; i++)
            {
                await store.AddAsync(new SpendEntry($"{days}:{i}", At + Duration.FromDays(days), new Usd(1), []));
            }
        }

        Assert.Equal(399, (await store.SumAsync(tenDays)).Entries);
        await store.AddAsync(new SpendEntry("20:99", At + Duration.FromDays(20), new Usd(1), []));
        await Assert.ThrowsAsync<ArgumentException>(() => store.SumAsync(tenDays).AsTask());
        Assert.Equal(20_400, (await store.SumAsync(SpendFilter.All)).Entries);
    }

    [Theory]
    [InlineData(31, null)]
    [InlineData(32, 33)]
    [InlineData(90, 92)]
    public async Task StartAsync_WindowLongerThanTheRetention_SaysWhatToWrite(int days, int? needed)
    {
        InMemorySpendStore store = new(new InMemorySpendOptions { Resolution = Duration.FromMinutes(1) });
        JumpingTime time = new(Instant.FromUtc(2026, 6, 1, 12, 0));
        Budget[] budgets = [new Budget("b", new Usd(1), BudgetWindow.Rolling(Duration.FromDays(days)))];
        if (needed is null)
        {
            BudgetGuard guard = await BudgetGuard.StartAsync(budgets, time, store);
            for (int hour = 0; hour < 24 * 80; hour++)
            {
                await (await guard.ReserveAsync(Usd.Zero)).Reservation!.SettleAsync(Usd.Zero);
                time.Pass(Duration.FromHours(1));
            }

            return;
        }

        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => BudgetGuard.StartAsync(budgets, time, store));
        Assert.Contains($"Set Retention to Duration.FromDays({needed}) or more", error.Message, StringComparison.Ordinal);
        InMemorySpendStore kept = new(new InMemorySpendOptions { Retention = Duration.FromDays(needed.Value), Resolution = Duration.FromMinutes(1) });
        await BudgetGuard.StartAsync(budgets, time, kept);
    }

    [Fact]
    public async Task BalancesAsync_OfFiltersOfWhichOneHasMoreTags_CountAnEntryOnce()
    {
        InMemorySpendStore store = new();
        ImmutableArray<SpendFilter> filters = [new() { Tags = [new("tenant", "a")] }, new() { Tags = [new("model", "m"), new("tenant", "a")] }];
        await store.BalancesAsync(At, filters);

        await store.AddAsync(new SpendEntry("1", At, new Usd(1), [new("tenant", "a")]));

        Assert.Equal([new Usd(1), Usd.Zero], (await store.BalancesAsync(At, filters)).Select(b => b.Spent));
    }

    [Fact]
    public async Task SumAsync_BeforeTheYearOfTheClock_CountsSteps()
    {
        InMemorySpendStore store = new();
        await store.AddAsync(new SpendEntry("a", Instant.FromUtc(1969, 12, 31, 23, 50), new Usd(1), []));

        Assert.Equal(1, (await store.SumAsync(new SpendFilter { During = new Interval(Instant.FromUtc(1969, 12, 31, 23, 45), Instant.FromUtc(1970, 1, 1, 0, 0)) })).Entries);
    }

    [Fact]
    public async Task AddAsync_Cancelled_IsNotAdded()
    {
        InMemorySpendStore store = new();

        await Assert.ThrowsAsync<OperationCanceledException>(async () => await store.AddAsync(new SpendEntry("a", At, new Usd(1), []), new CancellationToken(true)));
        Assert.Equal(default, await store.SumAsync(SpendFilter.All));
    }

    [Fact]
    public async Task AnyMethod_Cancelled_ChangesNothing()
    {
        InMemorySpendStore store = new();
        CancellationToken cancelled = new(true);
        await store.ReserveAsync(new SpendReservation("held", At, new Usd(1), []), []);

        await Assert.ThrowsAsync<OperationCanceledException>(async () => await store.SettleAsync("held", new SpendEntry("a", At, new Usd(1), []), cancelled));
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await store.ReleaseAsync("held", cancelled));
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await store.ReserveAsync(new SpendReservation("b", At, new Usd(1), []), [], cancelled));
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await store.BalancesAsync(At, [SpendFilter.All], cancelled));
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await store.SumAsync(SpendFilter.All, cancelled));
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await store.SumByAsync("tenant", SpendFilter.All, cancelled));

        Assert.Equal<SpendBalance>([new(Usd.Zero, new Usd(1))], await store.BalancesAsync(At, [SpendFilter.All]));
    }

    [Fact]
    public async Task AnyMethod_NullOrEmpty_IsNamed()
    {
        InMemorySpendStore store = new();
        SpendEntry entry = new("a", At, new Usd(1), []);

        await Assert.ThrowsAsync<ArgumentNullException>("entry", async () => await store.AddAsync(null!));
        await Assert.ThrowsAsync<ArgumentNullException>("entry", async () => await store.SettleAsync("held", null!));
        await Assert.ThrowsAsync<ArgumentNullException>("reservationId", async () => await store.SettleAsync(null!, entry));
        await Assert.ThrowsAsync<ArgumentException>("reservationId", async () => await store.SettleAsync("", entry));
        await Assert.ThrowsAsync<ArgumentNullException>("reservationId", async () => await store.ReleaseAsync(null!));
        await Assert.ThrowsAsync<ArgumentException>("reservationId", async () => await store.ReleaseAsync(""));
        await Assert.ThrowsAsync<ArgumentNullException>("reservation", async () => await store.ReserveAsync(null!, []));
        await Assert.ThrowsAsync<ArgumentNullException>("filter", async () => await store.SumAsync(null!));
        await Assert.ThrowsAsync<ArgumentNullException>("filter", async () => await store.SumByAsync("tenant", null!));
        await Assert.ThrowsAsync<ArgumentException>("tagKey", async () => await store.SumByAsync("", SpendFilter.All));

        Assert.Equal(default, await store.SumAsync(SpendFilter.All));
    }

    [Fact]
    public async Task BalancesAsync_WindowAsLongAsTheRetention_IsKept()
    {
        InMemorySpendStore store = new(new InMemorySpendOptions { Retention = Duration.FromDays(1) });
        Instant midnight = Instant.FromUtc(2026, 6, 1, 0, 0);

        Assert.Equal<SpendBalance>([default], await store.BalancesAsync(At, [new SpendFilter { During = new Interval(midnight, midnight + Duration.FromDays(1)) }]));
    }

    [Fact]
    public async Task BalancesAsync_WindowLongerThanTheRetention_SaysWhatToWrite()
    {
        InMemorySpendStore store = new(new InMemorySpendOptions { Retention = Duration.FromHours(32) });
        SpendFilter week = new() { During = new Interval(Instant.FromUtc(2026, 6, 1, 0, 0), Instant.FromUtc(2026, 6, 8, 0, 0)) };

        Assert.Equal(
            "A budget whose window is from 2026-06-01T00:00:00Z to 2026-06-08T00:00:00Z needs a store that keeps time steps for as long. "
            + "Set Retention to Duration.FromDays(7) or more; it is 1.33 days.",
            (await Culture.InDanish(() => Assert.ThrowsAsync<ArgumentException>(() => store.BalancesAsync(At, [week]).AsTask()))).Message);
    }

    [Fact]
    public async Task SumAsync_EdgeWithinAStep_SaysWhatToSet() => Assert.Equal(
        "The filter starts or ends at 2026-06-01T12:07:00Z, which is within a time step of 0:00:15:00 from 1970-01-01T00:00Z. Set Resolution so that it is between two steps.",
        (await Culture.InDanish(() => Assert.ThrowsAsync<ArgumentException>(() => new InMemorySpendStore().SumAsync(new SpendFilter { During = new Interval(null, At) }).AsTask()))).Message);

    [Fact]
    public async Task SumAsync_EdgeBeforeWhatIsKept_SaysWhatToSet()
    {
        InMemorySpendStore store = new(new InMemorySpendOptions { Resolution = Duration.FromHours(1), Retention = Duration.FromDays(1) });
        for (int i = 0; i < 100; i++)
        {
            await store.AddAsync(new SpendEntry($"{i}", At, new Usd(1), []));
        }

        Assert.Equal(
            "The filter starts or ends at 2026-05-31T11:00:00Z, and this store keeps time steps only from 2026-05-31T12:00:00Z. Set Retention to more than 1:00:00:00.",
            (await Culture.InDanish(() => Assert.ThrowsAsync<ArgumentException>(() => store.SumAsync(new SpendFilter { During = new Interval(Instant.FromUtc(2026, 5, 31, 11, 0), null) }).AsTask()))).Message);
    }

    [Fact]
    public async Task SumAsync_UnpricedCallsOlderThanKept_AreStillCounted()
    {
        InMemorySpendStore store = new(new InMemorySpendOptions { Resolution = Duration.FromHours(1), Retention = Duration.FromDays(1) });
        await store.AddAsync(new SpendEntry("old", At, new Usd(1), []) { Unpriced = 3 });
        for (int i = 0; i < 100; i++)
        {
            await store.AddAsync(new SpendEntry($"{i}", At + Duration.FromDays(7), new Usd(1), []));
        }

        await store.AddAsync(new SpendEntry("new", At + Duration.FromDays(7), new Usd(1), []) { Unpriced = 2 });

        Assert.Equal(new SpendSum(new Usd(102), 102, 5), await store.SumAsync(SpendFilter.All));
    }

    [Fact]
    public async Task BalancesAsync_OfTooManyFiltersToKeepThemUpToDate_AreStillRight()
    {
        InMemorySpendStore store = new();
        await store.AddAsync(new SpendEntry("a", At, new Usd(1), [new("tenant", "0")]));
        await store.ReserveAsync(new SpendReservation("b", At, new Usd(2), [new("tenant", "0")]), []);
        SpendFilter[] filters = [.. Enumerable.Range(0, 10_001).Select(i => new SpendFilter { Tags = [new("tenant", $"{i}")] })];
        await store.BalancesAsync(At, [.. filters]);

        await store.AddAsync(new SpendEntry("c", At, new Usd(4), [new("tenant", "0")]));
        await store.ReserveAsync(new SpendReservation("d", At, new Usd(8), [new("tenant", "10000")]), []);

        Assert.Equal<SpendBalance>([new(new Usd(5), new Usd(2)), new(Usd.Zero, new Usd(8))], await store.BalancesAsync(At, [filters[0], filters[10_000]]));
    }

    [Fact]
    public void Values_Wrong_AreErrors()
    {
        SpendEntry entry = new("a", At, new Usd(1), []);
        Assert.Throws<ArgumentException>(() => new SpendTag("", "a"));
        Assert.Throws<ArgumentException>(() => new SpendTag("a", ""));
        Assert.Throws<ArgumentException>(() => new SpendTag("a", "b") with { Value = "" });
        Assert.Throws<ArgumentException>(() => entry with { Id = "" });
        Assert.Throws<ArgumentException>(() => entry with { Tags = [new("a", "b"), new("a", "c")] });
        Assert.Throws<ArgumentOutOfRangeException>(() => entry with { Unpriced = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new InMemorySpendOptions { Resolution = Duration.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new InMemorySpendOptions { Retention = Duration.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new InMemorySpendOptions { RememberedIds = -1 });
    }

    [Fact]
    public void Values_Same_AreEqual()
    {
        SpendEntry entry = new("a", At, new Usd(1), [new("b", "1"), new("a", "1")]);
        SpendEntry same = new("a", At, new Usd(1.0m), [new("a", "1"), new("b", "1")]);
        Assert.Equal(entry, same);
        Assert.Equal(entry.GetHashCode(), same.GetHashCode());
        Assert.Equal(new SpendFilter { Tags = entry.Tags }, new SpendFilter { Tags = same.Tags });
        Assert.Equal(SpendFilter.All.GetHashCode(), new SpendFilter().GetHashCode());
        Assert.NotEqual(SpendFilter.All, new SpendFilter { Tags = same.Tags });
    }
}
