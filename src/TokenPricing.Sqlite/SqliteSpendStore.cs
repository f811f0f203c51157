using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace TokenPricing.Sqlite;

/// <summary>
/// Stores spend and reservations in a SQLite file, which survives a crash of the process. Any number of processes of one machine can share
/// a file, and keep budgets together.
/// </summary>
/// <remarks>
/// <para>
/// When <see cref="AddAsync"/> has completed, the entry is on disk: the write-ahead log of the file is flushed at every commit
/// (<c>synchronous=FULL</c>). What is added and reserved at the same time shares a commit.
/// </para>
/// <para>
/// Amounts are stored exactly. Times are stored in units of 100 nanoseconds, rounded down. Sums of whole days in UTC come from rollups by
/// day and set of tags. Everything has a checksum: a file that is damaged gives no wrong sum, but an <see cref="InvalidDataException"/>;
/// <see cref="Verify"/> says what is damaged, and <see cref="Repair"/> saves the rest.
/// </para>
/// <para>Thread-safe. The file must be on a local disk.</para>
/// </remarks>
public sealed class SqliteSpendStore : ISpendStore, IAsyncDisposable
{
    // Larger batches are no faster, and delay their first entries.
    private const int LargestBatch = 4_000;

    private readonly Channel<SpendWork> _work = Channel.CreateUnbounded<SpendWork>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _closing = new();
    private readonly Guid _owner = Guid.NewGuid();
    private readonly SpendFile _file;
    private readonly SpendWriting? _writing;
    private readonly SpendSums _sums;
    private readonly Task _writer = Task.CompletedTask;
    private readonly Task _beating = Task.CompletedTask;
    private volatile bool _hasReservations = true;

    /// <summary>Starts the tasks that write.</summary>
    private SqliteSpendStore(SpendFile file, SpendWriting? writing, SqliteSpendOptions options)
    {
        (_file, _writing, _sums) = (file, writing, new SpendSums(file));
        if (writing is not null)
        {
            _writer = Task.Run(() => WriteAsync(writing));
            _beating = BeatAsync(options);
        }
    }

    /// <summary>Whether the store was opened for reading only.</summary>
    public bool IsReadOnly => _writing is null;

    /// <summary>Opens a file, or creates it if it does not exist, with the default options.</summary>
    /// <param name="path">
    /// The path of the file, in an existing folder; a relative path is of the folder that is current now. SQLite keeps <c>-wal</c> and
    /// <c>-shm</c> files beside it while it is open.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty, or no path of a file.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is not a SQLite file, is damaged, belongs to another application, or was created by a newer version of this package.
    /// </exception>
    /// <exception cref="SqliteException">SQLite cannot open the file, or another process writes for longer than the timeout.</exception>
    public static SqliteSpendStore Open(string path) => Open(path, new SqliteSpendOptions());

    /// <summary>Opens a file, or creates it if it does not exist.</summary>
    /// <param name="path">The path of the file, in an existing folder.</param>
    /// <param name="busyTimeout">The maximum time to wait while another process writes, from 1 second to 1 day.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="busyTimeout"/> is less than a second or more than a day.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is not a SQLite file, is damaged, belongs to another application, or was created by a newer version of this package.
    /// </exception>
    /// <exception cref="SqliteException">SQLite cannot open the file, or another process writes for longer than the timeout.</exception>
    public static SqliteSpendStore Open(string path, Duration busyTimeout) =>
        Open(path, new SqliteSpendOptions { BusyTimeout = busyTimeout });

    /// <summary>Opens a file, or creates it if it does not exist. A file of an older version is brought to this one.</summary>
    /// <param name="path">The path of the file, in an existing folder.</param>
    /// <param name="options">How the store keeps spend.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty, or no path of a file.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is not a SQLite file, is damaged, belongs to another application, or was created by a newer version of this package.
    /// </exception>
    /// <exception cref="SqliteException">SQLite cannot open the file, or another process writes for longer than the timeout.</exception>
    public static SqliteSpendStore Open(string path, SqliteSpendOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(options);
        SpendFile file = new(Absolute(path), options.BusyTimeout);
        return new SqliteSpendStore(file, new SpendWriting(file, options), options);
    }

    /// <summary>
    /// Opens an existing file for reading only. It can be read while other processes write. Nothing is created or changed, and everything
    /// that would change the file is an <see cref="InvalidOperationException"/>.
    /// </summary>
    /// <param name="path">The path of the file.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty, or no path of a file.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is not a SQLite file, is damaged, belongs to another application, or was created by another version of this package.
    /// </exception>
    /// <exception cref="SqliteException">SQLite cannot open the file, such as when there is none.</exception>
    public static SqliteSpendStore OpenReadOnly(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        SqliteSpendOptions options = new();
        SpendFile file = new(Absolute(path), options.BusyTimeout);
        file.ConnectToRead().Dispose();
        return new SqliteSpendStore(file, null, options);
    }

    /// <summary>Reads all of a file and compares everything with its checksums and its sums. The file does not change.</summary>
    /// <param name="path">The path of the file.</param>
    /// <returns>What is damaged, one sentence each; empty if the file is whole.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="FileNotFoundException">There is no file.</exception>
    public static ImmutableArray<string> Verify(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return File.Exists(path)
            ? SpendVerifying.Problems(path)
            : throw new FileNotFoundException("There is no spend file to verify.", path);
    }

    /// <summary>
    /// Saves what is whole of a damaged file into a new one: every entry that matches its checksum, and of days whose entries were deleted
    /// the rollups. The damaged file does not change; no process should write to it.
    /// </summary>
    /// <remarks>
    /// Reservations are not saved. Of a file with a write-ahead log beside it, what the log has is saved too, which can include what was
    /// being written when a process ended and was never acknowledged.
    /// </remarks>
    /// <param name="path">The path of the damaged file.</param>
    /// <param name="newPath">The path of the new file, which must not exist.</param>
    /// <returns>What was saved and what was lost.</returns>
    /// <exception cref="ArgumentException">A path is empty.</exception>
    /// <exception cref="FileNotFoundException">There is no file to repair.</exception>
    /// <exception cref="IOException">The new file exists already.</exception>
    public static SpendRepair Repair(string path, string newPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentException.ThrowIfNullOrEmpty(newPath);
        return !File.Exists(path) ? throw new FileNotFoundException("There is no spend file to repair.", path)
            : File.Exists(newPath) ? throw new IOException($"{newPath} exists already. Repair into a new file.")
            : SpendSaving.Save(path, newPath);
    }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    /// <exception cref="SqliteException">
    /// The file cannot be written, such as when the disk is full. It is safe to add the entry again.
    /// </exception>
    /// <exception cref="InvalidDataException">The file is damaged. Nothing was added.</exception>
    public ValueTask AddAsync(SpendEntry entry, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new ValueTask(DoAsync(w => w.Add(entry), cancellation));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The filter starts or ends within a day whose entries were deleted.</exception>
    /// <exception cref="SqliteException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public async ValueTask<SpendSum> SumAsync(SpendFilter filter, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return (await ReadAsync(filter, null, cancellation).ConfigureAwait(false)).GetValueOrDefault("");
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The filter starts or ends within a day whose entries were deleted.</exception>
    /// <exception cref="SqliteException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public async ValueTask<ImmutableSortedDictionary<string, SpendSum>> SumByAsync(
        string tagKey,
        SpendFilter filter,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(tagKey);
        ArgumentNullException.ThrowIfNull(filter);
        return (await ReadAsync(filter, tagKey, cancellation).ConfigureAwait(false)).ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    /// <exception cref="SqliteException">The file cannot be written.</exception>
    /// <exception cref="InvalidDataException">The file is damaged. Nothing was reserved.</exception>
    public async ValueTask<SpendDecision> ReserveAsync(
        SpendReservation reservation,
        ImmutableArray<SpendLimit> limits,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        SpendDecision? decision = null;
        _hasReservations = true;
        await DoAsync(w => decision = w.Reserve(_owner, reservation, limits), cancellation).ConfigureAwait(false);
        return decision!;
    }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    /// <exception cref="SqliteException">The file cannot be written. It is safe to settle again.</exception>
    /// <exception cref="InvalidDataException">The file is damaged. Nothing was settled.</exception>
    public ValueTask SettleAsync(string reservationId, SpendEntry entry, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(reservationId);
        ArgumentNullException.ThrowIfNull(entry);
        return new ValueTask(DoAsync(w => w.Settle(reservationId, entry), cancellation));
    }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    /// <exception cref="SqliteException">The file cannot be written. It is safe to release again.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public ValueTask ReleaseAsync(string reservationId, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(reservationId);
        return new ValueTask(DoAsync(w => w.Release(reservationId), cancellation));
    }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    /// <exception cref="SqliteException">The file cannot be written.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public async ValueTask<ImmutableArray<SpendBalance>> BalancesAsync(
        Instant at,
        ImmutableArray<SpendFilter> filters,
        CancellationToken cancellation = default)
    {
        ImmutableArray<SpendBalance> balances = [];
        _hasReservations = true;
        await DoAsync(w => balances = w.Balances(at, filters), cancellation).ConfigureAwait(false);
        return balances;
    }

    /// <summary>Writes everything that was added, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_work.Writer.TryComplete())
        {
            return;
        }

        await _closing.CancelAsync().ConfigureAwait(false);
        await _writer.ConfigureAwait(false);
        await _beating.ConfigureAwait(false);
        _writing?.Dispose();
        _closing.Dispose();
    }

    /// <summary>Returns the absolute path of a file, which stays the same when the current folder changes.</summary>
    /// <exception cref="ArgumentException">The path is one of SQLite's names for a database in memory.</exception>
    private static string Absolute(string path) => path == ":memory:"
        ? throw new ArgumentException(
            $"'{path}' is no file. Name one, or use {nameof(InMemorySpendStore)} to keep spend in the memory of this process.",
            nameof(path))
        : Path.GetFullPath(path);

    /// <summary>Reads in the background, since SQLite has no asynchronous calls and can wait for another process.</summary>
    private Task<Dictionary<string, SpendSum>> ReadAsync(SpendFilter filter, string? tagKey, CancellationToken cancellation) =>
        Task.Run(() => _sums.Of(filter, tagKey), cancellation).WaitAsync(cancellation);

    /// <summary>Has a step taken in the next transaction, and returns when it is on disk.</summary>
    private Task DoAsync(Action<SpendWriting> step, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (IsReadOnly)
        {
            throw new InvalidOperationException($"{_file.Path} is open for reading only. Use {nameof(Open)} to change it.");
        }

        SpendWork work = new(step, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        ObjectDisposedException.ThrowIf(!_work.Writer.TryWrite(work), this);
        return work.Done.Task.WaitAsync(cancellation);
    }

    /// <summary>Takes all waiting steps in batches, until the store is closed.</summary>
    private async Task WriteAsync(SpendWriting writing)
    {
        List<SpendWork> batch = new(LargestBatch);
        while (await _work.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (batch.Count < LargestBatch && _work.Reader.TryRead(out SpendWork work))
            {
                batch.Add(work);
            }

            Write(writing, batch);
            batch.Clear();
        }
    }

    /// <summary>
    /// Takes a batch of steps and completes their tasks. A step is acknowledged only after it is committed. An error goes to the callers of
    /// the batch, and the next batch is tried again.
    /// </summary>
    private static void Write(SpendWriting writing, List<SpendWork> batch)
    {
        try
        {
            ImmutableArray<Exception?> errors = writing.Run([.. batch.Select(a => a.Step)]);
            foreach ((SpendWork work, Exception? error) in batch.Zip(errors))
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
            batch.ForEach(a => a.Done.TrySetException(e));
        }
    }

    /// <summary>
    /// Gives signs of life three times a lease while there are reservations, and gives back what dead processes have reserved.
    /// </summary>
    private async Task BeatAsync(SqliteSpendOptions options)
    {
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
            bool hasReservations = true;
            _hasReservations = false;
            await DoAsync(w => hasReservations = w.Beat(_owner, leases), _closing.Token).ConfigureAwait(false);
            _hasReservations |= hasReservations;
        }
        catch (Exception e) when (e is SqliteException or InvalidDataException or ObjectDisposedException)
        {
            // Whoever uses the file has the same error. The next beat is tried again.
            _hasReservations = true;
        }
    }

    /// <summary>A step to be taken, and the task of its caller.</summary>
    private readonly record struct SpendWork(Action<SpendWriting> Step, TaskCompletionSource Done);
}
