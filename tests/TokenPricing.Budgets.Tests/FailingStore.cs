using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing.Tests;

/// <summary>A store in memory that fails, or is away for a while, when a test says so. It counts what reaches it.</summary>
internal sealed class FailingStore : ISpendStore
{
    private readonly InMemorySpendStore _store = new();
    private int _settlements;
    private int _releases;

    public bool IsFailing { get; set; }

    public bool IsFailingAfterReserve { get; set; }

    /// <summary>While the store is away, reserving, settling and releasing wait for this; releasing does so whatever its token says.</summary>
    public TaskCompletionSource? Away { get; set; }

    /// <summary>Counts the releases that have begun.</summary>
    public SemaphoreSlim? Releasing { get; set; }

    /// <summary>How often the store was asked to settle.</summary>
    public int Settlements => _settlements;

    /// <summary>How often the store was asked to release.</summary>
    public int Releases => _releases;

    public ValueTask AddAsync(SpendEntry entry, CancellationToken cancellation = default) =>
        IsFailing ? Failure() : _store.AddAsync(entry, cancellation);

    public ValueTask<SpendSum> SumAsync(SpendFilter filter, CancellationToken cancellation = default) => _store.SumAsync(filter, cancellation);

    public ValueTask<ImmutableSortedDictionary<string, SpendSum>> SumByAsync(string tagKey, SpendFilter filter, CancellationToken cancellation = default) =>
        _store.SumByAsync(tagKey, filter, cancellation);

    public async ValueTask<SpendDecision> ReserveAsync(SpendReservation reservation, ImmutableArray<SpendLimit> limits, CancellationToken cancellation = default)
    {
        SpendDecision decision = await _store.ReserveAsync(reservation, limits, cancellation);
        await (Away?.Task ?? Task.CompletedTask).WaitAsync(cancellation);
        return IsFailingAfterReserve ? throw new IOException("The connection was lost.") : decision;
    }

    public async ValueTask SettleAsync(string reservationId, SpendEntry entry, CancellationToken cancellation = default)
    {
        Interlocked.Increment(ref _settlements);
        await (Away?.Task ?? Task.CompletedTask).WaitAsync(cancellation);
        await (IsFailing ? Failure() : _store.SettleAsync(reservationId, entry, cancellation));
    }

    public async ValueTask ReleaseAsync(string reservationId, CancellationToken cancellation = default)
    {
        bool isFailing = IsFailing;
        Interlocked.Increment(ref _releases);
        Releasing?.Release();
        await (Away?.Task ?? Task.CompletedTask);
        await (isFailing ? Failure() : _store.ReleaseAsync(reservationId, cancellation));
    }

    public ValueTask<ImmutableArray<SpendBalance>> BalancesAsync(Instant at, ImmutableArray<SpendFilter> filters, CancellationToken cancellation = default) =>
        _store.BalancesAsync(at, filters, cancellation);

    private static ValueTask Failure() => ValueTask.FromException(new IOException("The disk is full."));
}
