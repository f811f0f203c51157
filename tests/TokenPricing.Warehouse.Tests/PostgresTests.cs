using System.Numerics;
using Npgsql;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>
/// Three PostgreSQL servers, each with a third of the hostile log, price it as the library does. What goes wrong on one server is seen in
/// the sum of their totals.
/// </summary>
public sealed class PostgresTests(PostgresTests.Cluster cluster) : IClassFixture<PostgresTests.Cluster>
{
    private const int Servers = 3;

    [PostgresFact]
    public async Task Query_OfThreeServers_PricesEveryRowAndEveryGroupAsTheLibrary()
    {
        (int differing, int answered) = (0, 0);
        foreach (PostgresLog server in cluster.Logs)
        {
            foreach (BigInteger?[] row in await server.RowsAsync("SELECT id, status, cost_pico FROM priced"))
            {
                CallAnswer answer = HostileLog.Answers[(int)row[0]!.Value];
                differing += row[1] == (int)answer.Status && row[2] == answer.PicoUsd ? 0 : 1;
                answered++;
            }
        }

        Assert.Equal((0, HostileLog.Count), (differing, answered));
        List<BigInteger?[]> totals = await cluster.SumAsync("team");
        Assert.Equal(Enumerable.Range(0, GeneratedLog.Teams), totals.Select(t => (int)t[0]!.Value));
        Assert.All(totals.Index(), t => Assert.Equal(HostileLog.TotalOf(t.Index), t.Item.Skip(1).Select(c => c!.Value)));
    }

    /// <summary>The rates of one server are gone, or both tables are those of an older version.</summary>
    [PostgresFact]
    public async Task Sum_WhereOneServerHasOtherTables_HasNoSum()
    {
        await cluster.Logs[1].RunAsync("CREATE TABLE kept AS SELECT * FROM tp_rate_buckets; DELETE FROM tp_rate_buckets");
        BigInteger?[] damaged = (await cluster.SumAsync(null)).Single();
        await cluster.Logs[1].RunAsync("INSERT INTO tp_rate_buckets SELECT * FROM kept; UPDATE tp_rate_buckets SET rates_version = 7; UPDATE tp_names SET rates_version = 7");
        BigInteger?[] stale = (await cluster.SumAsync(null)).Single();
        string version = HostileLog.Tables.Version.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await cluster.Logs[1].RunAsync($"UPDATE tp_rate_buckets SET rates_version = {version}; UPDATE tp_names SET rates_version = {version}");
        BigInteger?[] whole = (await cluster.SumAsync(null)).Single();

        Assert.Equal((HostileLog.Count, true, 1, null), ((int)damaged[0]!, damaged[4] > HostileLog.Count / 4, (int)damaged[5]!, damaged[7]));
        Assert.Equal((HostileLog.Count, true, 2, null), ((int)stale[0]!, stale[4] == 0, (int)stale[5]!, stale[7]));
        Assert.Equal((true, 1, true), (whole[4] == 0, (int)whole[5]!, whole[7] > 0));
    }

    [PostgresFact]
    public async Task Sum_WhereOneServerIsStopped_IsAnError()
    {
        await cluster.Logs[2].Server.StopAsync(atOnce: true);

        PostgresException error = await Assert.ThrowsAsync<PostgresException>(() => cluster.SumAsync("team"));

        Assert.Equal("08001", error.SqlState);
        await cluster.Logs[2].Server.StartAsync();
        Assert.Equal(GeneratedLog.Teams, (await cluster.SumAsync("team")).Count);
    }

    /// <summary>The servers. The first also adds up the totals of all.</summary>
    public sealed class Cluster : IAsyncLifetime
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("token-pricing-warehouse-").FullName;
        private string[] _totals = [];

        internal PostgresLog[] Logs { get; private set; } = [];

        public async Task InitializeAsync()
        {
            if (PostgresServer.Programs is not null)
            {
                LogFiles.Save(_folder, HostileLog.Count);
                HostileLog.Tables.Save(_folder);
                Logs = await Task.WhenAll(Enumerable.Range(0, Servers).Select(i => PostgresLog.StartAsync(_folder, i, Servers)));
                _totals = await Logs[0].ConnectAsync(Logs);
            }
        }

        public async Task DisposeAsync()
        {
            Directory.Delete(_folder, recursive: true);
            foreach (PostgresLog log in Logs)
            {
                await log.DisposeAsync();
            }
        }

        internal Task<List<BigInteger?[]>> SumAsync(string? by) => Logs[0].RowsAsync(
            WarehouseSql.SumOfTotals(_totals, by));
    }
}
