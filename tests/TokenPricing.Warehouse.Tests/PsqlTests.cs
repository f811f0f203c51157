using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>The script for PostgreSQL, run by psql as users run it: again and again, with other columns, meters and versions, and damaged.</summary>
public sealed class PsqlTests(PsqlTests.Server server) : IClassFixture<PsqlTests.Server>, IDisposable
{
    private const string Calls = "CREATE TABLE calls (id INT, provider TEXT, model TEXT, service_tier TEXT, region TEXT, at_ms BIGINT, input BIGINT, output BIGINT, "
        + "cache_read BIGINT, cache_write BIGINT, cache_write_5m BIGINT, cache_write_1h BIGINT, reasoning BIGINT, web_searches BIGINT, team TEXT, status INT);\n"
        + "INSERT INTO calls (id, provider, model, at_ms, input, output, web_searches, team, status) VALUES (1, 'openai', 'gpt-4o', 1780315200000, 1000, 10, 2, 'a', 200), "
        + "(2, 'openai', 'no-such', 1780315200000, 5, 5, NULL, 'b', 500);\n";

    private static readonly CallName[] Names = [new("openai", "gpt-4o"), new("openai", "no-such")];

    private readonly string _folder = Directory.CreateTempSubdirectory("token-pricing-warehouse-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [PostgresFact]
    public async Task Script_RunAgain_HasEachRowOnce_WithOtherColumnsAndOtherTables()
    {
        await Reset();
        WarehouseTables.Of(PriceCatalog.BuiltIn, Names).Save(_folder);
        string first = WarehouseSql.Script(SqlDialect.Postgres, folder: _folder, view: "priced");
        (int code, string output) = await server.RunAsync(first);
        (int again, string twice) = await server.RunAsync(first);
        (int other, string byTeam) = await server.RunAsync(WarehouseSql.Script(SqlDialect.Postgres, new SqlOptions { Keep = ["team", "http_status=status"] }, view: "priced", by: "team"));

        Assert.Equal((0, 0, 0), (code, again, other));
        Assert.EndsWith("2|1|0|1|0|1|" + Version(Names) + "|2600000000\n", output, StringComparison.Ordinal);
        Assert.EndsWith("2|1|0|1|0|1|" + Version(Names) + "|2600000000\n", twice, StringComparison.Ordinal);
        Assert.EndsWith("a|1|1|0|0|0|1|" + Version(Names) + "|2600000000\nb|1|0|0|1|0|1|" + Version(Names) + "|\n", byTeam, StringComparison.Ordinal);

        // Tables of other names and other meters take the place of these.
        SqlOptions searched = new() { Meters = [Meter.WebSearches] };
        WarehouseTables later = WarehouseTables.Of(PriceCatalog.BuiltIn, Names[..1], new WarehouseOptions { Meters = searched.Meters });
        later.Save(_folder);
        (code, output) = await server.RunAsync(WarehouseSql.Script(SqlDialect.Postgres, searched, _folder, "priced"));
        Assert.Equal(0, code);
        Assert.EndsWith(string.Create(CultureInfo.InvariantCulture, $"2|1|0|1|0|1|{later.Version}|22600000000\n"), output, StringComparison.Ordinal);
    }

    /// <summary>A file that is damaged, or of other meters, changes nothing, and psql says so by its exit code.</summary>
    [PostgresFact]
    public async Task Script_OfAFileThatCannotBeLoaded_ChangesNothing()
    {
        SqlOptions searched = new() { Meters = [Meter.WebSearches] };
        foreach (Meter theirs in new[] { Meter.InputAudio, Meter.WebSearches })
        {
            await Reset();
            WarehouseTables.Of(PriceCatalog.BuiltIn, Names).Save(_folder);
            await server.RunAsync(WarehouseSql.Script(SqlDialect.Postgres, folder: _folder, view: "priced"));
            WarehouseTables.Of(PriceCatalog.BuiltIn, Names[..1], new WarehouseOptions { Meters = [theirs] }).Save(_folder);
            if (theirs == Meter.WebSearches)
            {
                File.AppendAllText(Path.Combine(_folder, WarehouseTables.RatesFile), "1,2\n");
            }

            (int code, string output) = await server.RunAsync(WarehouseSql.Script(SqlDialect.Postgres, searched, _folder, "priced"));
            (int still, string before) = await server.RunAsync(WarehouseSql.Total(SqlDialect.Postgres, "priced"));

            Assert.NotEqual(0, code);
            Assert.DoesNotContain("2600000000", output, StringComparison.Ordinal);
            Assert.Equal(0, still);
            Assert.EndsWith("2|1|0|1|0|1|" + Version(Names) + "|2600000000\n", before, StringComparison.Ordinal);
        }
    }

    /// <summary>psql takes a line \. for the end of a file: such a name is left out, and its calls say so.</summary>
    [PostgresFact]
    public async Task Script_OfANameWithALineThatEndsAFile_LoadsTheOthers()
    {
        CallName odd = new("openai", "gpt-4o\n\\.\nx");
        await Reset();
        WarehouseTables.Of(PriceCatalog.BuiltIn, [.. Names, odd]).Save(_folder);
        await server.RunAsync("INSERT INTO calls (id, provider, model, at_ms, input) VALUES (3, 'openai', E'gpt-4o\\n\\\\.\\nx', 1780315200000, 1);");
        (int code, string output) = await server.RunAsync(WarehouseSql.Script(SqlDialect.Postgres, folder: _folder, view: "priced") + "SELECT status FROM priced WHERE id = 3;");

        Assert.Equal(0, code);
        Assert.EndsWith("3|1|0|2|0|1|" + Version(Names) + "|2600000000\n3\n", output, StringComparison.Ordinal);
        Assert.Equal(CallStatus.UnresolvedName, new CallPricer(PriceCatalog.BuiltIn).Price(new LoggedCall(odd, 1_780_315_200_000) { Input = 1 }).Status);
    }

    private static string Version(CallName[] names) => WarehouseTables.Of(PriceCatalog.BuiltIn, names).Version.ToString(CultureInfo.InvariantCulture);

    private async Task Reset()
    {
        (int code, _) = await server.RunAsync("DROP VIEW IF EXISTS priced; DROP TABLE IF EXISTS calls, tp_names, tp_rate_buckets, tp_meta;\n" + Calls);
        Assert.Equal(0, code);
    }

    /// <summary>A server with psql.</summary>
    public sealed class Server : IAsyncLifetime
    {
        private PostgresServer? _server;

        public async Task InitializeAsync() => _server = PostgresServer.Programs is null ? null : await PostgresServer.StartNewAsync();

        public async Task DisposeAsync()
        {
            if (_server is not null)
            {
                await _server.DisposeAsync();
            }
        }

        /// <summary>Runs a script, and returns the exit code and what psql prints without headers.</summary>
        public async Task<(int Code, string Output)> RunAsync(string script)
        {
            string file = Path.GetTempFileName();
            await File.WriteAllTextAsync(file, script);
            ProcessStartInfo start = new(Path.Combine(PostgresServer.Programs!, "psql")) { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (string argument in new[] { "-X", "-A", "-t", "-h", "127.0.0.1", "-p", _server!.Port.ToString(CultureInfo.InvariantCulture), "-U", "spend", "-d", "postgres", "-f", file })
            {
                start.ArgumentList.Add(argument);
            }

            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = await process.StandardOutput.ReadToEndAsync();
            await errors;
            await process.WaitForExitAsync();
            File.Delete(file);
            return (process.ExitCode, output);
        }
    }
}
