using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using DuckDB.NET.Data;
using NodaTime;
using TokenPricing.Warehouse;

namespace TokenPricing.Benchmarks;

/// <summary>
/// Millions of rows priced inside DuckDB by each shape of the SQL, and by bulk pricing from columns in memory, by turns. Every row is
/// compared with the library: its status and its cost.
/// </summary>
internal static class WarehouseRows
{
    private const int Rounds = 3;

    private static readonly string[] Columns =
        ["input", "output", "cache_read", "cache_write", "cache_write_5m", "cache_write_1h", "reasoning"];

    private static readonly WarehouseOptions Options = new() { From = new LocalDate(2025, 1, 1), To = new LocalDate(2027, 1, 1) };

    /// <summary>Compares and measures; says by the exit code whether every row is priced as by the library.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="kept">A folder for the log and the tables, to price them in other engines; null for none.</param>
    public static int Run(int rows, string? kept)
    {
        WarehouseLog log = new(rows);
        WarehouseTables tables = WarehouseTables.Of(PriceCatalog.BuiltIn, log.Names, Options);
        Say($"{rows:N0} rows, {tables.Names.Length:N0} names, {tables.Rates.Length:N0} rows of rates");
        using DuckDBConnection connection = new("DataSource=:memory:");
        connection.Open();
        Fill(connection, log);
        string folder = kept ?? Directory.CreateTempSubdirectory("warehouse-").FullName;
        tables.Save(folder);
        Do(connection, WarehouseSql.Load(SqlDialect.DuckDb, folder));
        if (kept is null)
        {
            Directory.Delete(folder, recursive: true);
        }
        else
        {
            Do(connection, $"COPY calls TO '{kept}/calls.parquet' (FORMAT parquet)");
            SaveClickHouse(kept);
        }

        foreach (SqlShape shape in Enum.GetValues<SqlShape>())
        {
            Do(connection, WarehouseSql.View(SqlDialect.DuckDb, shape.ToString(), new SqlOptions { Shape = shape }));
        }

        long differing = Compare(connection, log);
        Measure(connection, log);
        return differing + WarehouseParquet.Run(connection, tables, Rounds) == 0 ? 0 : 1;
    }

    private static void SaveClickHouse(string folder)
    {
        const SqlDialect Dialect = SqlDialect.ClickHouse;
        Save("tables", WarehouseSql.Load(Dialect, "."));
        Save("total", WarehouseSql.Total(Dialect, "priced").TrimEnd().TrimEnd(';'));
        foreach (SqlShape shape in Enum.GetValues<SqlShape>())
        {
            Save(shape.ToString().ToLowerInvariant(), WarehouseSql.Query(Dialect, new SqlOptions { Shape = shape }));
        }

        void Save(string name, string sql) => File.WriteAllText(Path.Combine(folder, $"clickhouse-{name}.sql"), sql);
    }

    private static void Fill(DuckDBConnection connection, WarehouseLog log)
    {
        Do(connection, "CREATE TABLE calls (id INTEGER, provider VARCHAR, model VARCHAR, service_tier VARCHAR, region VARCHAR, "
            + "at_ms BIGINT, " + string.Join(", ", Columns.Select(c => $"{c} BIGINT")) + ")");
        using DuckDBAppender appender = connection.CreateAppender("calls");
        for (int row = 0; row < log.Rows; row++)
        {
            CallName name = log.Names[log.NameOf[row]];
            IDuckDBAppenderRow cells = appender.CreateRow().AppendValue(row).AppendValue(name.Provider).AppendValue(name.Model);
            cells = Text(Text(cells, name.ServiceTier), name.Region).AppendValue(log.Times[row]);
            for (int column = 0; column < Columns.Length; column++)
            {
                cells = log.Count(column, row) is { } count ? cells.AppendValue(count) : cells.AppendNullValue();
            }

            cells.EndRow();
        }

        static IDuckDBAppenderRow Text(IDuckDBAppenderRow cells, string text) =>
            text.Length == 0 ? cells.AppendNullValue() : cells.AppendValue(text);
    }

    /// <summary>Compares the status and the cost of each row in both shapes with the library.</summary>
    private static long Compare(DuckDBConnection connection, WarehouseLog log)
    {
        CallPricer pricer = new(PriceCatalog.BuiltIn, Options);
        SortedDictionary<CallStatus, long> statuses = [];
        long differing = 0;
        foreach (SqlShape shape in Enum.GetValues<SqlShape>())
        {
            statuses.Clear();
            using DuckDBCommand command = connection.CreateCommand();
            command.CommandText = $"SELECT id, CAST(status AS INTEGER), cost_pico FROM {shape}";
            command.UseStreamingMode = true;
            using DuckDBDataReader reader = command.ExecuteReader();
            bool[] seen = new bool[log.Rows];
            while (reader.Read())
            {
                int row = reader.GetInt32(0);
                CallAnswer answer = pricer.Price(log.Call(row));
                BigInteger? cost = reader.IsDBNull(2) ? null : reader.GetFieldValue<BigInteger>(2);
                differing += !seen[row] && reader.GetInt32(1) == (int)answer.Status && cost == answer.PicoUsd ? 0 : 1;
                seen[row] = true;
                statuses[answer.Status] = statuses.GetValueOrDefault(answer.Status) + 1;
            }

            differing += seen.Count(s => !s);
            Say($"DuckDB, {shape}: {log.Rows:N0} rows compared with the library, {differing:N0} differ");
        }

        foreach ((CallStatus status, long count) in statuses)
        {
            Say($"  {(int)status} {status}: {count:N0} ({100.0 * count / log.Rows:0.000} %)");
        }

        return differing;
    }

    private static void Measure(DuckDBConnection connection, WarehouseLog log)
    {
        // Names of one offer at one tier and region share a row of the tables, and do so here.
        CallPricer pricer = new(PriceCatalog.BuiltIn, Options);
        Dictionary<(Offer, string, string), int> known = [];
        int[] offerOf =
        [
            .. log.Names.Select(n => pricer.Resolve(n).Offer is not { } offer ? -1
                : known.TryGetValue((offer, n.ServiceTier, n.Region), out int same) ? same
                : known[(offer, n.ServiceTier, n.Region)] = known.Count),
        ];
        IEnumerable<(Offer, CostOptions?)> offers = known.OrderBy(k => k.Value).Select(k => (k.Key.Item1, (CostOptions?)new CostOptions
        {
            ServiceTier = k.Key.Item2.Length == 0 ? ServiceTier.Standard : ServiceTier.Parse(k.Key.Item2),
            Region = k.Key.Item3.Length == 0 ? null : k.Key.Item3,
        }));
        int[] index = [.. log.NameOf.ToArray().Select(n => offerOf[n])];
        long[] times = log.Times.ToArray();
        long[][] counts = [.. Enumerable.Range(0, Columns.Length).Select(log.Counts)];
        long[] pico = new long[log.Rows];
        BulkPricer bulk = new(offers);
        Console.WriteLine("| what | threads | seconds | of a processor | million rows per second of a processor | sum of pico-dollars |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: |");
        for (int round = 0; round < Rounds; round++)
        {
            foreach (int threads in new[] { 1, 2 })
            {
                Time("BulkPricer, columns in memory", threads, log.Rows, () =>
                {
                    CallColumns columns = CallColumns.FromTotals(
                        index, times, counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], counts[6]);
                    BulkResult result = bulk.Price(columns, pico, threads: threads);
                    return FormattableString.Invariant($"{result.Failed:N0} failed");
                });
                foreach (SqlShape shape in Enum.GetValues<SqlShape>().Reverse())
                {
                    Do(connection, FormattableString.Invariant($"SET threads = {threads}"));
                    Time($"DuckDB, {shape}", threads, log.Rows, () =>
                    {
                        using DuckDBCommand command = connection.CreateCommand();
                        command.CommandText = WarehouseSql.Total(SqlDialect.DuckDb, shape.ToString());
                        using DuckDBDataReader reader = command.ExecuteReader();
                        reader.Read();
                        return Convert.ToString(reader.GetValue(7), CultureInfo.InvariantCulture)!;
                    });
                }
            }
        }
    }

    private static void Time(string what, int threads, int rows, Func<string> run)
    {
        using Process process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        long start = Stopwatch.GetTimestamp();
        string answer = run();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        process.Refresh();
        double processor = (process.TotalProcessorTime - before).TotalSeconds;
        Say($"| {what} | {threads} | {seconds:0.00} | {processor:0.00} | {rows / processor / 1e6:0.00} | {answer} |");
    }

    private static void Say(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));

    private static void Do(DuckDBConnection connection, string sql)
    {
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
