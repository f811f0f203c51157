using System.Collections.Immutable;
using System.Threading.Channels;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace TokenPricing.Postgres;

/// <summary>
/// Stores spend and reservations in PostgreSQL, so that any number of processes on any number of machines keep budgets together.
/// </summary>
/// <remarks>
/// <para>
/// When <see cref="AddAsync"/> has completed, the entry is committed. What is added at the same time shares a transaction. While the
/// database cannot be reached, everything is tried again for <see cref="PostgresSpendOptions.RetryFor"/>.
/// </para>
/// <para>
/// Amounts are stored exactly, as <c>numeric</c>. Times are stored in units of 100 nanoseconds, rounded down. Sums of whole days in UTC
/// come from rollups by day and set of tags. Works with PostgreSQL 13 and newer. Thread-safe.
/// </para>
/// </remarks>
public sealed class PostgresSpendStore : ISpendStore, IAsyncDisposable
{
    private const int LargestBatch = 1_000;
    private const int BatchesBetweenDeletions = 1_000;

    private readonly Channel<Work> _work = Channel.CreateUnbounded<Work>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _closing = new();
    private readonly NpgsqlDataSource? _ownSource;
    private readonly SpendDatabase _database;
    private readonly SpendWriting _writing;
    private readonly SpendReserving _reserving;
    private readonly Task _writer;
    private readonly Task _beating;
    private volatile bool _hasReservations = true;

    private PostgresSpendStore(SpendDatabase database, NpgsqlDataSource? ownSource)
    {
        (_database, _ownSource) = (database, ownSource);
        (_writing, _reserving) = (new SpendWriting(database), new SpendReserving(database, Guid.NewGuid()));
        _writer = Task.Run(WriteAsync);
        _beating = BeatAsync();
    }

    /// <summary>Opens a store, and creates its schema or brings it to this version.</summary>
    /// <param name="connectionString">The connection string, as Npgsql takes it: <c>Host=db;Database=spend;Username=app</c>.</param>
    /// <param name="options">How the store keeps spend; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellation">Cancels opening it.</param>
    /// <exception cref="ArgumentException">The connection string is empty or wrong.</exception>
    /// <exception cref="InvalidDataException">The schema was created by a newer version of this package.</exception>
    /// <exception cref="NpgsqlException">The database cannot be reached, or the user may not create the schema.</exception>
    public static async Task<PostgresSpendStore> OpenAsync(
        string connectionString,
        PostgresSpendOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        NpgsqlDataSource source = NpgsqlDataSource.Create(connectionString);
        try
        {
            return await OpenAsync(source, isOwn: true, options, cancellation).ConfigureAwait(false);
        }
        catch
        {
            await source.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Opens a store with connections of the caller, who also closes them.</summary>
    /// <param name="source">Where connections come from.</param>
    /// <param name="options">How the store keeps spend; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellation">Cancels opening it.</param>
    /// <exception cref="InvalidDataException">The schema was created by a newer version of this package.</exception>
    /// <exception cref="NpgsqlException">The database cannot be reached, or the user may not create the schema.</exception>
    public static Task<PostgresSpendStore> OpenAsync(
        NpgsqlDataSource source,
        PostgresSpendOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        return OpenAsync(source, isOwn: false, options, cancellation);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The id or a tag has a character that PostgreSQL cannot store.</exception>
    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    /// <exception cref="NpgsqlException">The database cannot be reached or written. It is safe to add the entry again.</exception>
    public ValueTask AddAsync(SpendEntry entry, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new ValueTask(DoAsync(new SpendStep(Checked(entry), null), cancellation));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The filter starts or ends within a day whose entries were deleted.</exception>
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    public async ValueTask<SpendSum> SumAsync(SpendFilter filter, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ImmutableSortedDictionary<string, SpendSum> sums = await _database
            .DoAsync(t => SpendReading.SumsAsync(t, filter, null, cancellation), cancellation).ConfigureAwait(false);
        return sums.GetValueOrDefault("");
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The filter starts or ends within a day whose entries were deleted.</exception>
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    public async ValueTask<ImmutableSortedDictionary<string, SpendSum>> SumByAsync(
        string tagKey,
        SpendFilter filter,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(tagKey);
        ArgumentNullException.ThrowIfNull(filter);
        return await _database.DoAsync(t => SpendReading.SumsAsync(t, filter, tagKey, cancellation), cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    /// <exception cref="NpgsqlException">The database cannot be reached or written.</exception>
    public async ValueTask<SpendDecision> ReserveAsync(
        SpendReservation reservation,
        ImmutableArray<SpendLimit> limits,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, this);
        _hasReservations = true;
        return await _reserving.ReserveAsync(reservation, limits, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The id or a tag has a character that PostgreSQL cannot store.</exception>
    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    /// <exception cref="NpgsqlException">The database cannot be reached or written. It is safe to settle again.</exception>
    public ValueTask SettleAsync(string reservationId, SpendEntry entry, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(reservationId);
        ArgumentNullException.ThrowIfNull(entry);
        return new ValueTask(DoAsync(new SpendStep(Checked(entry), SpendForms.Storable(reservationId)), cancellation));
    }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    /// <exception cref="NpgsqlException">The database cannot be reached or written. It is safe to release again.</exception>
    public ValueTask ReleaseAsync(string reservationId, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(reservationId);
        return new ValueTask(DoAsync(new SpendStep(null, SpendForms.Storable(reservationId)), cancellation));
    }

    /// <inheritdoc/>
    /// <exception cref="NpgsqlException">The database cannot be reached or written.</exception>
    public async ValueTask<ImmutableArray<SpendBalance>> BalancesAsync(
        Instant at,
        ImmutableArray<SpendFilter> filters,
        CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, this);
        _hasReservations = true;
        return await _reserving.BalancesAsync(at, filters, cancellation).ConfigureAwait(false);
    }

    /// <summary>Writes everything that was added, and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_work.Writer.TryComplete())
        {
            return;
        }

        await _writer.ConfigureAwait(false);
        await _closing.CancelAsync().ConfigureAwait(false);
        await _beating.ConfigureAwait(false);
        if (_ownSource is not null)
        {
            await _ownSource.DisposeAsync().ConfigureAwait(false);
        }

        _closing.Dispose();
    }

    private static async Task<PostgresSpendStore> OpenAsync(
        NpgsqlDataSource source,
        bool isOwn,
        PostgresSpendOptions? options,
        CancellationToken cancellation)
    {
        SpendDatabase database = new(source, options ?? new PostgresSpendOptions());
        await database.PrepareAsync(cancellation).ConfigureAwait(false);
        return new PostgresSpendStore(database, isOwn ? source : null);
    }

    /// <summary>Returns an entry, and throws if PostgreSQL cannot store it.</summary>
    private static SpendEntry Checked(SpendEntry entry)
    {
        SpendForms.Storable(entry.Id);
        SpendForms.JsonOf(entry.Tags);
        return entry;
    }

    /// <summary>Has a step taken in the next transaction, and returns when it is committed.</summary>
    private Task DoAsync(SpendStep step, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Work work = new(step, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        ObjectDisposedException.ThrowIf(!_work.Writer.TryWrite(work), this);
        return work.Done.Task.WaitAsync(cancellation);
    }

    /// <summary>Takes all waiting steps in batches, until the store is closed.</summary>
    private async Task WriteAsync()
    {
        List<Work> batch = new(LargestBatch);
        for (int batches = 0; await _work.Reader.WaitToReadAsync().ConfigureAwait(false); batches++)
        {
            while (batch.Count < LargestBatch && _work.Reader.TryRead(out Work work))
            {
                batch.Add(work);
            }

            await WriteAsync(batch).ConfigureAwait(false);
            batch.Clear();
            if (batches % BatchesBetweenDeletions == 0 && _database.Options.Retention is { } retention)
            {
                await DeleteAsync(retention).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Takes a batch of steps and completes their tasks. A step is acknowledged only after it is committed. An error goes to the callers of
    /// the batch, and the next batch is tried again.
    /// </summary>
    private async Task WriteAsync(List<Work> batch)
    {
        try
        {
            ImmutableArray<Exception?> errors = await _writing
                .RunAsync([.. batch.Select(w => w.Step)], CancellationToken.None).ConfigureAwait(false);
            foreach ((Work work, Exception? error) in batch.Zip(errors))
            {
                if (error is null)
                {
                    work.Done.SetResult();
                }
                else
                {
                    work.Done.SetException(error);
                }
            }
        }
        catch (Exception e)
        {
            batch.ForEach(w => w.Done.TrySetException(e));
        }
    }

    /// <summary>Deletes the entries that are older than the retention. Their rollups stay.</summary>
    private async Task DeleteAsync(Duration retention)
    {
        try
        {
            await _database.DoAsync(
                async transaction =>
                {
                    await _database.LockAsync(transaction, isShared: false, CancellationToken.None).ConfigureAwait(false);
                    if (await SpendReading.ConfirmedAsync(transaction, CancellationToken.None).ConfigureAwait(false) is not { } confirmed
                        || confirmed - Instant.MinValue <= retention)
                    {
                        return false;
                    }

                    long from = SpendTicks.StartOf(SpendTicks.DayOf(SpendTicks.TicksOf(confirmed - retention)));
                    await using NpgsqlCommand delete = transaction.Command(
                        """
                        UPDATE S.state SET kept_from = GREATEST(kept_from, @from);
                        DELETE FROM S.entry WHERE at < @from
                        """,
                        ("from", NpgsqlDbType.Bigint, from));
                    await delete.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
                    return true;
                },
                CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Tried again later; what is added goes on. If the database is away, whoever adds entries has the same error.
        }
    }

    /// <summary>
    /// Gives signs of life three times a lease while there are reservations, and gives back what dead processes have reserved.
    /// </summary>
    private async Task BeatAsync()
    {
        PostgresSpendOptions options = _database.Options;
        SpendLeases<Guid> leases = new(options.Time, options.Lease);
        using PeriodicTimer timer = new((options.Lease / 3).ToTimeSpan(), options.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_closing.Token).ConfigureAwait(false))
            {
                if (_hasReservations)
                {
                    await TryBeatAsync(leases).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
        }
    }

    private async Task TryBeatAsync(SpendLeases<Guid> leases)
    {
        try
        {
            _hasReservations = false;
            _hasReservations |= await _reserving.BeatAsync(leases, _closing.Token).ConfigureAwait(false);
        }
        catch (NpgsqlException)
        {
            // Whoever uses the store has the same error. The next beat is tried again.
            _hasReservations = true;
        }
    }

    /// <summary>A step to be taken, and the task of its caller.</summary>
    private readonly record struct Work(SpendStep Step, TaskCompletionSource Done);
}
