using System.Collections.Immutable;
using System.Globalization;

namespace TokenPricing.Budgets;

/// <summary>
/// Stores spend in the memory of this one process, as exact sums by tags and time steps. Entries themselves are not stored, so memory
/// depends on the number of different sets of tags and not on the number of calls.
/// </summary>
/// <remarks>Thread-safe. Every returned task has already completed.</remarks>
public sealed class InMemorySpendStore : ISpendStore
{
    // Running balances of more filters, such as those of windows that have ended, are added up again when they are asked for.
    private const int MostBalances = 10_000;

    private readonly Lock _gate = new();
    private readonly InMemorySpendOptions _options;
    private readonly TimeSteps _steps;
    private readonly ConfirmedTime _confirmed;
    private readonly Dictionary<string, TaggedSpend> _spend = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SpendEntry> _known = new(StringComparer.Ordinal);
    private readonly Queue<string> _ids = new();
    private readonly Dictionary<string, SpendReservation> _reservations = new(StringComparer.Ordinal);
    private readonly SpendFilterIndex<RunningBalance> _balances = new();
    private readonly List<RunningBalance> _matching = [];
    private Instant? _newestAt;

    /// <summary>Creates an empty store.</summary>
    /// <param name="options">The resolution and retention; <see langword="null"/> for the defaults.</param>
    public InMemorySpendStore(InMemorySpendOptions? options = null)
    {
        _options = options ?? new InMemorySpendOptions();
        _steps = new TimeSteps(_options.Resolution);
        _confirmed = new ConfirmedTime(_steps.IndexOf(NodaConstants.UnixEpoch + _options.Retention));
    }

    /// <inheritdoc/>
    public ValueTask AddAsync(SpendEntry entry, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            Add(entry);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">
    /// The filter starts or ends within a time step, or before the time steps that are kept.
    /// </exception>
    public ValueTask<SpendSum> SumAsync(SpendFilter filter, CancellationToken cancellation = default) =>
        ValueTask.FromResult(Sums(filter, _ => "", cancellation).TryGetValue("", out SpendTally? tally) ? tally.ToSum() : default);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">
    /// The filter starts or ends within a time step, or before the time steps that are kept.
    /// </exception>
    public ValueTask<ImmutableSortedDictionary<string, SpendSum>> SumByAsync(
        string tagKey,
        SpendFilter filter,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(tagKey);
        return ValueTask.FromResult(Sums(filter, tags => tags.FirstOrDefault(t => t.Key == tagKey)?.Value ?? "", cancellation)
            .ToImmutableSortedDictionary(s => s.Key, s => s.Value.ToSum(), StringComparer.Ordinal));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">
    /// A filter starts or ends within a time step, or before the time steps that are kept, or is longer than the retention.
    /// </exception>
    public ValueTask<SpendDecision> ReserveAsync(
        SpendReservation reservation,
        ImmutableArray<SpendLimit> limits,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            SpendClockException.ThrowIfFar(reservation.At, _newestAt, _options.MaxJump, isReservation: true);
            bool isKnown = _reservations.ContainsKey(reservation.Id);
            ImmutableArray<SpendBalance> balances = [.. limits.Select(l => BalanceOf(l.Filter).Current())];

            // A sum that is not exact must throw before anything is reserved, even without a limit.
            Usd[] sums = [.. balances.Select(b => b.Spent + b.Reserved + reservation.Amount)];
            bool fits = limits.Zip(sums).All(l => l.First.Most is not { } most || l.Second <= most);
            if (fits && !isKnown)
            {
                _reservations.Add(reservation.Id, reservation);
                Matching(reservation.At, reservation.Tags).ForEach(b => b.Reserve(reservation.Amount));
            }

            return ValueTask.FromResult(new SpendDecision(fits || isKnown, balances));
        }
    }

    /// <inheritdoc/>
    public ValueTask SettleAsync(string reservationId, SpendEntry entry, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(reservationId);
        ArgumentNullException.ThrowIfNull(entry);
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            Add(entry);
            Release(reservationId);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask ReleaseAsync(string reservationId, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(reservationId);
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            Release(reservationId);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">
    /// A filter starts or ends within a time step, or before the time steps that are kept, or is longer than the retention.
    /// </exception>
    public ValueTask<ImmutableArray<SpendBalance>> BalancesAsync(
        Instant at,
        ImmutableArray<SpendFilter> filters,
        CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            SpendClockException.ThrowIfFar(at, _newestAt, _options.MaxJump, isReservation: true);
            return ValueTask.FromResult<ImmutableArray<SpendBalance>>([.. filters.Select(f => BalanceOf(f).Current())]);
        }
    }

    /// <summary>Adds an entry if it is new. Requires the lock.</summary>
    private void Add(SpendEntry entry)
    {
        if (IsKnown(entry))
        {
            return;
        }

        SpendClockException.ThrowIfFar(entry.At, _newestAt, _options.MaxJump, isReservation: false);
        Remember(entry);
        long step = _steps.IndexOf(entry.At);
        _confirmed.Add(step);
        _newestAt = Instant.Max(_newestAt ?? entry.At, entry.At);
        string tags = string.Concat(entry.Tags.Select(t => $"{t.Key.Length}:{t.Key}{t.Value.Length}:{t.Value}"));
        if (!_spend.TryGetValue(tags, out TaggedSpend? spend))
        {
            _spend.Add(tags, spend = new TaggedSpend(entry.Tags));
        }

        spend.Add(entry, step, _confirmed.Oldest ?? long.MinValue);
        Matching(entry.At, entry.Tags).ForEach(b => b.Add(entry));
    }

    /// <summary>Removes a reservation if there is one. Requires the lock.</summary>
    private void Release(string id)
    {
        if (_reservations.Remove(id, out SpendReservation? known))
        {
            Matching(known.At, known.Tags).ForEach(b => b.Release(known.Amount));
        }
    }

    /// <summary>Returns the running balances that count an entry or a reservation. Requires the lock.</summary>
    private List<RunningBalance> Matching(Instant at, ImmutableArray<SpendTag> tags)
    {
        _matching.Clear();
        _balances.Find(at, tags, _matching);
        return _matching;
    }

    /// <summary>Returns the running balance of a filter, which is added up when first asked for. Requires the lock.</summary>
    private RunningBalance BalanceOf(SpendFilter filter)
    {
        if (_balances.TryGetValue(filter, out RunningBalance? balance))
        {
            return balance;
        }

        if (filter.During is { HasStart: true, HasEnd: true } during && during.Duration > _options.Retention)
        {
            throw new ArgumentException(
                $"A budget whose window is from {during.Start} to {during.End} needs a store that keeps time steps for as long. "
                + $"Set {nameof(InMemorySpendOptions.Retention)} to Duration.FromDays({TimeSteps.DaysOf(during.Duration)}) or more; "
                + $"it is {_options.Retention.TotalDays.ToString("0.##", CultureInfo.InvariantCulture)} days.");
        }

        if (_balances.Count >= MostBalances)
        {
            _balances.Clear();
        }

        balance = new RunningBalance(SumsWithLock(filter, _ => "").GetValueOrDefault("") ?? new SpendTally());
        foreach (SpendReservation reservation in _reservations.Values.Where(r =>
            filter.During.Contains(r.At) && SpendTags.HaveAll(r.Tags, filter.Tags)))
        {
            balance.Reserve(reservation.Amount);
        }

        _balances.Add(filter, balance);
        return balance;
    }

    /// <summary>Returns the sums of the entries that match a filter, by group.</summary>
    private Dictionary<string, SpendTally> Sums(
        SpendFilter filter,
        Func<ImmutableArray<SpendTag>, string> groupOf,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return SumsWithLock(filter, groupOf);
        }
    }

    /// <summary>Returns the sums of the entries that match a filter, by group. Requires the lock.</summary>
    private Dictionary<string, SpendTally> SumsWithLock(SpendFilter filter, Func<ImmutableArray<SpendTag>, string> groupOf)
    {
        long? from = filter.During.HasStart ? StepFrom(filter.During.Start) : null;
        long? to = filter.During.HasEnd ? StepFrom(filter.During.End) : null;
        Dictionary<string, SpendTally> sums = new(StringComparer.Ordinal);
        CheckKept(from);
        CheckKept(to);
        foreach (TaggedSpend spend in _spend.Values.Where(s => SpendTags.HaveAll(s.Tags, filter.Tags)))
        {
            SpendTally within = spend.Sum(from, to, _confirmed.Oldest ?? long.MinValue);
            if (within.Entries == 0)
            {
                continue;
            }

            string group = groupOf(spend.Tags);
            if (!sums.TryGetValue(group, out SpendTally? sum))
            {
                sums.Add(group, sum = new SpendTally());
            }

            sum.Add(within);
        }

        return sums;
    }

    /// <summary>Returns whether an entry was added before, as far as ids are remembered. Requires the lock.</summary>
    private bool IsKnown(SpendEntry entry) =>
        _known.TryGetValue(entry.Id, out SpendEntry? known) && (known == entry ? true : throw entry.Contradicts(known));

    /// <summary>Remembers the id of an entry. Requires the lock.</summary>
    private void Remember(SpendEntry entry)
    {
        if (_options.RememberedIds > 0)
        {
            if (_ids.Count == _options.RememberedIds)
            {
                _known.Remove(_ids.Dequeue());
            }

            _ids.Enqueue(entry.Id);
            _known.Add(entry.Id, entry);
        }
    }

    /// <summary>Returns the step that begins at an instant, and throws if none does.</summary>
    private long StepFrom(Instant edge)
    {
        long step = _steps.IndexOf(edge);
        return _steps.StartOf(step) == edge
            ? step
            : throw new ArgumentException(
                $"The filter starts or ends at {edge}, which is within a time step of {_options.Resolution} from 1970-01-01T00:00Z. "
                + $"Set {nameof(InMemorySpendOptions.Resolution)} so that it is between two steps.");
    }

    /// <summary>Throws if a step is older than those that are kept separately.</summary>
    private void CheckKept(long? edge)
    {
        if (edge < _confirmed.Oldest)
        {
            throw new ArgumentException(
                $"The filter starts or ends at {_steps.StartOf(edge!.Value)}, and this store keeps time steps only "
                + $"from {_steps.StartOf(_confirmed.Oldest!.Value)}. "
                + $"Set {nameof(InMemorySpendOptions.Retention)} to more than {_options.Retention}.");
        }
    }
}
