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

    private Task<PostgresSpendStore> OpenAsync(PostgresSpendOptions options) => PostgresSpendStore.OpenAsync(fixture.Server!.ConnectionString, options);

    private static SpendEntry Entry(string id, decimal usd) => new(id, At, new Usd(usd), [new SpendTag("tenant", "acme")]);
}
