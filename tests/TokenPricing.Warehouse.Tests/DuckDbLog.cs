using System.Globalization;
using System.Numerics;
using DuckDB.NET.Data;

namespace TokenPricing.Tests;

/// <summary>A database in memory, with a log and the tables.</summary>
internal sealed class DuckDbLog : IDisposable
{
    private readonly DuckDBConnection _connection = new("DataSource=:memory:");

    public DuckDbLog()
    {
        _connection.Open();
        Run("SET threads = 1");
    }

    /// <summary>Creates the table of the calls, with columns of further meters.</summary>
    public void Fill(IReadOnlyList<LoggedCall> rows, params IReadOnlyList<Meter> meters)
    {
        Run("CREATE TABLE calls (id INTEGER, provider VARCHAR, model VARCHAR, service_tier VARCHAR, region VARCHAR, at_ms BIGINT, input BIGINT, output BIGINT, "
            + "cache_read BIGINT, cache_write BIGINT, cache_write_5m BIGINT, cache_write_1h BIGINT, reasoning BIGINT, "
            + string.Concat(meters.Select(m => $"{m.Id.Replace('-', '_')} BIGINT, ")) + "team INTEGER)");
        using DuckDBAppender appender = _connection.CreateAppender("calls");
        foreach ((int id, LoggedCall call) in rows.Index())
        {
            IDuckDBAppenderRow row = appender.CreateRow();
            row.AppendValue(id);
            foreach (string text in new[] { call.Name.Provider, call.Name.Model, call.Name.ServiceTier, call.Name.Region })
            {
                // A log has nulls where nothing was said, and so has this one in every other row.
                row = text.Length == 0 && id % 2 == 0 ? row.AppendNullValue() : row.AppendValue(text);
            }

            IEnumerable<long?> further = meters.Select(m => call.Others.Where(o => o.Meter == m).Select(o => (long?)o.Quantity).SingleOrDefault());
            foreach (long? number in call.Counts.Insert(0, call.UnixMilliseconds).Concat(further))
            {
                row = number is null ? row.AppendNullValue() : row.AppendValue(number);
            }

            row.AppendValue(id % GeneratedLog.Teams).EndRow();
        }
    }

    /// <summary>Loads the tables from files, by the statements that users get.</summary>
    public void Load(WarehouseTables tables, SqlOptions? options = null)
    {
        string folder = Directory.CreateTempSubdirectory("token-pricing-warehouse-").FullName;
        tables.Save(folder);
        Run(WarehouseSql.Load(SqlDialect.DuckDb, folder, options));
        Directory.Delete(folder, recursive: true);
    }

    public void Run(string sql)
    {
        using DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>The cells of all rows, as texts; null for a null.</summary>
    public List<string?[]> Rows(string sql)
    {
        using DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        using DuckDBDataReader reader = command.ExecuteReader();
        List<string?[]> rows = [];
        while (reader.Read())
        {
            string?[] cells = new string?[reader.FieldCount];
            for (int i = 0; i < cells.Length; i++)
            {
                cells[i] = reader.IsDBNull(i) ? null : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture);
            }

            rows.Add(cells);
        }

        return rows;
    }

    /// <summary>What a query of the priced calls says of each row.</summary>
    public (int Status, BigInteger? Pico)?[] Answers(string query, int count)
    {
        (int, BigInteger?)?[] answers = new (int, BigInteger?)?[count];
        using DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = $"SELECT id, CAST(status AS INTEGER), cost_pico FROM ({query})";
        using DuckDBDataReader reader = command.ExecuteReader();
        int rows = 0;
        while (reader.Read())
        {
            answers[reader.GetInt32(0)] = (reader.GetInt32(1), reader.IsDBNull(2) ? null : reader.GetFieldValue<BigInteger>(2));
            rows++;
        }

        return rows == count ? answers : throw new InvalidOperationException($"{rows} rows came back of {count}.");
    }

    public void Dispose() => _connection.Dispose();
}
