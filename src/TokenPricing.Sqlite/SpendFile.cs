using System.Globalization;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace TokenPricing.Sqlite;

/// <summary>The SQLite file of a spend store and its schema.</summary>
internal sealed class SpendFile(string path, Duration busyTimeout)
{
    public const long Version = 2;

    // "TPsp" in the header of the file, which identifies the application.
    private const long Application = 0x54507370;

    private const int Error = 1;
    private const int CannotOpen = 14;
    private const int TooBig = 18;
    private const int Mismatch = 20;
    private const int Format = 24;
    private const int Corrupt = 11;
    private const int NotADatabase = 26;
    private const int ShortRead = 522;

    // A page holds a block of entries or some rollups. Numbers are never used again, so that a row that is missing is noticed.
    private const string Schema =
        """
        CREATE TABLE head (number INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
        CREATE TABLE head_copy (number INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
        CREATE TABLE tags (number INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
        CREATE TABLE tags_copy (number INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
        CREATE TABLE block (number INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
        CREATE TABLE segment (number INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
        CREATE TABLE segment_filter (number INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
        CREATE TABLE day (number INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
        CREATE TABLE rollup (number INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
        CREATE TABLE balance (number INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
        CREATE TABLE reservation (number INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
        CREATE TABLE lease (owner BLOB NOT NULL PRIMARY KEY, beat INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """;

    /// <summary>The path of the file.</summary>
    public string Path => path;

    /// <summary>Opens a connection to an existing file, which cannot write.</summary>
    /// <exception cref="InvalidDataException">The file is not a spend file, or is of another version.</exception>
    public SqliteConnection ConnectToRead() => Guarded(() =>
    {
        SqliteConnection connection;
        try
        {
            connection = Connect(SqliteOpenMode.ReadOnly, path);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == CannotOpen && File.Exists(path) && !File.Exists(path + "-wal"))
        {
            // A file that was closed, in a folder that cannot be written: nobody changes it.
            connection = Connect(SqliteOpenMode.ReadOnly, $"file:{Uri.EscapeDataString(System.IO.Path.GetFullPath(path))}?immutable=1");
        }

        try
        {
            CheckVersion(connection, Version);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    });

    /// <summary>Opens a connection for writing, and creates the file if it does not exist.</summary>
    /// <returns>The connection, and whether the file still has the schema of version 1, with its entries.</returns>
    /// <exception cref="InvalidDataException">The file is not a spend file, is damaged, or was created by a newer version.</exception>
    public (SqliteConnection Connection, bool IsOld) ConnectToWrite() => Guarded(() =>
    {
        SqliteConnection connection = Connect(SqliteOpenMode.ReadWriteCreate, path);
        try
        {
            bool isOld = MakeSchema(connection);

            // With a write-ahead log, readers do not wait for the writer, and a commit takes one flush.
            object? mode = Ask(connection, "PRAGMA journal_mode = WAL");
            if (mode is not "wal")
            {
                throw new InvalidDataException(
                    $"does not support a write-ahead log; its journal mode is '{mode}'. Use a file on a local disk.");
            }

            Ask(connection, "PRAGMA synchronous = FULL");
            return (connection, isOld);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    });

    /// <summary>Does something with the file, and throws an exception with its path if it is damaged.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or is no spend file.</exception>
    public T Guarded<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw e.InnerException is null && (e.Message.EndsWith('.') || e.Message.EndsWith('!'))
                ? new InvalidDataException($"{path} {e.Message}", e)
                : Damaged(e.Message, e);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == NotADatabase)
        {
            throw new InvalidDataException($"{path} is not a SQLite file, or is damaged. Use another file, or repair it.", e);
        }
        catch (SqliteException e) when (IsDamage(e))
        {
            throw Damaged(e.Message, e);
        }
        catch (Exception e) when (e is InvalidCastException or FormatException or IndexOutOfRangeException)
        {
            throw Damaged(e.Message, e);
        }
    }

    /// <summary>Executes a statement and returns its first value; <see langword="null"/> if it returns no row.</summary>
    public static object? Ask(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants, and numbers of our own.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    /// <summary>Returns whether SQLite found the file itself damaged, or a table or column of the schema missing.</summary>
    public static bool IsDamage(SqliteException e) =>
        e.SqliteErrorCode is Corrupt or NotADatabase or Error or TooBig or Mismatch or Format
        || e.SqliteExtendedErrorCode == ShortRead;

    private InvalidDataException Damaged(string what, Exception inner) => new(
        $"{path} is damaged: {what.TrimEnd('.')}. Nothing of it is believed. Check it with SqliteSpendStore.Verify, and save what is whole "
            + "with SqliteSpendStore.Repair.",
        inner);

    private SqliteConnection Connect(SqliteOpenMode mode, string source)
    {
        SqliteConnectionStringBuilder text = new()
        {
            DataSource = source,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = (int)busyTimeout.TotalSecondsRoundedUp(),
        };
        SqliteConnection connection = new(text.ToString());
        try
        {
            connection.Open();
            Ask(connection, FormattableString.Invariant($"PRAGMA busy_timeout = {busyTimeout.TotalSecondsRoundedUp() * 1000}"));
            Ask(connection, "PRAGMA cell_size_check = ON");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Creates the schema in a new file, and checks an existing one. One transaction makes this atomic, even if other processes open the
    /// file at the same time or the process is killed.
    /// </summary>
    /// <returns>Whether the file has the schema of version 1.</returns>
    private static bool MakeSchema(SqliteConnection connection)
    {
        if ((long)Ask(connection, "PRAGMA page_count")! == 0)
        {
            Ask(connection, "PRAGMA page_size = 4096");
        }

        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        bool isNew = (long)Ask(connection, "PRAGMA application_id")! == 0
            && (long)Ask(connection, "PRAGMA user_version")! == 0
            && (long)Ask(connection, "SELECT COUNT(*) FROM sqlite_schema")! == 0;
        if (!isNew)
        {
            return CheckVersion(connection, 1) == 1;
        }

        AddSchema(connection, transaction);
        Ask(connection, FormattableString.Invariant($"PRAGMA application_id = {Application}"));
        transaction.Commit();
        return false;
    }

    /// <summary>Creates the tables of this version.</summary>
    public static void AddSchema(SqliteConnection connection, SqliteTransaction transaction)
    {
        Ask(connection, Schema);
        Ask(connection, FormattableString.Invariant($"PRAGMA user_version = {Version}"));
        ByteWriter head = new();
        new SpendHead().Write(head);
        byte[] row = Frame.Of(Frame.Head, SpendHead.Key, head.Span).Row;
        using SpendTables tables = new(connection) { Transaction = transaction };
        tables.Put("head", SpendHead.Key, row);
        tables.Put("head_copy", SpendHead.Key, row);
    }

    /// <summary>Returns the version of the schema, and throws if it is not one from the oldest that is allowed to this one.</summary>
    private static long CheckVersion(SqliteConnection connection, long oldest)
    {
        if ((long)Ask(connection, "PRAGMA application_id")! != Application)
        {
            throw new InvalidDataException("is a SQLite file of another application. Use another file.");
        }

        long version = (long)Ask(connection, "PRAGMA user_version")!;
        return version > Version
            ? throw new InvalidDataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"has schema version {version}, but this version of TokenPricing.Sqlite supports {Version}. Use a newer version of "
                    + $"the package."))
            : version >= oldest
                ? version
                : throw new InvalidDataException(
                    $"has schema version {version.ToString(CultureInfo.InvariantCulture)}. Open it once for writing, which brings it to "
                    + $"version {Version.ToString(CultureInfo.InvariantCulture)}.");
    }
}
