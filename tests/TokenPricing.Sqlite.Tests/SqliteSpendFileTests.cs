using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public sealed class SqliteSpendFileTests : IDisposable
{
    private const string Name = "spend.db";

    private static readonly Instant At = Instant.FromUtc(2026, 6, 1, 12, 0);
    private static readonly SpendTag Acme = new("tenant", "acme");

    private readonly SpendFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task OpenReadOnly_AFile_ReadsAndRefusesToChangeIt()
    {
        await using SqliteSpendStore store = SqliteSpendStore.Open(_files.PathOf(Name));
        await store.AddAsync(new SpendEntry("e", At, new Usd(1), [Acme]));
        await using SqliteSpendStore reader = SqliteSpendStore.OpenReadOnly(_files.PathOf(Name));

        Assert.True(reader.IsReadOnly);
        Assert.Equal(new Usd(1), (await reader.SumByAsync("tenant", SpendFilter.All))["acme"].Amount);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await reader.AddAsync(new SpendEntry("f", At, new Usd(1), [])));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await reader.BalancesAsync(At, [SpendFilter.All]));
        await store.AddAsync(new SpendEntry("f", At, new Usd(1), []));
        Assert.Equal(2, (await reader.SumAsync(SpendFilter.All)).Entries);
        Assert.Throws<SqliteException>(() => SqliteSpendStore.OpenReadOnly(_files.PathOf("none.db")));
    }

    [Fact]
    public async Task Open_FileOfTheFirstVersion_TakesItsEntriesOver()
    {
        using (SqliteConnection connection = _files.Connect(Name))
        {
            connection.Ask(
                """
                CREATE TABLE tag_set (id INTEGER PRIMARY KEY, tags TEXT NOT NULL UNIQUE) STRICT;
                CREATE TABLE tag (
                  key TEXT NOT NULL, value TEXT NOT NULL, tag_set INTEGER NOT NULL REFERENCES tag_set (id),
                  PRIMARY KEY (key, value, tag_set)) STRICT, WITHOUT ROWID;
                CREATE TABLE entry (
                  id TEXT NOT NULL PRIMARY KEY, at INTEGER NOT NULL, tag_set INTEGER NOT NULL REFERENCES tag_set (id),
                  pico INTEGER, usd TEXT, unpriced INTEGER NOT NULL, CHECK ((pico IS NULL) <> (usd IS NULL))) STRICT, WITHOUT ROWID;
                CREATE INDEX entry_by_time ON entry (at, tag_set, pico, usd, unpriced);
                INSERT INTO tag_set VALUES (1, '{"tenant":"acme"}'), (2, '{}');
                INSERT INTO tag VALUES ('tenant', 'acme', 1);
                INSERT INTO entry VALUES ('a', 17803152000000000, 1, 500000000000, NULL, 0), ('b', 17000000000000000, 2, NULL, '0.00000000000000007', 2);
                PRAGMA application_id = 1414558576;
                PRAGMA user_version = 1;
                """);
        }

        Assert.Throws<InvalidDataException>(() => SqliteSpendStore.OpenReadOnly(_files.PathOf(Name)));
        await using (SqliteSpendStore store = SqliteSpendStore.Open(_files.PathOf(Name)))
        {
            Assert.Equal(new SpendSum(new Usd(0.50000000000000007m), 2, 2), await store.SumAsync(SpendFilter.All));
            await store.AddAsync(new SpendEntry("a", Instant.FromUnixTimeTicks(17_803_152_000_000_000), new Usd(0.5m), [Acme]));
            Assert.Equal(new Usd(0.5m), (await store.SumAsync(new SpendFilter { Tags = [Acme] })).Amount);
        }

        Assert.Empty(SqliteSpendStore.Verify(_files.PathOf(Name)));
    }

    [Fact]
    public async Task Reservations_OfAStoreThatGivesNoSignOfLife_AreGivenBack()
    {
        FakeTimeProvider time = new();
        ImmutableArray<SpendLimit> limits = [new(SpendFilter.All, new Usd(1))];
        await using SqliteSpendStore dead = SqliteSpendStore.Open(_files.PathOf(Name), new SqliteSpendOptions { Time = new FakeTimeProvider() });
        await using SqliteSpendStore store = SqliteSpendStore.Open(_files.PathOf(Name), new SqliteSpendOptions { Time = time });
        await dead.ReserveAsync(new SpendReservation("a", At, new Usd(1), []), limits);
        Assert.False((await store.ReserveAsync(new SpendReservation("b", At, new Usd(1), []), limits)).IsReserved);

        while ((await store.BalancesAsync(At, [SpendFilter.All]))[0].Reserved != Usd.Zero)
        {
            time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.True((await store.ReserveAsync(new SpendReservation("b", At, new Usd(1), []), limits)).IsReserved);
        await dead.SettleAsync("a", new SpendEntry("a", At, new Usd(0.5m), []));
        Assert.Equal([new SpendBalance(new Usd(0.5m), new Usd(1))], (await store.BalancesAsync(At, [SpendFilter.All])).AsEnumerable());
    }

    [Fact]
    public async Task Retention_OldEntries_AreDeletedAndTheirSumsStay()
    {
        const int Entries = 2 * SpendWriting.SegmentSize + 4_000;
        Duration step = Duration.FromDays(20) / Entries;
        await using (SqliteSpendStore store = SqliteSpendStore.Open(_files.PathOf(Name), new SqliteSpendOptions { Retention = Duration.FromDays(2) }))
        {
            for (int first = 0; first < Entries; first += 8_000)
            {
                await Task.WhenAll(Enumerable.Range(first, Math.Min(8_000, Entries - first)).Select(i =>
                    store.AddAsync(new SpendEntry($"e{i}", At + (step * i), new Usd(0.001m), [Acme])).AsTask()));
            }

            Assert.Equal(new SpendSum(new Usd(0.001m * Entries), Entries, 0), await store.SumAsync(SpendFilter.All));
            Instant day = Instant.FromUtc(2026, 6, 3, 0, 0);
            SpendSum oneDay = await store.SumAsync(new SpendFilter { During = new Interval(day, day + Duration.FromDays(1)) });
            Assert.InRange(oneDay.Entries, (Entries / 20) - 1, (Entries / 20) + 1);
            ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() =>
                store.SumAsync(new SpendFilter { During = new Interval(day + Duration.FromHours(1), null) }).AsTask());
            Assert.Contains("2026-06-03", error.Message, StringComparison.Ordinal);
            await store.AddAsync(new SpendEntry($"e{Entries - 1}", At + (step * (Entries - 1)), new Usd(0.001m), [Acme]));
            Assert.Equal(Entries, (await store.SumAsync(SpendFilter.All)).Entries);

            // An entry that comes late is in the sums of its day, and counts once while its id is remembered.
            SpendEntry late = new("late", day + Duration.FromHours(1), new Usd(1), [Acme]);
            await store.ReserveAsync(new SpendReservation("r", late.At, new Usd(1), [Acme]), []);
            await store.SettleAsync("r", late);
            await store.AddAsync(late);
            Assert.Equal(oneDay with { Amount = oneDay.Amount + new Usd(1), Entries = oneDay.Entries + 1 }, await store.SumAsync(new SpendFilter { During = new Interval(day, day + Duration.FromDays(1)) }));
            Assert.Equal(new SpendBalance(new Usd((0.001m * Entries) + 1), Usd.Zero), (await store.BalancesAsync(late.At, [SpendFilter.All]))[0]);
        }

        Assert.Empty(SqliteSpendStore.Verify(_files.PathOf(Name)));
        SpendRepair repair = SqliteSpendStore.Repair(_files.PathOf(Name), _files.PathOf("new.db"));
        Assert.Empty(repair.Losses);
        await using SqliteSpendStore repaired = SqliteSpendStore.OpenReadOnly(_files.PathOf("new.db"));
        Assert.Equal(Entries + 1, (await repaired.SumAsync(SpendFilter.All)).Entries);
    }

    [Fact]
    public async Task Retention_OneEntryWhoseClockIsAhead_DeletesNothing()
    {
        await using SqliteSpendStore store = SqliteSpendStore.Open(_files.PathOf(Name), new SqliteSpendOptions { Retention = Duration.FromDays(32) });
        await store.AddAsync(new SpendEntry("wrong", At + Duration.FromDays(100), new Usd(1), [Acme]));
        const int Entries = (2 * SpendWriting.SegmentSize) + 100;
        for (int first = 0; first < Entries; first += 8_000)
        {
            await Task.WhenAll(Enumerable.Range(first, Math.Min(8_000, Entries - first)).Select(i =>
                store.AddAsync(new SpendEntry($"e{i}", At, new Usd(0.001m), [Acme])).AsTask()));
        }

        // The time of the day is asked for, so only single entries can tell.
        Assert.Equal(Entries, (await store.SumAsync(new SpendFilter { During = new Interval(At, At + Duration.FromHours(1)) })).Entries);
        await store.AddAsync(new SpendEntry("e0", At, new Usd(0.001m), [Acme]));
        Assert.Equal(Entries + 1, (await store.SumAsync(SpendFilter.All)).Entries);
    }

    [Fact]
    public async Task StartAsync_WindowLongerThanTheRetention_SaysWhatToWrite()
    {
        await using SqliteSpendStore store = SqliteSpendStore.Open(_files.PathOf(Name), new SqliteSpendOptions { Retention = Duration.FromDays(10) });
        JumpingTime time = new(At);
        Budget rolling = new("b", new Usd(1), BudgetWindow.Rolling(Duration.FromDays(10)));
        Budget berlin = new("b", new Usd(1), BudgetWindow.Month) { Zone = DateTimeZoneProviders.Tzdb["Europe/Berlin"] };
        Budget[] kept = [rolling with { Window = BudgetWindow.Rolling(Duration.FromDays(9)) }, berlin with { Name = "c", Zone = DateTimeZone.Utc }];

        string ofRolling = (await Assert.ThrowsAsync<ArgumentException>(() => BudgetGuard.StartAsync([rolling], time, store))).Message;
        string ofMonth = (await Assert.ThrowsAsync<ArgumentException>(() => BudgetGuard.StartAsync([berlin], time, store))).Message;

        Assert.Contains("Set Retention to Duration.FromDays(11) or more", ofRolling, StringComparison.Ordinal);
        Assert.Contains("Set Retention to Duration.FromDays(30) or more, or let the windows of the budget be days, weeks or months in UTC; the retention is 10 days.", ofMonth, StringComparison.Ordinal);
        Assert.True((await (await BudgetGuard.StartAsync(kept, time, store)).ReserveAsync(new Usd(1))).IsAllowed);
    }

    [Fact]
    public async Task Balances_ManyShortWindows_AreDeletedWhenTheyEnded()
    {
        await using SqliteSpendStore store = SqliteSpendStore.Open(_files.PathOf(Name));
        using SqliteConnection connection = _files.Connect(Name);
        for (int minute = 0; minute < 50; minute++)
        {
            Instant now = At + Duration.FromMinutes(minute);
            await store.AddAsync(new SpendEntry($"e{minute}", now, new Usd(1), [Acme]));
            await store.BalancesAsync(
                now, [.. Enumerable.Range(0, 60).Select(s => now + Duration.FromSeconds(s)).Select(n => new SpendFilter { During = new Interval(n - Duration.FromMinutes(1), n) })]);
            Assert.InRange((long)connection.Ask("SELECT COUNT(*) FROM balance")!, 1, 600);
        }

        Assert.Empty(SqliteSpendStore.Verify(_files.PathOf(Name)));
    }

    [Fact]
    public void Balances_ManyThatHaveNotEnded_AreLookedAtAFewTimesEach()
    {
        const int Tenants = 5_000;
        (SqliteConnection connection, _) = new SpendFile(_files.PathOf(Name), Duration.FromSeconds(30)).ConnectToWrite();
        using SqliteTransaction transaction = connection.BeginTransaction();
        using SpendTables tables = new(connection) { Transaction = transaction };
        SpendBalances balances = new(tables);
        SpendHead head = new() { Newest = At.ToUnixTimeTicks() };
        for (int i = 0; i < Tenants; i++)
        {
            SpendFilter filter = new() { Tags = [new SpendTag("tenant", $"{i}")], During = new Interval(At, At + Duration.FromDays(1)) };
            (_, head) = balances.Add(filter, default, head);
        }

        Assert.Equal(Tenants, head.Balances);
        Assert.InRange(balances.Examined, 1, 2 * Tenants);
        connection.Dispose();
    }

    [Fact]
    public async Task Open_RelativePath_IsOfTheFolderThatWasCurrent()
    {
        string before = Environment.CurrentDirectory;
        string other = Directory.CreateDirectory(_files.PathOf("other")).FullName;
        string relative = Path.GetRelativePath(before, _files.PathOf(Name));
        await using SqliteSpendStore store = SqliteSpendStore.Open(relative);
        await using SqliteSpendStore reader = SqliteSpendStore.OpenReadOnly(relative);
        try
        {
            Environment.CurrentDirectory = other;
            await store.AddAsync(new SpendEntry("e", At, new Usd(1), []));
            Assert.Equal(1, (await store.SumAsync(SpendFilter.All)).Entries);
            Assert.Equal(1, (await reader.SumAsync(SpendFilter.All)).Entries);
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
    }

    [Fact]
    public void Open_DatabaseInMemory_SaysWhatToUse()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => SqliteSpendStore.Open(":memory:"));

        Assert.Contains("InMemorySpendStore", error.Message, StringComparison.Ordinal);
    }
}
