using System.Collections.Concurrent;
using System.Collections.Immutable;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public sealed class PendingReleasesTests
{
    [Fact]
    public async Task Start_WhileARoundIsUnderWay_WaitsForTheNextRound()
    {
        Store store = new();
        PendingReleases releases = new(store);
        store.Away = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        releases.Start("a");
        await store.Begun.WaitAsync();
        releases.Start("b");

        // Other threads do first what was given to them before.
        for (int i = 0; i < 1_000; i++)
        {
            await Task.Run(() => { });
        }

        store.Log.Enqueue("back");
        store.Away.SetResult();
        await releases.TryAllAsync();

        Assert.Equal(["a", "back", "b"], store.Log);
    }

    [Fact]
    public async Task TryAllAsync_WhatFailed_IsTriedOnceAndThenOver()
    {
        Store store = new() { Failure = new IOException("The disk is full.") };
        PendingReleases releases = new(store);
        releases.Later("a");

        await releases.TryAllAsync();
        store.Failure = null;
        await releases.TryAllAsync();
        await releases.TryAllAsync();

        Assert.Equal(["a", "a"], store.Log);
    }

    [Fact]
    public async Task TryAllAsync_StoreIsClosed_IsNotTriedAgain()
    {
        Store store = new() { Failure = new ObjectDisposedException("store") };
        PendingReleases releases = new(store);
        releases.Start("a");

        await releases.TryAllAsync();
        await releases.TryAllAsync();

        Assert.Equal(["a"], store.Log);
    }

    private sealed class Store : ISpendStore
    {
        /// <summary>The ids in the order in which their release began.</summary>
        public ConcurrentQueue<string> Log { get; } = new();

        public SemaphoreSlim Begun { get; } = new(0);

        public TaskCompletionSource? Away { get; set; }

        public Exception? Failure { get; set; }

        public async ValueTask ReleaseAsync(string reservationId, CancellationToken cancellation = default)
        {
            Log.Enqueue(reservationId);
            Begun.Release();
            await (Away?.Task ?? Task.CompletedTask);
            if (Failure is { } failure)
            {
                throw failure;
            }
        }

        public ValueTask AddAsync(SpendEntry entry, CancellationToken cancellation = default) => throw new NotSupportedException();

        public ValueTask<SpendSum> SumAsync(SpendFilter filter, CancellationToken cancellation = default) => throw new NotSupportedException();

        public ValueTask<ImmutableSortedDictionary<string, SpendSum>> SumByAsync(string tagKey, SpendFilter filter, CancellationToken cancellation = default) =>
            throw new NotSupportedException();

        public ValueTask<SpendDecision> ReserveAsync(SpendReservation reservation, ImmutableArray<SpendLimit> limits, CancellationToken cancellation = default) =>
            throw new NotSupportedException();

        public ValueTask SettleAsync(string reservationId, SpendEntry entry, CancellationToken cancellation = default) => throw new NotSupportedException();

        public ValueTask<ImmutableArray<SpendBalance>> BalancesAsync(Instant at, ImmutableArray<SpendFilter> filters, CancellationToken cancellation = default) =>
            throw new NotSupportedException();
    }
}
