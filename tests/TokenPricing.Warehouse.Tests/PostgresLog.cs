using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Npgsql;

namespace TokenPricing.Tests;

/// <summary>A PostgreSQL server with its share of the hostile log, the tables, and a view of its totals.</summary>
internal sealed class PostgresLog : IAsyncDisposable
{
    private const string Calls = "CREATE TABLE calls (id INT, provider TEXT, model TEXT, service_tier TEXT, region TEXT, at_ms BIGINT, input BIGINT, output BIGINT, "
        + "cache_read BIGINT, cache_write BIGINT, cache_write_5m BIGINT, cache_write_1h BIGINT, reasoning BIGINT, team INT)";

    private readonly NpgsqlDataSource _data;

    private PostgresLog(PostgresServer server) => (Server, _data) = (server, NpgsqlDataSource.Create(server.ConnectionString));

    public PostgresServer Server { get; }

    /// <summary>Starts a server and loads one row of so many from the files of a folder, by the statements that users get.</summary>
    public static async Task<PostgresLog> StartAsync(string folder, int share, int shares)
    {
        PostgresLog log = new(await PostgresServer.StartNewAsync());
        await log.RunAsync(Calls);
        await log.CopyAsync("calls", Path.Combine(folder, LogFiles.Calls), string.Create(CultureInfo.InvariantCulture, $"(FORMAT csv, HEADER true) WHERE id % {shares} = {share}"));
        string[] lines = WarehouseSql.Load(SqlDialect.Postgres, folder).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (string line in lines.Except([@"\set ON_ERROR_STOP on", "BEGIN;", "COMMIT;"]))
        {
            // What psql copies from a file of its own, this connection copies.
            Match copy = Regex.Match(line, @"^\\copy (\w+) FROM '([^']*)' WITH (\(.*\))$");
            await (copy.Success ? log.CopyAsync(copy.Groups[1].Value, copy.Groups[2].Value, copy.Groups[3].Value) : log.RunAsync(line));
        }

        await log.RunAsync(WarehouseSql.View(SqlDialect.Postgres, "priced", new SqlOptions { Keep = ["team"] }));
        await log.RunAsync("CREATE VIEW team_totals AS " + WarehouseSql.Total(SqlDialect.Postgres, "priced", "team"));
        return log;
    }

    /// <summary>Makes the totals of servers foreign tables of this one, and returns their names.</summary>
    public async Task<string[]> ConnectAsync(IEnumerable<PostgresLog> servers)
    {
        await RunAsync("CREATE EXTENSION postgres_fdw");
        List<string> totals = [];
        foreach ((int i, PostgresLog server) in servers.Index())
        {
            await RunAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"CREATE SERVER s{i} FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1', port '{server.Server.Port}', dbname 'postgres', async_capable 'true'); ")
                + $"CREATE USER MAPPING FOR spend SERVER s{i} OPTIONS (user 'spend'); CREATE SCHEMA s{i}; "
                + $"IMPORT FOREIGN SCHEMA public LIMIT TO (team_totals) FROM SERVER s{i} INTO s{i}");
            totals.Add($"s{i}.team_totals");
        }

        return [.. totals];
    }

    public async Task RunAsync(string sql)
    {
        await using NpgsqlCommand command = _data.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The rows of numbers that a query gives; null for a null.</summary>
    public async Task<List<BigInteger?[]>> RowsAsync(string sql)
    {
        List<BigInteger?[]> rows = [];
        await using NpgsqlCommand command = _data.CreateCommand(sql);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            BigInteger?[] row = new BigInteger?[reader.FieldCount];
            for (int i = 0; i < row.Length; i++)
            {
                row[i] = reader.IsDBNull(i) ? null : reader.GetFieldType(i) == typeof(decimal) ? reader.GetFieldValue<BigInteger>(i) : reader.GetInt64(i);
            }

            rows.Add(row);
        }

        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await _data.DisposeAsync();
        await Server.DisposeAsync();
    }

    private async Task CopyAsync(string table, string file, string options)
    {
        await using NpgsqlConnection connection = await _data.OpenConnectionAsync();
        await using TextWriter writer = await connection.BeginTextImportAsync($"COPY {table} FROM STDIN WITH {options}");
        await writer.WriteAsync(await File.ReadAllTextAsync(file));
    }
}
