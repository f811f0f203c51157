using System.Globalization;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace TokenPricing.Sqlite;

/// <summary>The SQLite file of a spend store and its schema.</summary>
internal sealed class SpendFile(string path, Duration busyTimeout)
{
    private const long Version = 1;

    // "TPsp" in the header of the file, which identifies the application.
    private const long Application = 0x54507370;

    private const int NotADatabase = 26;

    private const string Schema =
        """
        CREATE TABLE tag_set (id INTEGER PRIMARY KEY, tags TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE tag (
          key TEXT NOT NULL, value TEXT NOT NULL, tag_set INTEGER NOT NULL REFERENCES tag_set (id),
          PRIMARY KEY (key, value, tag_set)) STRICT, WITHOUT ROWID;
        CREATE TABLE entry (
          id TEXT NOT NULL PRIMARY KEY, at INTEGER NOT NULL, tag_set INTEGER NOT NULL REFERENCES tag_set (id),
          pico INTEGER, usd TEXT, unpriced INTEGER NOT NULL,
          CHECK ((pico IS NULL) <> (usd IS NULL))) STRICT, WITHOUT ROWID;
        CREATE INDEX entry_by_time ON entry (at, tag_set, pico, usd, unpriced);
        """;

    /// <summary>The path of the file.</summary>
    public string Path => path;

    /// <summary>Opens a connection to an existing file.</summary>
    public SqliteConnection Connect()
    {
        SqliteConnectionStringBuilder text = new()
        {
            DataSource = path,
            Pooling = false,
            DefaultTimeout = (int)busyTimeout.TotalSecondsRoundedUp(),
        };
        SqliteConnection connection = new(text.ToString());
        try
        {
            connection.Open();
            Set(connection, FormattableString.Invariant($"PRAGMA busy_timeout = {(long)busyTimeout.TotalSecondsRoundedUp() * 1000}"));
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens a connection for writing, and creates the file if it does not exist.</summary>
    /// <exception cref="InvalidDataException">The file is not a spend file, or was created by a newer version.</exception>
    public SqliteConnection ConnectToWrite()
    {
        SqliteConnection? connection = null;
        try
        {
            connection = Connect();
            MakeSchema(connection);

            // With a write-ahead log, readers do not wait for the writer, and a commit takes one flush.
            object? mode = Ask(connection, "PRAGMA journal_mode = WAL");
            if (mode is not "wal")
            {
                throw new InvalidDataException(
                    $"{path} does not support a write-ahead log; its journal mode is '{mode}'. Use a file on a local disk.");
            }

            Set(connection, "PRAGMA synchronous = FULL");
            return connection;
        }
        catch (SqliteException e) when (e.SqliteErrorCode == NotADatabase)
        {
            connection?.Dispose();
            throw new InvalidDataException($"{path} is not a SQLite file, or is damaged. Use another file.", e);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Creates the schema in a new file, and checks an existing one. One transaction makes this atomic, even if other processes open the
    /// file at the same time or the process is killed.
    /// </summary>
    private void MakeSchema(SqliteConnection connection)
    {
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        long application = (long)Ask(connection, "PRAGMA application_id")!;
        long version = (long)Ask(connection, "PRAGMA user_version")!;
        bool isNew = application == 0 && version == 0 && (long)Ask(connection, "SELECT COUNT(*) FROM sqlite_schema")! == 0;
        if (!isNew && application != Application)
        {
            throw new InvalidDataException($"{path} is a SQLite file of another application. Use another file.");
        }

        if (version > Version)
        {
            throw new InvalidDataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{path} has schema version {version}, but this version of TokenPricing.Sqlite supports {Version}. "
                    + $"Use a newer version of the package."));
        }

        if (isNew)
        {
            Set(connection, Schema);
            Set(connection, FormattableString.Invariant($"PRAGMA application_id = {Application}"));
            Set(connection, FormattableString.Invariant($"PRAGMA user_version = {Version}"));
        }

        transaction.Commit();
    }

    /// <summary>Executes a statement and returns its first value; <see langword="null"/> if it returns no row.</summary>
    private static object? Ask(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants, and numbers of our own.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    /// <summary>Executes a statement.</summary>
    private static void Set(SqliteConnection connection, string sql) => Ask(connection, sql);
}
