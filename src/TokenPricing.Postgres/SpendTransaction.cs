using Npgsql;
using NpgsqlTypes;

namespace TokenPricing.Postgres;

/// <summary>A transaction, and commands in it in which <c>S.</c> stands for the schema.</summary>
internal sealed class SpendTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction, string schema)
{
    /// <summary>Creates a command.</summary>
    public NpgsqlCommand Command(string sql)
    {
        NpgsqlCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants and the name of the schema, which has only letters, digits and underscores.
        command.CommandText = sql.Replace(" S.", $" {schema}.", StringComparison.Ordinal)
            .Replace("EXISTS S;", $"EXISTS {schema};", StringComparison.Ordinal);
#pragma warning restore CA2100
        command.Transaction = transaction;
        return command;
    }

    /// <summary>Creates a command with parameters, which are arrays or single values.</summary>
    public NpgsqlCommand Command(string sql, params ReadOnlySpan<(string Name, NpgsqlDbType Type, object Value)> parameters)
    {
        NpgsqlCommand command = Command(sql);
        foreach ((string name, NpgsqlDbType type, object value) in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter(name, type) { Value = value });
        }

        return command;
    }
}
