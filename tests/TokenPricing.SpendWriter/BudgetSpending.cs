using System.Globalization;
using NodaTime;

namespace TokenPricing.Tests;

/// <summary>Calls of one process within a budget that others share.</summary>
public static class BudgetSpending
{
    /// <summary>Longer than a busy machine lets a living process wait: who shows no life for so long is held dead, and its reservations come back.</summary>
    public static readonly Duration Lease = Duration.FromSeconds(10);

    private static readonly Instant Start = Instant.FromUtc(2026, 6, 1, 12, 0);

    public static Budget BudgetOf(decimal limit) => new("shared", new Usd(limit), BudgetWindow.Day) { Tags = [new SpendTag("tenant", "acme")] };

    /// <summary>All processes are in the same day.</summary>
    public static TimeProvider Time { get; } = new SameDay();

    public static async Task<ISpendStore> OpenAsync(string kind, string place) => kind == "sqlite"
        ? SqliteSpendStore.Open(place, new SqliteSpendOptions { Lease = Lease })
        : await PostgresSpendStore.OpenAsync(place, new PostgresSpendOptions { Lease = Lease, RetryFor = Duration.FromMinutes(5) });

    public static SpendEntry EntryOf(string line) => line.Split(' ') is [var id, var ticks, var cost]
        ? new SpendEntry(
            id, Instant.FromUnixTimeTicks(long.Parse(ticks, CultureInfo.InvariantCulture)), new Usd(decimal.Parse(cost, CultureInfo.InvariantCulture)),
            [new SpendTag("tenant", "acme")])
        : throw new InvalidDataException($"'{line}' is no line that the process writes.");

    public static async Task RunAsync(string kind, string place, decimal limit, int seed)
    {
        ISpendStore store = await OpenAsync(kind, place);
        BudgetGuard guard = await BudgetGuard.StartAsync([BudgetOf(limit)], Time, store);
        await Task.WhenAll(Enumerable.Range(0, 2).Select(worker => SpendAsync(guard, new Random((seed * 2) + worker))));
    }

    private static async Task SpendAsync(BudgetGuard guard, Random random)
    {
        while (true)
        {
            Reservation? reservation = (await guard.ReserveAsync(new Usd(random.Next(1, 200) / 10_000m), [new SpendTag("tenant", "acme")])).Reservation;
            await Task.Delay(random.Next(reservation is null ? 100 : 5));
            if (reservation is null)
            {
                continue;
            }

            // Now and then a call is cancelled, or its process is killed before it is settled.
            if (random.Next(10) == 0)
            {
                await reservation.DisposeAsync();
                continue;
            }

            SpendEntry entry = (await reservation.SettleAsync(reservation.Amount!.Value * (random.Next(20, 101) / 100m))).Entry;
            await Console.Out.WriteLineAsync(
                string.Create(CultureInfo.InvariantCulture, $"{entry.Id} {entry.At.ToUnixTimeTicks()} {entry.Amount.Amount}"));
        }
    }

    private sealed class SameDay : TimeProvider
    {
        private readonly long _started = System.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => (Start + Duration.FromTicks(System.GetElapsedTime(_started).Ticks)).ToDateTimeOffset();
    }
}
