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
            await Assert.ThrowsAsync<InvalidOperationException>(() => store.AddAsync(new SpendEntry("e0", At, new Usd(0.001m), [Acme])).AsTask());
            await store.AddAsync(new SpendEntry($"e{Entries - 1}", At + (step * (Entries - 1)), new Usd(0.001m), [Acme]));
            Assert.Equal(Entries, (await store.SumAsync(SpendFilter.All)).Entries);
        }

        Assert.Empty(SqliteSpendStore.Verify(_files.PathOf(Name)));
        SpendRepair repair = SqliteSpendStore.Repair(_files.PathOf(Name), _files.PathOf("new.db"));
        Assert.Empty(repair.Losses);
        await using SqliteSpendStore repaired = SqliteSpendStore.OpenReadOnly(_files.PathOf("new.db"));
        Assert.Equal(Entries, (await repaired.SumAsync(SpendFilter.All)).Entries);
    }
}
