using System.Collections.Immutable;

namespace TokenPricing.Budgets;

/// <summary>
/// Stores spend in the memory of the process, as exact sums by tags and time steps. Entries themselves are not stored, so memory depends on
/// the number of different sets of tags and not on the number of calls.
/// </summary>
/// <remarks>Thread-safe. Every returned task has already completed.</remarks>
public sealed class InMemorySpendStore : ISpendStore
{
    private readonly Lock _gate = new();
    private readonly InMemorySpendOptions _options;
    private readonly TimeSteps _steps;
    private readonly long _kept;
    private readonly Dictionary<string, TaggedSpend> _spend = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SpendEntry> _known = new(StringComparer.Ordinal);
    private readonly Queue<string> _ids = new();
    private long? _newest;

    /// <summary>Creates an empty store.</summary>
    /// <param name="options">The resolution and retention; <see langword="null"/> for the defaults.</param>
    public InMemorySpendStore(InMemorySpendOptions? options = null)
    {
        _options = options ?? new InMemorySpendOptions();
        _steps = new TimeSteps(_options.Resolution);
        _kept = _steps.IndexOf(NodaConstants.UnixEpoch + _options.Retention);
    }

    // The oldest step that is kept separately; <see langword="null"/> before the first entry.
    private long? Oldest => _newest - _kept;

    /// <inheritdoc/>
    public ValueTask AddAsync(SpendEntry entry, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        cancellation.ThrowIfCancellationRequested();
        string tags = string.Concat(entry.Tags.Select(t => $"{t.Key.Length}:{t.Key}{t.Value.Length}:{t.Value}"));
        long step = _steps.IndexOf(entry.At);
        lock (_gate)
        {
            if (IsNew(entry))
            {
                _newest = Math.Max(_newest ?? step, step);
                if (!_spend.TryGetValue(tags, out TaggedSpend? spend))
                {
                    _spend.Add(tags, spend = new TaggedSpend(entry.Tags));
                }

                spend.Add(entry, step, Oldest!.Value);
            }
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

    /// <summary>Returns the sums of the entries that match a filter, by group.</summary>
    private Dictionary<string, SpendTally> Sums(
        SpendFilter filter,
        Func<ImmutableArray<SpendTag>, string> groupOf,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(filter);
        cancellation.ThrowIfCancellationRequested();
        long? from = filter.During.HasStart ? StepFrom(filter.During.Start) : null;
        long? to = filter.During.HasEnd ? StepFrom(filter.During.End) : null;
        Dictionary<string, SpendTally> sums = new(StringComparer.Ordinal);
        lock (_gate)
        {
            CheckKept(from);
            CheckKept(to);
            foreach (TaggedSpend spend in _spend.Values.Where(s => SpendTags.HaveAll(s.Tags, filter.Tags)))
            {
                SpendTally within = spend.Sum(from, to, Oldest!.Value);
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
        }

        return sums;
    }

    /// <summary>Returns whether the id of an entry is new, as far as ids are remembered, and remembers it. Requires the lock.</summary>
    private bool IsNew(SpendEntry entry)
    {
        if (_known.TryGetValue(entry.Id, out SpendEntry? known))
        {
            return known == entry ? false : throw entry.Contradicts(known);
        }

        if (_options.RememberedIds > 0)
        {
            if (_ids.Count == _options.RememberedIds)
            {
                _known.Remove(_ids.Dequeue());
            }

            _ids.Enqueue(entry.Id);
            _known.Add(entry.Id, entry);
        }

        return true;
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
        if (edge < Oldest)
        {
            throw new ArgumentException(
                $"The filter starts or ends at {_steps.StartOf(
                    edge!.Value)}, and this store keeps time steps only from {_steps.StartOf(Oldest!.Value)}. "
                + $"Set {nameof(InMemorySpendOptions.Retention)} to more than {_options.Retention}.");
        }
    }
}
