using Microsoft.Data.Sqlite;

namespace TokenPricing.Sqlite;

/// <summary>Reads and writes rows by their numbers, with statements that are prepared once. Not thread-safe.</summary>
internal sealed class SpendTables(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    public SqliteConnection Connection => connection;

    /// <summary>The transaction that the statements are part of.</summary>
    public SqliteTransaction? Transaction { get; set; }

    /// <summary>Returns a row; <see langword="null"/> if there is none.</summary>
    public byte[]? Get(string table, long number) =>
        (byte[]?)Ready($"SELECT body FROM {table} WHERE number = @a", number).ExecuteScalar();

    /// <summary>Returns the rows from one number to another, both inclusive, in order.</summary>
    public IEnumerable<(long Number, byte[] Body)> Range(string table, long from = long.MinValue, long to = long.MaxValue)
    {
        using SqliteDataReader reader = Ready($"SELECT number, body FROM {table} WHERE number BETWEEN @a AND @b ORDER BY number", from, to)
            .ExecuteReader();
        while (reader.Read())
        {
            yield return (reader.GetInt64(0), (byte[])reader.GetValue(1));
        }
    }

    /// <summary>Writes a row, whether or not there is one with the number.</summary>
    public void Put(string table, long number, byte[] body) =>
        Ready($"INSERT INTO {table} (number, body) VALUES (@a, @b) ON CONFLICT (number) DO UPDATE SET body = excluded.body", number, body)
            .ExecuteNonQuery();

    /// <summary>Deletes the rows from one number to another, both inclusive.</summary>
    public void Delete(string table, long from, long to) =>
        Ready($"DELETE FROM {table} WHERE number BETWEEN @a AND @b", from, to).ExecuteNonQuery();

    /// <summary>Executes a statement with up to two parameters, @a and @b.</summary>
    public SqliteCommand Ready(string sql, params ReadOnlySpan<object> values)
    {
        if (!_commands.TryGetValue(sql, out SqliteCommand? command))
        {
            command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants; what callers give are parameters.
            command.CommandText = sql;
#pragma warning restore CA2100
            for (int i = 0; i < values.Length; i++)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = i == 0 ? "@a" : "@b" });
            }

            _commands.Add(sql, command);
        }

        command.Transaction = Transaction;
        for (int i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        return command;
    }

    public void Dispose()
    {
        foreach (SqliteCommand command in _commands.Values)
        {
            command.Dispose();
        }
    }
}
