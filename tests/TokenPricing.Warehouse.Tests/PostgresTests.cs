using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Npgsql;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>PostgreSQL prices a hostile log as the library does.</summary>
public static class PostgresTests
{
    private const int Count = 30_000;
    private const int Seed = 15;

    [PostgresFact]
    public static async Task Query_AHostileLog_PricesEveryRowAsTheLibrary()
    {
        string folder = Directory.CreateTempSubdirectory("token-pricing-warehouse-").FullName;
        LoggedCall[] rows = GeneratedLog.Rows(HostilePrices.Catalog, Count, Seed);
        CallPricer pricer = new(HostilePrices.Catalog, GeneratedLog.Options);
        CallAnswer[] expected = [.. rows.Select(pricer.Price)];
        LogFiles.Save(folder, rows, expected);
        WarehouseTables.Of(HostilePrices.Catalog, rows.Select(r => r.Name), GeneratedLog.Options).Save(folder);
        await using PostgresServer server = await PostgresServer.StartNewAsync();
        await using NpgsqlDataSource data = NpgsqlDataSource.Create(server.ConnectionString);
        await LoadAsync(data, folder);

        await RunAsync(data, WarehouseSql.View(SqlDialect.Postgres, "priced", new SqlOptions { Keep = ["team"] }));
        int differing = 0;
        int answered = 0;
        await using (NpgsqlCommand command = data.CreateCommand("SELECT id, status, cost_pico FROM priced"))
        await using (NpgsqlDataReader reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                CallAnswer answer = expected[reader.GetInt32(0)];
                BigInteger? cost = await reader.IsDBNullAsync(2) ? null : reader.GetFieldValue<BigInteger>(2);
                differing += (int)reader.GetInt64(1) == (int)answer.Status && cost == answer.PicoUsd ? 0 : 1;
                answered++;
            }
        }

        Assert.Equal((0, Count), (differing, answered));
        await using NpgsqlCommand total = data.CreateCommand(WarehouseSql.Total(SqlDialect.Postgres, "priced"));
        await using NpgsqlDataReader sum = await total.ExecuteReaderAsync();
        Assert.True(await sum.ReadAsync());
        Assert.Equal(Count, sum.GetInt64(0));
        Assert.Equal(expected.Aggregate(BigInteger.Zero, (s, a) => s + (a.PicoUsd ?? 0)), sum.GetFieldValue<BigInteger>(7));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Runs the statements that users get, with psql's \copy as a COPY of this connection.</summary>
    private static async Task LoadAsync(NpgsqlDataSource data, string folder)
    {
        await RunAsync(data, "CREATE TABLE calls (id INT, provider TEXT, model TEXT, service_tier TEXT, region TEXT, at_ms BIGINT, input BIGINT, output BIGINT, "
            + "cache_read BIGINT, cache_write BIGINT, cache_write_5m BIGINT, cache_write_1h BIGINT, reasoning BIGINT, team INT)");
        await CopyAsync(data, "calls", Path.Combine(folder, LogFiles.Calls), "(FORMAT csv, HEADER true)");
        string script = WarehouseSql.Load(SqlDialect.Postgres, folder);
        foreach (string line in script.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Regex.Match(line, @"^\\copy (\w+) FROM '([^']*)' WITH (\(.*\))$") is { Success: true } copy)
            {
                await CopyAsync(data, copy.Groups[1].Value, copy.Groups[2].Value, copy.Groups[3].Value);
            }
            else
            {
                await RunAsync(data, line);
            }
        }
    }

    private static async Task CopyAsync(NpgsqlDataSource data, string table, string file, string options)
    {
        await using NpgsqlConnection connection = await data.OpenConnectionAsync();
        await using TextWriter writer = await connection.BeginTextImportAsync(string.Create(CultureInfo.InvariantCulture, $"COPY {table} FROM STDIN WITH {options}"));
        await writer.WriteAsync(await File.ReadAllTextAsync(file));
    }

    private static async Task RunAsync(NpgsqlDataSource data, string sql)
    {
        await using NpgsqlCommand command = data.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A test that needs PostgreSQL's programs, and is skipped where they are not installed.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class PostgresFactAttribute : FactAttribute
    {
        public PostgresFactAttribute()
        {
            if (PostgresServer.Programs is null)
            {
                Skip = $"PostgreSQL is not installed: no initdb in PATH, in {PostgresServer.Debian}, or where TOKENPRICING_POSTGRES says.";
            }
        }
    }
}
