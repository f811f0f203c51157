using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Npgsql;
using Xunit;

namespace TokenPricing.Tests;

[Collection("PostgreSQL")]
public sealed class PostgresSpendStoreTests(PostgresFixture fixture)
{
    private static readonly Instant At = Instant.FromUtc(2026, 6, 1, 12, 0);

    private readonly PostgresSpendOptions _options = fixture.NewSchema();

    [StoreFact]
    public async Task AddAsync_ThousandsAtOnceFromTwoStores_EachIsThereOnce()
    {
        await using PostgresSpendStore one = await OpenAsync(_options);
        await using PostgresSpendStore other = await OpenAsync(_options);

        await Task.WhenAll(Enumerable.Range(0, 4_000).Select(i => (i % 2 == 0 ? one : other).AddAsync(Entry($"e{i / 2}", 0.001m * (i / 2))).AsTask()));

        Assert.Equal(new SpendSum(new Usd(0.001m * 1_999_000), 2_000, 0), await one.SumAsync(SpendFilter.All));
    }

    [StoreFact]
    public async Task OpenAsync_ManyAtOnce_MakeOneSchema()
    {
        PostgresSpendStore[] stores = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => OpenAsync(_options)));
        await stores[0].AddAsync(Entry("e", 1));

        Assert.Equal(1, (await stores[5].SumAsync(SpendFilter.All)).Entries);
        foreach (PostgresSpendStore store in stores)
        {
            await store.DisposeAsync();
            await store.DisposeAsync();
            await Assert.ThrowsAsync<ObjectDisposedException>(() => store.AddAsync(Entry("e", 1)).AsTask());
        }
    }

    [StoreFact]
    public async Task OpenAsync_NewerSchema_NamesBothVersions()
    {
        await (await OpenAsync(_options)).DisposeAsync();
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(fixture.Server!.ConnectionString);
        await using (NpgsqlCommand command = source.CreateCommand($"INSERT INTO {_options.Schema}.version VALUES (99)"))
        {
            await command.ExecuteNonQueryAsync();
        }

        string message = (await Assert.ThrowsAsync<InvalidDataException>(() => PostgresSpendStore.OpenAsync(source, _options))).Message;

        Assert.Contains("version 99", message, StringComparison.Ordinal);
        Assert.Contains("newer version of the package", message, StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task OpenAsync_NoServer_IsAnErrorAfterTheTime()
    {
        PostgresSpendOptions options = _options with { RetryFor = Duration.Zero };

        await Assert.ThrowsAsync<NpgsqlException>(() => PostgresSpendStore.OpenAsync("Host=127.0.0.1;Port=1;Username=spend", options));
    }

    [StoreFact]
    public async Task AddAsync_NotStorable_IsAnError()
    {
        await using PostgresSpendStore store = await OpenAsync(_options);

        await Assert.ThrowsAsync<ArgumentException>(async () => await store.AddAsync(Entry("a\0", 1)));
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.AddAsync(Entry("a", 1) with { Tags = [new("t", "\ud800")] }));
        Assert.Throws<ArgumentException>(() => new PostgresSpendOptions { Schema = "x; DROP" });
    }

    [StoreFact]
    public async Task Reservations_OfAStoreThatGivesNoSignOfLife_AreGivenBack()
    {
        FakeTimeProvider stopped = new();
        FakeTimeProvider time = new();
        await using PostgresSpendStore dead = await OpenAsync(_options with { Time = stopped });
        await using PostgresSpendStore store = await OpenAsync(_options with { Time = time });
        await dead.ReserveAsync(new SpendReservation("a", At, new Usd(1), []), [new(SpendFilter.All, new Usd(1))]);
        await store.ReserveAsync(new SpendReservation("b", At, Usd.Zero, []), [new(SpendFilter.All, new Usd(1))]);
        Assert.False((await store.ReserveAsync(new SpendReservation("c", At, new Usd(1), []), [new(SpendFilter.All, new Usd(1))])).IsReserved);

        while ((await store.BalancesAsync(At, [SpendFilter.All]))[0].Reserved != Usd.Zero)
        {
            time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.True((await store.ReserveAsync(new SpendReservation("c", At, new Usd(1), []), [new(SpendFilter.All, new Usd(1))])).IsReserved);
    }

    [StoreFact]
    public async Task Retention_OneEntryWhoseClockIsAhead_DeletesNothingAndLateOnesCount()
    {
        PostgresSpendOptions options = _options with { Retention = Duration.FromDays(32) };
        SpendFilter today = new() { During = new Interval(Instant.FromUtc(2026, 6, 1, 0, 0), Instant.FromUtc(2026, 6, 2, 0, 0)) };
        SpendFilter noon = new() { During = new Interval(At, At + Duration.FromHours(1)) };
        await AddAsync(Enumerable.Range(0, 200).Select(i => Entry($"e{i}", 1)).Append(Entry("wrong", 1) with { At = At + Duration.FromDays(100) }));
        await using (PostgresSpendStore store = await OpenAsync(options))
        {
            // After the first batch of a process, what is too old is deleted; the next batch comes after that.
            await store.AddAsync(Entry("f", 1));
            await store.AddAsync(Entry("g", 1));
            Assert.Equal(202, (await store.SumAsync(noon)).Entries);
        }

        await AddAsync(Enumerable.Range(0, 200).Select(i => Entry($"h{i}", 1) with { At = At + Duration.FromDays(40) }));
        await using (PostgresSpendStore store = await OpenAsync(options))
        {
            await store.AddAsync(Entry("i", 1) with { At = At + Duration.FromDays(40) });
            await store.ReserveAsync(new SpendReservation("r", At, new Usd(1), []), []);
            await store.SettleAsync("r", Entry("late", 1));
            await store.AddAsync(Entry("late", 1));
            Assert.Equal(203, (await store.SumAsync(today)).Entries);
            Assert.Equal(new SpendBalance(new Usd(405), Usd.Zero), (await store.BalancesAsync(At, [SpendFilter.All]))[0]);
            await Assert.ThrowsAsync<ArgumentException>(() => store.SumAsync(noon).AsTask());
        }

        async Task AddAsync(IEnumerable<SpendEntry> entries)
        {
            await using PostgresSpendStore store = await OpenAsync(_options);
            await Task.WhenAll(entries.Select(e => store.AddAsync(e).AsTask()));
        }
    }

    [StoreFact]
    public async Task StartAsync_WindowLongerThanTheRetention_SaysWhatToWrite()
    {
        await using PostgresSpendStore store = await OpenAsync(_options with { Retention = Duration.FromDays(10) });
        JumpingTime time = new(At);
        Budget rolling = new("b", new Usd(1), BudgetWindow.Rolling(Duration.FromDays(10)));
        Budget month = new("c", new Usd(1), BudgetWindow.Month);

        string message = (await Assert.ThrowsAsync<ArgumentException>(() => BudgetGuard.StartAsync([rolling], time, store))).Message;

        Assert.Contains("Set Retention to Duration.FromDays(11) or more", message, StringComparison.Ordinal);
        Assert.True((await (await BudgetGuard.StartAsync([month], time, store)).ReserveAsync(new Usd(1))).IsAllowed);
    }

    [StoreFact]
    public async Task Balances_ManyShortWindows_AreDeletedWhenTheyEnded()
    {
        await using PostgresSpendStore store = await OpenAsync(_options);
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(fixture.Server!.ConnectionString);
        for (int minute = 0; minute < 20; minute++)
        {
            Instant now = At + Duration.FromMinutes(minute);
            await store.AddAsync(Entry($"e{minute}", 1) with { At = now });
            await store.BalancesAsync(
                now, [SpendFilter.All, .. Enumerable.Range(0, 60).Select(s => now + Duration.FromSeconds(s)).Select(n => new SpendFilter { During = new Interval(n - Duration.FromMinutes(1), n) })]);
        }

        await using NpgsqlCommand command = source.CreateCommand($"SELECT COUNT(*) FROM {_options.Schema}.balance");
        Assert.InRange((long)(await command.ExecuteScalarAsync())!, 1, 400);
        Assert.Equal(new Usd(20), (await store.BalancesAsync(At, [SpendFilter.All]))[0].Spent);
    }

    private Task<PostgresSpendStore> OpenAsync(PostgresSpendOptions options) => PostgresSpendStore.OpenAsync(fixture.Server!.ConnectionString, options);

    private static SpendEntry Entry(string id, decimal usd) => new(id, At, new Usd(usd), [new SpendTag("tenant", "acme")]);
}
