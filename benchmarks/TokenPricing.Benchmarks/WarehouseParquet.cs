using System.Collections.Immutable;
using System.Diagnostics;
using System.Numerics;
using DuckDB.NET.Data;
using TokenPricing.Parquet;
using TokenPricing.Statements;
using TokenPricing.Warehouse;

namespace TokenPricing.Benchmarks;

/// <summary>
/// The same Parquet file, in this library's own format, priced by the SQL of a warehouse in DuckDB and by <see cref="RowPricer"/>, by turns,
/// each with one thread and in a process of its own. The file has the calls of a log that name a provider and no region, with those that
/// have no price. Every row that DuckDB does not hand back is compared.
/// </summary>
internal static class WarehouseParquet
{
    private const string View = "priced_file";
    private const string File = "calls.parquet";

    /// <summary>Writes the file, compares and measures.</summary>
    /// <param name="connection">The connection with the table <c>calls</c> and the tables of prices.</param>
    /// <param name="tables">The tables of prices.</param>
    /// <param name="rounds">How often each prices the file.</param>
    /// <returns>The number of rows that differ.</returns>
    public static long Run(DuckDBConnection connection, WarehouseTables tables, int rounds)
    {
        string folder = Directory.CreateTempSubdirectory("warehouse-").FullName;
        try
        {
            string file = Path.Combine(folder, File);
            tables.Save(folder);
            Do(connection, "SET timezone = 'UTC'");
            Do(connection, "COPY (SELECT provider, model, service_tier, epoch_ms(at_ms)::TIMESTAMPTZ AS \"at\", input, output, cache_read, "
                + "cache_write, cache_write_5m, cache_write_1h, reasoning FROM calls WHERE provider <> '' AND region IS NULL ORDER BY id) "
                + $"TO '{file}' (FORMAT parquet)");
            MakeView(connection, file);
            long differing = Compare(connection, new RowPricer(PriceCatalog.BuiltIn), file);
            Console.WriteLine("| from Parquet, one thread | seconds | of a processor | million rows per second of a processor | without a cost |");
            Console.WriteLine("| --- | ---: | ---: | ---: | ---: |");
            for (int round = 0; round < rounds; round++)
            {
                foreach (string engine in new[] { "duckdb", "library" })
                {
                    using Process process = Process.Start(Environment.ProcessPath!, ["warehouse-file", engine, folder]);
                    process.WaitForExit();
                    differing += process.ExitCode;
                }
            }

            return differing;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Prices the file in a process of its own, so that its memory is its own, and prints a line for each time.</summary>
    /// <param name="engine"><c>duckdb</c>, or <c>library</c>, which reads the file again once it knows the names in it.</param>
    /// <param name="folder">The folder with the file and the tables of prices.</param>
    public static int Read(string engine, string folder)
    {
        string file = Path.Combine(folder, File);
        if (engine == "library")
        {
            RowPricer pricer = new(PriceCatalog.BuiltIn);
            Time("library, in columns, names unknown", () => Total(pricer, file));
            Time("library, in columns", () => Total(pricer, file));
            return 0;
        }

        using DuckDBConnection connection = new("DataSource=:memory:");
        connection.Open();
        Do(connection, "SET timezone = 'UTC'; SET threads = 1");
        Do(connection, WarehouseSql.Load(SqlDialect.DuckDb, folder));
        MakeView(connection, file);
        Time("DuckDB, tuned", () => Total(connection));
        return 0;
    }

    private static void MakeView(DuckDBConnection connection, string file) =>
        Do(connection, WarehouseSql.View(SqlDialect.DuckDb, View, new SqlOptions
        {
            Shape = SqlShape.Tuned,
            Table = $"read_parquet('{file}', file_row_number = true)",
            Columns = ImmutableDictionary<string, string>.Empty
                .Add("id", "file_row_number").Add("region", "").Add("at_ms", "epoch_ms(\"at\")"),
        }));

    private static long Compare(DuckDBConnection connection, RowPricer pricer, string file)
    {
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT id, CAST(status AS INTEGER), cost_pico FROM {View}";
        command.UseStreamingMode = true;
        using DuckDBDataReader reader = command.ExecuteReader();
        Dictionary<long, (int Status, BigInteger? Cost)> ahead = [];
        (long rows, long differing, long handedBack) = (0, 0, 0);
        using FileStream stream = System.IO.File.OpenRead(file);
        using ParquetTable table = ParquetTable.Open(stream);
        foreach (PricedColumns batch in table.Price(pricer))
        {
            Dictionary<long, RowCost?> others = batch.Others().ToDictionary(o => o.Row.Line, o => o.Cost);
            for (int row = 0; row < batch.Rows; row++)
            {
                long id = batch.FirstLine - 1 + row;
                (int status, BigInteger? cost) = Answer(id);
                BigInteger? own = batch.PicoUsd[row] != BulkPricer.ExceptionMarker ? batch.PicoUsd[row]
                    : others[id + 1] is { } beyond ? new BigInteger(beyond.Total.Amount * 1_000_000_000_000m) : null;
                bool isHandedBack = status == (int)CallStatus.NeedsExact;
                handedBack += isHandedBack ? 1 : 0;
                differing += isHandedBack || own == cost ? 0 : 1;
                rows++;
            }
        }

        Console.WriteLine(FormattableString.Invariant(
            $"From Parquet: {rows:N0} rows compared with the library, {differing:N0} differ, {handedBack:N0} handed back"));
        return differing + (reader.Read() ? 1 : 0);

        (int Status, BigInteger? Cost) Answer(long id)
        {
            (int, BigInteger?) answer;
            while (!ahead.Remove(id, out answer) && reader.Read())
            {
                ahead[reader.GetInt64(0)] = (reader.GetInt32(1), reader.IsDBNull(2) ? null : reader.GetFieldValue<BigInteger>(2));
            }

            return answer;
        }
    }

    private static (long Rows, string Answer) Total(DuckDBConnection connection)
    {
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = WarehouseSql.Total(SqlDialect.DuckDb, View);
        using DuckDBDataReader reader = command.ExecuteReader();
        reader.Read();
        return (Number(0), FormattableString.Invariant($"{Number(3):N0}, and {Number(2):N0} handed back"));

        long Number(int column) => (long)reader.GetFieldValue<BigInteger>(column);
    }

    private static (long Rows, string Answer) Total(RowPricer pricer, string file)
    {
        using FileStream stream = System.IO.File.OpenRead(file);
        using ParquetTable table = ParquetTable.Open(stream);
        (long rows, long failed, Int128 pico) = (0, 0, 0);
        foreach (PricedColumns batch in table.Price(pricer))
        {
            rows += batch.Rows;
            failed += batch.Failed;
            foreach (long cost in batch.PicoUsd)
            {
                pico += cost == BulkPricer.ExceptionMarker ? 0 : cost;
            }
        }

        return pico > 0 ? (rows, FormattableString.Invariant($"{failed:N0}")) : throw new InvalidDataException("No row has a cost.");
    }

    private static void Time(string what, Func<(long Rows, string Answer)> run)
    {
        using Process process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        long start = Stopwatch.GetTimestamp();
        (long rows, string answer) = run();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        process.Refresh();
        double processor = (process.TotalProcessorTime - before).TotalSeconds;
        Console.WriteLine(FormattableString.Invariant(
            $"| {what} | {seconds:0.00} | {processor:0.00} | {rows / processor / 1e6:0.00} | {answer} |"));
    }

    private static void Do(DuckDBConnection connection, string sql)
    {
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
