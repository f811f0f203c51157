using Microsoft.Data.Sqlite;

namespace TokenPricing.Tests;

/// <summary>A folder for files of spend, which is deleted in the end.</summary>
internal sealed class SpendFiles : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("token-pricing-test-").FullName;

    public string PathOf(string name) => Path.Combine(_folder, name);

    public SqliteConnection Connect(string name)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = PathOf(name), Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

internal static class SqliteAsking
{
    public static object? Ask(this SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}
