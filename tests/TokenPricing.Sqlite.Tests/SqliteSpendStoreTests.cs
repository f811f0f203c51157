using Microsoft.Data.Sqlite;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public sealed class SqliteSpendStoreTests : IDisposable
{
    private const string File = "spend.db";

    private static readonly Instant At = Instant.FromUtc(2026, 6, 1, 12, 0);

    private readonly SpendFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task AddAsync_ThousandsAtOnceFromTwoStores_EachIsThereOnce()
    {
        await using (SqliteSpendStore one = SqliteSpendStore.Open(_files.PathOf(File)))
        await using (SqliteSpendStore other = SqliteSpendStore.Open(_files.PathOf(File)))
        {
            await Task.WhenAll(Enumerable.Range(0, 4_000).Select(i => (i % 2 == 0 ? one : other).AddAsync(Entry($"e{i / 2}", 0.001m * (i / 2))).AsTask()));
        }

        await using SqliteSpendStore again = SqliteSpendStore.Open(_files.PathOf(File));
        Assert.Equal(new SpendSum(new Usd(0.001m * 1_999_000), 2_000, 0), await again.SumAsync(SpendFilter.All));
    }

    [Fact]
    public async Task AddAsync_SameIdOtherAmount_IsAnErrorAndChangesNothing()
    {
        await using SqliteSpendStore store = SqliteSpendStore.Open(_files.PathOf(File));
        await store.AddAsync(Entry("call-1", 0.5m));

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => store.AddAsync(Entry("call-1", 0.6m)).AsTask());

        Assert.Contains("'call-1'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Stored: $0.50", error.Message, StringComparison.Ordinal);
        Assert.Equal(new Usd(0.5m), (await store.SumAsync(SpendFilter.All)).Amount);
    }

    [Fact]
    public async Task SumAsync_SumNoLongHolds_IsExact()
    {
        await using SqliteSpendStore store = SqliteSpendStore.Open(_files.PathOf(File));
        for (int i = 0; i < 20; i++)
        {
            await store.AddAsync(Entry($"e{i}", 9_000_000m - 0.000000000001m));
        }

        Assert.Equal(new Usd(180_000_000m - 0.00000000002m), (await store.SumAsync(SpendFilter.All)).Amount);
    }

    [Fact]
    public async Task SumAsync_EdgeWithinATick_BelongsToTheNextOne()
    {
        await using SqliteSpendStore store = SqliteSpendStore.Open(_files.PathOf(File));
        await store.AddAsync(Entry("e", 1));
        Instant later = At + Duration.FromNanoseconds(1);

        Assert.Equal(0, (await store.SumAsync(new SpendFilter { During = new Interval(later, null) })).Entries);
        Assert.Equal(1, (await store.SumAsync(new SpendFilter { During = new Interval(null, later) })).Entries);
        Assert.Equal(0, (await store.SumAsync(new SpendFilter { During = new Interval(null, At) })).Entries);
    }

    [Fact]
    public async Task AddAsync_AnotherProcessWritesForTooLong_FailsAndTheNextOneIsAdded()
    {
        await using SqliteSpendStore store = SqliteSpendStore.Open(_files.PathOf(File), Duration.FromSeconds(1));
        using (SqliteConnection other = _files.Connect(File))
        {
            other.Ask("BEGIN IMMEDIATE");
            await Assert.ThrowsAsync<SqliteException>(() => store.AddAsync(Entry("e", 1)).AsTask());
            other.Ask("ROLLBACK");
        }

        await store.AddAsync(Entry("e", 1));
        Assert.Equal(1, (await store.SumAsync(SpendFilter.All)).Entries);
    }

    [Fact]
    public async Task AddAsync_ClosedStore_IsAnError()
    {
        SqliteSpendStore store = SqliteSpendStore.Open(_files.PathOf(File));
        await store.DisposeAsync();
        await store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.AddAsync(Entry("e", 1)).AsTask());
    }

    [Fact]
    public async Task DisposeAsync_EntriesUnderWay_WritesThem()
    {
        Task[] adding;
        await using (SqliteSpendStore store = SqliteSpendStore.Open(_files.PathOf(File)))
        {
            adding = [.. Enumerable.Range(0, 500).Select(i => store.AddAsync(Entry($"e{i}", 1)).AsTask())];
        }

        Assert.All(adding, a => Assert.True(a.IsCompletedSuccessfully || a.Wait(1_000)));
        await using SqliteSpendStore again = SqliteSpendStore.Open(_files.PathOf(File));
        Assert.Equal(500, (await again.SumAsync(SpendFilter.All)).Entries);
    }

    [Fact]
    public async Task AddAsync_Cancelled_IsNotAdded()
    {
        await using SqliteSpendStore store = SqliteSpendStore.Open(_files.PathOf(File));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.AddAsync(Entry("e", 1), new CancellationToken(true)).AsTask());

        Assert.Equal(default, await store.SumAsync(SpendFilter.All));
    }

    [Fact]
    public async Task Open_NewerSchema_NamesBothVersions()
    {
        await SqliteSpendStore.Open(_files.PathOf(File)).DisposeAsync();
        using (SqliteConnection connection = _files.Connect(File))
        {
            connection.Ask("PRAGMA user_version = 3");
        }

        string message = Assert.Throws<InvalidDataException>(() => SqliteSpendStore.Open(_files.PathOf(File))).Message;

        Assert.Contains("schema version 3", message, StringComparison.Ordinal);
        Assert.Contains("newer version of the package", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FileOfSomethingElse_LeavesItAlone()
    {
        using SqliteConnection connection = _files.Connect(File);
        connection.Ask("CREATE TABLE orders (id INTEGER)");

        Assert.Contains("another application", Assert.Throws<InvalidDataException>(() => SqliteSpendStore.Open(_files.PathOf(File))).Message, StringComparison.Ordinal);
        Assert.Equal("delete", connection.Ask("PRAGMA journal_mode"));
    }

    [Fact]
    public void Open_NoSqliteFile_SaysSo()
    {
        System.IO.File.WriteAllText(_files.PathOf(File), string.Concat(Enumerable.Repeat("provider,model,input\n", 200)));

        Assert.Contains("not a SQLite file", Assert.Throws<InvalidDataException>(() => SqliteSpendStore.Open(_files.PathOf(File))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NoFolder_IsAnError() => Assert.Throws<SqliteException>(() => SqliteSpendStore.Open(_files.PathOf("none/spend.db")));

    [Theory]
    [InlineData(0)]
    [InlineData(100_000)]
    public void Open_TimeoutOutOfRange_IsAnError(int seconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SqliteSpendStore.Open(_files.PathOf(File), Duration.FromSeconds(seconds)));

    [Fact]
    public async Task File_NewStore_FlushesEveryCommit()
    {
        await using SqliteSpendStore store = SqliteSpendStore.Open(_files.PathOf(File));
        using SqliteConnection connection = _files.Connect(File);

        Assert.Equal("wal", connection.Ask("PRAGMA journal_mode"));
    }

    private static SpendEntry Entry(string id, decimal usd) => new(id, At, new Usd(usd), [new SpendTag("tenant", "acme")]);
}
