using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace TokenPricing.Sqlite;

/// <summary>Stores spend in a SQLite file, which survives a crash of the process. Several processes can share a file.</summary>
/// <remarks>
/// <para>
/// When <see cref="AddAsync"/> has completed, the entry is on disk: the write-ahead log of the file is flushed at every commit
/// (<c>synchronous=FULL</c>). Entries that are added at the same time share a commit.
/// </para>
/// <para>
/// Amounts are stored exactly: as whole numbers of 10⁻¹² US dollars if possible, otherwise as decimal text. Times are stored in units
/// of 100 nanoseconds, rounded down. Thread-safe. The file must be on a local disk.
/// </para>
/// </remarks>
public sealed class SqliteSpendStore : ISpendStore, IAsyncDisposable
{
    // Larger batches are no faster, and delay their first entries.
    private const int LargestBatch = 1_000;

    private readonly Channel<Addition> _additions = Channel.CreateUnbounded<Addition>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SpendFile _file;
    private readonly SpendWriting _writing;
    private readonly Task _writer;

    /// <summary>Starts the task that writes the entries.</summary>
    private SqliteSpendStore(SpendFile file, SpendWriting writing)
    {
        (_file, _writing) = (file, writing);
        _writer = Task.Run(WriteAsync);
    }

    /// <summary>Opens a file, or creates it if it does not exist.</summary>
    /// <param name="path">
    /// The path of the file, in an existing folder. SQLite keeps <c>-wal</c> and <c>-shm</c> files beside it while it is open.
    /// </param>
    /// <param name="busyTimeout">
    /// The maximum time to wait while another process writes, from 1 second to 1 day; 30 seconds by default.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="busyTimeout"/> is less than a second or more than a day.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is not a SQLite file, belongs to another application, or was created by a newer version of this package.
    /// </exception>
    /// <exception cref="SqliteException">SQLite cannot open the file, or another process writes for longer than the timeout.</exception>
    public static SqliteSpendStore Open(string path, Duration? busyTimeout = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Duration timeout = busyTimeout ?? Duration.FromSeconds(30);
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, Duration.FromSeconds(1), nameof(busyTimeout));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(timeout, Duration.FromDays(1), nameof(busyTimeout));
        SpendFile file = new(path, timeout);
        return new SqliteSpendStore(file, new SpendWriting(file));
    }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    /// <exception cref="SqliteException">
    /// The file cannot be written, such as when the disk is full. It is safe to add the entry again.
    /// </exception>
    public ValueTask AddAsync(SpendEntry entry, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        cancellation.ThrowIfCancellationRequested();
        Addition addition = new(entry, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        ObjectDisposedException.ThrowIf(!_additions.Writer.TryWrite(addition), this);
        return new ValueTask(addition.Done.Task.WaitAsync(cancellation));
    }

    /// <inheritdoc/>
    /// <exception cref="SqliteException">The file cannot be read.</exception>
    public async ValueTask<SpendSum> SumAsync(SpendFilter filter, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return (await ReadAsync(filter, null, cancellation).ConfigureAwait(false)).GetValueOrDefault("");
    }

    /// <inheritdoc/>
    /// <exception cref="SqliteException">The file cannot be read.</exception>
    public async ValueTask<ImmutableSortedDictionary<string, SpendSum>> SumByAsync(
        string tagKey,
        SpendFilter filter,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(tagKey);
        ArgumentNullException.ThrowIfNull(filter);
        return (await ReadAsync(filter, tagKey, cancellation).ConfigureAwait(false)).ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    /// <summary>Writes everything that was added, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _additions.Writer.TryComplete();
        await _writer.ConfigureAwait(false);
        _writing.Dispose();
    }

    /// <summary>Reads in the background, since SQLite has no asynchronous calls and can wait for another process.</summary>
    private Task<Dictionary<string, SpendSum>> ReadAsync(SpendFilter filter, string? tagKey, CancellationToken cancellation) =>
        Task.Run(() => SpendReading.Sums(_file, filter, tagKey), cancellation).WaitAsync(cancellation);

    /// <summary>Writes all waiting entries in batches, until the store is closed.</summary>
    private async Task WriteAsync()
    {
        List<Addition> batch = new(LargestBatch);
        while (await _additions.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (batch.Count < LargestBatch && _additions.Reader.TryRead(out Addition addition))
            {
                batch.Add(addition);
            }

            Write(batch);
            batch.Clear();
        }
    }

    /// <summary>
    /// Writes a batch and completes its tasks. An entry is acknowledged only after it is committed. An error goes to the callers of the
    /// batch, and the next batch is tried again.
    /// </summary>
    private void Write(List<Addition> batch)
    {
        try
        {
            ImmutableArray<Exception?> errors = _writing.Add([.. batch.Select(a => a.Entry)]);
            foreach ((Addition addition, Exception? error) in batch.Zip(errors))
            {
                if (error is null)
                {
                    addition.Done.SetResult();
                }
                else
                {
                    addition.Done.SetException(error);
                }
            }
        }
        catch (Exception e)
        {
            batch.ForEach(a => a.Done.TrySetException(e));
        }
    }

    /// <summary>An entry to be written, and the task of its caller.</summary>
    private readonly record struct Addition(SpendEntry Entry, TaskCompletionSource Done);
}
