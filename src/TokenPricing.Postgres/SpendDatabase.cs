using System.Collections.Immutable;
using System.Globalization;
using Npgsql;

namespace TokenPricing.Postgres;

/// <summary>The database of a spend store: its schema, and transactions that are tried again.</summary>
internal sealed class SpendDatabase(NpgsqlDataSource source, PostgresSpendOptions options)
{
    /// <summary>The steps from each version of the schema to the next one. A step that was released does not change.</summary>
    private static readonly ImmutableArray<string> Steps =
    [
        """
        CREATE TABLE S.tag_set (
          number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, tags jsonb NOT NULL, digest bytea NOT NULL UNIQUE);
        CREATE TABLE S.entry (
          id text PRIMARY KEY, at bigint NOT NULL, tag_set bigint NOT NULL REFERENCES S.tag_set (number), amount numeric NOT NULL,
          unpriced bigint NOT NULL);
        CREATE INDEX entry_by_time ON S.entry (at);
        CREATE TABLE S.rollup (
          day integer NOT NULL, tag_set bigint NOT NULL REFERENCES S.tag_set (number), entries bigint NOT NULL, amount numeric NOT NULL,
          unpriced bigint NOT NULL, PRIMARY KEY (day, tag_set));
        CREATE TABLE S.balance (
          number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, digest bytea NOT NULL UNIQUE, tags jsonb NOT NULL, starts bigint NOT NULL,
          ends bigint NOT NULL, spent numeric NOT NULL);
        CREATE TABLE S.reservation (
          id text PRIMARY KEY, owner uuid NOT NULL, at bigint NOT NULL, amount numeric NOT NULL, tags jsonb NOT NULL);
        CREATE TABLE S.lease (owner uuid PRIMARY KEY, beat bigint NOT NULL);
        CREATE TABLE S.state (number integer PRIMARY KEY, kept_from bigint NOT NULL);
        INSERT INTO S.state VALUES (1, -9223372036854775808);
        """,
    ];

    // Names the locks of all stores of this schema; others in the same database have other numbers.
    private readonly long _lock = LockOf(options.Schema);

    public PostgresSpendOptions Options => options;

    /// <summary>Creates the schema, or brings that of an older version to this one. Several processes can do so at the same time.</summary>
    /// <exception cref="InvalidDataException">The schema was created by a newer version.</exception>
    public Task PrepareAsync(CancellationToken cancellation) => DoAsync(
        async transaction =>
        {
            await LockAsync(transaction, isShared: false, cancellation).ConfigureAwait(false);
            await using (NpgsqlCommand look = transaction.Command("SELECT to_regclass(@name) IS NOT NULL"))
            {
                look.Parameters.AddWithValue("name", options.Schema + ".version");
                if (!(bool)(await look.ExecuteScalarAsync(cancellation).ConfigureAwait(false))!)
                {
                    // Only now, since a user who may not create a schema may use one.
                    await using NpgsqlCommand create = transaction.Command(
                        """
                        CREATE SCHEMA IF NOT EXISTS S;
                        CREATE TABLE S.version (number integer NOT NULL)
                        """);
                    await create.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
                }
            }

            await using NpgsqlCommand ask = transaction.Command("SELECT COALESCE(MAX(number), 0) FROM S.version");
            int version = (int)(await ask.ExecuteScalarAsync(cancellation).ConfigureAwait(false))!;
            if (version > Steps.Length)
            {
                throw new InvalidDataException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The schema '{options.Schema}' has version {version}, but this version of TokenPricing.Postgres supports "
                        + $"{Steps.Length}. Use a newer version of the package."));
            }

            foreach (string step in Steps.Skip(version))
            {
                await using NpgsqlCommand take = transaction.Command(step);
                await take.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            }

            if (version < Steps.Length)
            {
                await using NpgsqlCommand note = transaction.Command("INSERT INTO S.version VALUES (@version)");
                note.Parameters.AddWithValue("version", Steps.Length);
                await note.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
            }

            return true;
        },
        cancellation);

    /// <summary>
    /// Does something in a transaction, and does it again from the start if the database was not there or had to end the transaction. It
    /// must have no other effects, and be safe to do twice: nobody knows whether a commit that failed took place.
    /// </summary>
    public async Task<T> DoAsync<T>(Func<SpendTransaction, Task<T>> action, CancellationToken cancellation)
    {
        long started = options.Time.GetTimestamp();
        for (int tries = 0; ; tries++)
        {
            try
            {
                NpgsqlConnection connection = await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
                await using (connection.ConfigureAwait(false))
                {
                    NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
                    await using (transaction.ConfigureAwait(false))
                    {
                        T result = await action(new SpendTransaction(connection, transaction, options.Schema)).ConfigureAwait(false);
                        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
                        return result;
                    }
                }
            }
            catch (Exception e) when (IsPassing(e)
                && NodaTime.Duration.FromTimeSpan(options.Time.GetElapsedTime(started)) < options.RetryFor
                && !cancellation.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(1_000, 20 << Math.Min(tries, 6))), options.Time, cancellation)
                    .ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Holds until the end of the transaction: shared by all who change entries, alone by who adds a balance and must not miss an entry.
    /// </summary>
    public async Task LockAsync(SpendTransaction transaction, bool isShared, CancellationToken cancellation)
    {
        await using NpgsqlCommand command = transaction.Command(
            isShared ? "SELECT pg_advisory_xact_lock_shared(@lock)" : "SELECT pg_advisory_xact_lock(@lock)");
        command.Parameters.AddWithValue("lock", _lock);
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Returns whether an exception says that it is worth trying again.</summary>
    private static bool IsPassing(Exception exception) => exception switch
    {
        // The database is going down or coming up, ended this connection, or ended the transaction for another one.
        PostgresException e => e.SqlState is "57P01" or "57P02" or "57P03" or "40001" or "40P01" or "53300"
            || e.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException e => e.IsTransient || e.InnerException is IOException or System.Net.Sockets.SocketException or TimeoutException,
        _ => exception is System.Net.Sockets.SocketException,
    };

    private static long LockOf(string schema) => BitConverter.ToInt64(
        System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes("TokenPricing " + schema)));
}
