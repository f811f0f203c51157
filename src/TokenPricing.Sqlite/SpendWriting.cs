using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace TokenPricing.Sqlite;

/// <summary>
/// Changes the file: several steps in one transaction, which sees what other processes have written before it. Not thread-safe.
/// </summary>
internal sealed class SpendWriting : IDisposable
{
    /// <summary>The number of entries of a segment. Those of the last one are remembered by each process.</summary>
    public const int SegmentSize = 131_072;

    // A block fits into a page of 4,096 bytes, so that a page that is torn or lost takes no other one with it.
    private const int BlockSize = 4_040;
    private const int RememberedChunks = 16_384;
    private const long FewestConfirming = 100;
    private const long ShareConfirming = 100;

    private readonly SpendFile _file;
    private readonly SqliteSpendOptions _options;
    private readonly SpendTables _tables;
    private readonly SpendBalances _balances;
    private readonly SpendIds _ids;
    private readonly Dictionary<int, DayRow> _days = [];
    private readonly Dictionary<long, RollupChunk> _chunks = [];
    private readonly HashSet<long> _changedChunks = [];
    private readonly HashSet<int> _changedDays = [];
    private readonly ByteWriter _block = new();
    private readonly ByteWriter _scratch = new();
    private TagSets _tagSets = new();
    private SpendHead _head = new();
    private byte[] _headRow = [];
    private bool _isChanged;
    private bool _isChanging;

    /// <summary>The number of entries that are stored one by one.</summary>
    public long EntryCount => _head.Entries;

    /// <summary>Opens the file for writing.</summary>
    public SpendWriting(SpendFile file, SqliteSpendOptions options)
    {
        (_file, _options) = (file, options);
        (SqliteConnection connection, bool isOld) = file.ConnectToWrite();
        _tables = new SpendTables(connection);
        _balances = new SpendBalances(_tables);
        _ids = new SpendIds(_tables);
        try
        {
            if (isOld)
            {
                FirstVersion.TakeOver(file, connection, this);
            }

            _ = Run([]);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Takes steps in one transaction, and returns when it is on disk.</summary>
    /// <returns>For each step the exception with which it was refused, or <see langword="null"/>.</returns>
    /// <exception cref="SqliteException">The file cannot be written. Nothing has changed.</exception>
    /// <exception cref="InvalidDataException">The file is damaged. Nothing has changed.</exception>
    public ImmutableArray<Exception?> Run(IReadOnlyList<Action<SpendWriting>> steps) => _file.Guarded(() =>
    {
        try
        {
            using SqliteTransaction transaction = _tables.Connection.BeginTransaction(deferred: false);
            _tables.Transaction = transaction;
            Load();
            ImmutableArray<Exception?> errors = [.. steps.Select(Take)];
            if (_isChanged)
            {
                Flush();
                Seal();
                WriteHead();
            }

            transaction.Commit();
            return errors;
        }
        catch
        {
            Forget();
            throw;
        }
        finally
        {
            _tables.Transaction = null;
        }
    });

    /// <summary>Adds the entries of an older file, in a transaction of the caller.</summary>
    public void TakeOver(SqliteTransaction transaction, IEnumerable<SpendEntry> entries)
    {
        _tables.Transaction = transaction;
        Load();
        foreach (SpendEntry entry in entries)
        {
            Add(entry, isChecked: false);
            if (_head.Active >= SegmentSize)
            {
                Flush();
                Seal();
            }
        }

        Flush();
        WriteHead();
        _tables.Transaction = null;
    }

    /// <summary>Adds an entry if it is new.</summary>
    public void Add(SpendEntry entry) => Add(entry, isChecked: true);

    /// <summary>Adds an entry if it is new. Entries of an older file are not compared with the newest one.</summary>
    public void Add(SpendEntry entry, bool isChecked)
    {
        long ticks = SpendTicks.TicksOf(entry.At);
        UInt128 id = StoredEntry.HashOf(entry.Id);
        if (IsKnown(entry, id, ticks))
        {
            return;
        }

        if (isChecked)
        {
            SpendClockException.ThrowIfFar(entry.At, NewestEntry, _options.MaxJump, isReservation: false);
        }

        (_isChanged, _isChanging) = (true, true);
        long tags = TagsOf(entry.Tags);
        int start = _block.Length;
        StoredEntry.Write(_block, _scratch, entry, ticks, tags);
        if (_block.Length > BlockSize && start > 0)
        {
            byte[] last = _block.Span[start..].ToArray();
            WriteBlock(start);
            _block.Clear();
            _block.Bytes(last);
        }

        _ids.Add(id, _head.LastBlock + 1, ticks);
        _head = _head with { Entries = _head.Entries + 1, Active = _head.Active + 1, Newest = Math.Max(_head.Newest, ticks) };
        Rollup rollup = new(1, entry.Unpriced, ExactSum.Of(entry.Amount));
        AddTo(SpendTicks.DayOf(ticks), tags, rollup);
        _balances.Spend(Instant.FromUnixTimeTicks(ticks), entry.Tags, rollup.Amount);
        _isChanging = false;
    }

    /// <summary>Adds a rollup of a day whose entries were deleted.</summary>
    public void AddRollup(int day, ImmutableArray<SpendTag> tags, Rollup rollup)
    {
        _isChanged = true;
        AddTo(day, TagsOf(tags), rollup);
    }

    /// <summary>Says that entries before a tick were deleted.</summary>
    public void KeepFrom(long ticks)
    {
        _isChanged = true;
        _head = _head with { KeptFrom = ticks };
    }

    /// <summary>Checks limits and reserves an amount.</summary>
    public SpendDecision Reserve(Guid owner, SpendReservation reservation, ImmutableArray<SpendLimit> limits)
    {
        SpendClockException.ThrowIfFar(reservation.At, NewestEntry, _options.MaxJump, isReservation: true);
        ImmutableArray<SpendBalance> balances = [.. limits.Select(l => BalanceOf(l.Filter).Current())];
        if (_balances.Has(reservation.Id))
        {
            return new SpendDecision(true, balances);
        }

        // A sum that is not exact must throw before anything is reserved, even without a limit.
        Usd[] sums = [.. balances.Select(b => b.Spent + b.Reserved + reservation.Amount)];
        bool fits = limits.Zip(sums).All(l => l.First.Most is not { } most || l.Second <= most);
        if (fits)
        {
            (_isChanged, _isChanging) = (true, true);
            _head = _balances.Reserve(owner, reservation, _head);
            _isChanging = false;
        }

        return new SpendDecision(fits, balances);
    }

    /// <summary>Adds an entry and removes a reservation.</summary>
    public void Settle(string reservationId, SpendEntry entry)
    {
        Add(entry);
        Release(reservationId);
    }

    /// <summary>Removes a reservation if there is one.</summary>
    public void Release(string id)
    {
        SpendHead before = _head;
        _head = _balances.Release(id, _head);
        _isChanged |= before != _head;
    }

    /// <summary>Returns the balances of some filters.</summary>
    public ImmutableArray<SpendBalance> Balances(Instant at, ImmutableArray<SpendFilter> filters)
    {
        SpendClockException.ThrowIfFar(at, NewestEntry, _options.MaxJump, isReservation: true);
        return [.. filters.Select(f => BalanceOf(f).Current())];
    }

    /// <summary>Gives a sign of life, and gives back what dead owners have reserved. Returns whether there are reservations.</summary>
    public bool Beat(Guid owner, SpendLeases<Guid> leases)
    {
        SpendHead before = _head;
        _head = _balances.Beat(owner, leases, _head);
        _isChanged |= before != _head;
        return _head.Reservations > 0;
    }

    public void Dispose()
    {
        _tables.Dispose();
        _tables.Connection.Dispose();
    }

    private Instant? NewestEntry => _head.Newest == long.MinValue ? null : Instant.FromUnixTimeTicks(_head.Newest);

    /// <summary>Takes one step; an exception that says that it is refused changes nothing.</summary>
    private Exception? Take(Action<SpendWriting> step)
    {
        try
        {
            step(this);
            return null;
        }
        catch (Exception e) when (!_isChanging && e is (InvalidOperationException or ArgumentException or OverflowException))
        {
            return e;
        }
    }

    /// <summary>Reads what other processes have changed. Requires a transaction.</summary>
    private void Load()
    {
        byte[] row = _tables.Get("head", SpendHead.Key) ?? throw new InvalidDataException("the head is missing");
        if (row.AsSpan().SequenceEqual(_headRow))
        {
            return;
        }

        SpendHead head = SpendHead.Read(Frame.Open(Frame.Head, SpendHead.Key, row, out _));
        _tagSets.Load(_tables, head);
        _ids.Load(head);
        _balances.Load(head);
        _days.Clear();
        _chunks.Clear();
        (_head, _headRow) = (head, row);
    }

    /// <summary>Forgets everything, after a transaction that failed.</summary>
    private void Forget()
    {
        _headRow = [];
        _head = new SpendHead();
        _tagSets = new TagSets();
        _ids.Clear();
        _balances.Clear();
        _days.Clear();
        _chunks.Clear();
        _changedChunks.Clear();
        _changedDays.Clear();
        _block.Clear();
        (_isChanged, _isChanging) = (false, false);
    }

    /// <summary>Returns whether an entry was added before.</summary>
    /// <exception cref="InvalidOperationException">Another entry has the id.</exception>
    private bool IsKnown(SpendEntry entry, UInt128 id, long ticks)
    {
        foreach ((long first, long last) in _ids.PlacesOf(id))
        {
            IEnumerable<byte[]> blocks = _tables.Range("block", first, last).Select(b => b.Body);
            foreach (byte[] body in last > _head.LastBlock ? blocks.Append(_block.ToArray()) : blocks)
            {
                for (int at = 0; at < body.Length;)
                {
                    StoredEntry known = StoredEntry.Read(body.AsSpan(at));
                    at += known.Length;
                    if (known.IdHash == id)
                    {
                        SpendEntry stored = new(known.Id, known.At, known.Amount, _tagSets[known.Tags]) { Unpriced = known.Unpriced };
                        return stored == entry with { At = Instant.FromUnixTimeTicks(ticks) }
                            ? true
                            : throw new InvalidOperationException(
                                $"The id '{entry.Id}' belongs to another spend entry in {_file.Path}. Stored: {stored}. Added: {entry}. "
                                + "Give each entry a unique id.");
                    }
                }
            }
        }

        return false;
    }

    private long TagsOf(ImmutableArray<SpendTag> tags)
    {
        if (_tagSets.NumberOf(tags) is > 0 and long known)
        {
            return known;
        }

        long number = _tagSets.Add(tags, _tables);
        _head = _head with { Tags = number, TagsDigest = _tagSets.Digest };
        return number;
    }

    private void AddTo(int day, long tags, Rollup rollup)
    {
        long key = RollupChunk.KeyOf(day, tags);
        if (!_chunks.TryGetValue(key, out RollupChunk? chunk))
        {
            _chunks.Add(key, chunk = _tables.Get("rollup", key) is { } row ? RollupChunk.Read(key, row) : new RollupChunk());
        }

        if (!_days.TryGetValue(day, out DayRow? all))
        {
            _days.Add(day, all = _tables.Get("day", day) is { } row ? DayRow.Read(day, row) : new DayRow());
        }

        chunk.Add(tags, rollup);
        all.All += rollup;
        _changedChunks.Add(key);
        _changedDays.Add(day);
    }

    /// <summary>Returns the balance of a filter, which is added up when it is asked for the first time.</summary>
    private StoredBalance BalanceOf(SpendFilter filter)
    {
        if (_balances.Find(filter) is { } known)
        {
            return known;
        }

        SpendTicks.CheckLength(filter.During, _options.Retention);
        Flush();
        Rollup[] sums = SpendReading.Sums(_tables, _head, filter.During);
        ExactSum spent = SpendReading.Having(_tagSets, filter.Tags).Aggregate(default(ExactSum), (sum, i) => sum + sums[i].Amount);
        _isChanged = true;
        (StoredBalance balance, _head) = _balances.Add(filter, spent, _head);
        return balance;
    }

    private void WriteBlock(int length)
    {
        long number = _head.LastBlock + 1;
        _tables.Put("block", number, _block.Span[..length].ToArray());
        _head = _head with { LastBlock = number };
    }

    /// <summary>Writes everything but the head.</summary>
    private void Flush()
    {
        if (_block.Length > 0)
        {
            WriteBlock(_block.Length);
            _block.Clear();
        }

        foreach (long key in _changedChunks)
        {
            RollupChunk chunk = _chunks[key];
            DayRow day = _days[RollupChunk.DayOf(key)];
            uint checksum = Write("rollup", Frame.Rollup, key, chunk.Write);
            day.ChunksDigest ^= Frame.Share(key, checksum) ^ (chunk.Checksum is { } old ? Frame.Share(key, old) : 0);
            day.Chunks += chunk.Checksum is null ? 1 : 0;
            chunk.Checksum = checksum;
        }

        foreach (int number in _changedDays)
        {
            DayRow day = _days[number];
            uint checksum = Write("day", Frame.Day, number, day.Write);
            _head = _head with
            {
                Days = _head.Days + (day.Checksum is null ? 1 : 0),
                DaysDigest = _head.DaysDigest ^ Frame.Share(number, checksum) ^ (day.Checksum is { } old ? Frame.Share(number, old) : 0),
            };
            day.Checksum = checksum;
        }

        _changedChunks.Clear();
        _changedDays.Clear();
        _head = _balances.Flush(_head);
        if (_chunks.Count > RememberedChunks)
        {
            _chunks.Clear();
        }
    }

    /// <summary>Makes a segment of the entries that are in none, if there are enough, and deletes those that are too old.</summary>
    private void Seal()
    {
        if (_head.Active < SegmentSize)
        {
            return;
        }

        _head = _ids.Seal(_head);
        if (_options.Retention is { } retention
            && ConfirmedDay() is { } day
            && Instant.FromUnixTimeTicks(SpendTicks.StartOf(day)) is var start
            && start - Instant.MinValue > retention)
        {
            _head = _ids.Delete(SpendTicks.StartOf(SpendTicks.DayOf(SpendTicks.TicksOf(start - retention))), _head);
        }
    }

    /// <summary>
    /// Returns the newest day that has, together with those after it, a hundredth of the entries that are kept, and no fewer than 100: a
    /// few entries of a clock that is ahead delete nothing.
    /// </summary>
    private int? ConfirmedDay()
    {
        long needed = Math.Max(FewestConfirming, _head.Entries / ShareConfirming);
        foreach ((int day, DayRow row) in SpendReading.Days(_tables, _head).Reverse())
        {
            needed -= row.All.Entries;
            if (needed <= 0)
            {
                return day;
            }
        }

        return null;
    }

    private void WriteHead()
    {
        _head = _head with { Sequence = _head.Sequence + 1 };
        _scratch.Clear();
        _head.Write(_scratch);
        _headRow = Frame.Of(Frame.Head, SpendHead.Key, _scratch.Span).Row;
        _tables.Put("head", SpendHead.Key, _headRow);
        _tables.Put("head_copy", SpendHead.Key, _headRow);
        _isChanged = false;
    }

    private uint Write(string table, byte kind, long number, Action<ByteWriter> content)
    {
        _scratch.Clear();
        content(_scratch);
        (byte[] row, uint checksum) = Frame.Of(kind, number, _scratch.Span);
        _tables.Put(table, number, row);
        return checksum;
    }
}
