using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>
/// However a clock jumps, by seconds or by decades, ahead or back, and through every change of daylight saving, a guard decides as a list of
/// all calls and of all readings says.
/// </summary>
[Properties(Arbitrary = [typeof(BudgetClockLaws)])]
public static class BudgetClockLaws
{
    private static readonly string[] Zones =
    [
        "UTC", "Europe/Berlin", "Europe/London", "America/New_York", "America/Los_Angeles", "America/Sao_Paulo", "America/Havana", "America/St_Johns",
        "Africa/Cairo", "Africa/Casablanca", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tehran", "Australia/Lord_Howe", "Pacific/Apia",
    ];

    private static readonly BudgetWindow[] Windows =
    [
        BudgetWindow.Day, BudgetWindow.Day, BudgetWindow.Week, BudgetWindow.Month, BudgetWindow.Total,
        BudgetWindow.Rolling(Duration.FromHours(1)), BudgetWindow.Rolling(Duration.FromDays(1)),
    ];

    // Just before clocks change somewhere.
    private static readonly Instant[] Starts =
    [
        Instant.FromUtc(2026, 3, 28, 20, 0), Instant.FromUtc(2026, 10, 24, 20, 0), Instant.FromUtc(2026, 3, 7, 22, 0), Instant.FromUtc(2026, 10, 31, 22, 0),
        Instant.FromUtc(2026, 4, 23, 18, 0), Instant.FromUtc(2026, 10, 29, 17, 0), Instant.FromUtc(2026, 4, 4, 12, 0), Instant.FromUtc(2026, 12, 31, 9, 0),
    ];

    /// <param name="Jump">How far the clock goes or jumps before the call.</param>
    /// <param name="Cents">What is reserved.</param>
    /// <param name="Share">How many hundredths of it the call costs; <see langword="null"/> if it stays under way.</param>
    public sealed record ClockStep(Duration Jump, int Cents, int? Share);

    public sealed record ClockRun(ImmutableArray<Budget> Budgets, Instant Start, ImmutableArray<ClockStep> Steps)
    {
        public override string ToString() => $"{string.Join("; ", Budgets)}; from {Start}: {string.Join(", ", Steps)}";
    }

    public static Arbitrary<ClockRun> Runs() => Arb.From(
        from windows in Gen.Elements(Windows).ArrayOf(2)
        from zones in Gen.Elements(Zones).ArrayOf(2)
        from limits in Gen.Choose(1, 300).ArrayOf(2)
        from start in Gen.Elements(Starts)
        from steps in Step.ListOf()
        let budgets = windows.Select((w, i) => new Budget($"b{i}", new Usd(limits[i] / 100m), w) { Zone = DateTimeZoneProviders.Tzdb[zones[i]] })
        select new ClockRun([.. budgets], start, [.. steps]),
        run => run.Steps.Index().Select(step => run with { Steps = run.Steps.RemoveAt(step.Index) }));

    private static Gen<ClockStep> Step =>
        from size in Gen.Frequency(
            (6, Gen.Choose(0, 3_600).Select(s => Duration.FromSeconds(s))),
            (3, Gen.Choose(1, 48).Select(h => Duration.FromHours(h))),
            (2, Gen.Choose(1, 400).Select(d => Duration.FromDays(d))),
            (2, Gen.Choose(1, 80).Select(y => Duration.FromDays(365 * y))))
        from isAhead in Gen.Elements(true, true, false)
        from cents in Gen.Choose(0, 100)
        from share in Gen.Frequency((1, Gen.Constant<int?>(null)), (4, Gen.Choose(0, 120).Select(s => (int?)s)))
        select new ClockStep(isAhead ? size : -size, cents, share);

    [Property]
    public static void SingleProcess_AnyJumps_DecidesAsTheListOfCallsAndReadings(ClockRun run)
    {
        JumpingTime time = new(run.Start);
        SingleProcessBudgetGuard guard = new(run.Budgets, time);
        Follow(run, guard, time);
    }

    [Property(MaxTest = 300)]
    public static async Task Store_AnyJumps_DecidesAsTheListOfCallsAndReadings(ClockRun run)
    {
        JumpingTime time = new(run.Start);
        InMemorySpendStore store = new(new InMemorySpendOptions
        {
            Resolution = Duration.FromSeconds(1),
            Retention = Duration.FromDays(4_000 * 365),
            MaxJump = Duration.FromDays(4_000 * 365),
        });
        BudgetGuard guard = await BudgetGuard.StartAsync(run.Budgets, time, store);
        Follow(run, guard, time);
    }

    [Property]
    public static void OneWrongReading_AnyState_ChangesNothing(ClockRun run, int years, bool isAhead)
    {
        JumpingTime time = new(run.Start);
        SingleProcessBudgetGuard guard = new(run.Budgets, time);
        SingleProcessBudgetGuard spared = new(run.Budgets, time);
        Duration wrong = Duration.FromDays(367 * (1 + (Math.Abs((long)years) % 60)));
        foreach (ClockStep step in run.Steps)
        {
            // The clock goes on, and for one call it is wrong: the time of the call before it is the last one that is believed.
            Instant right = time.Reading + Duration.FromTicks(Math.Abs(step.Jump.BclCompatibleTicks) % NodaConstants.TicksPerHour);
            BudgetState[] before = [.. spared.States];
            time.Reading = isAhead ? right + wrong : right - wrong;
            bool isAllowed = guard.Reserve(new Usd(step.Cents / 100m)).Reservation is { } reservation && Released(reservation);
            Assert.Equal(before.All(s => s.Left.Amount >= step.Cents / 100m), isAllowed);
            time.Reading = right;
            Assert.Equal<BudgetState>(spared.States, guard.States);
            Assert.Equal(
                spared.Reserve(new Usd(step.Cents / 100m)).Reservation?.Settle(new Usd(step.Cents / 100m)).Entry.At,
                guard.Reserve(new Usd(step.Cents / 100m)).Reservation?.Settle(new Usd(step.Cents / 100m)).Entry.At);
        }
    }

    private static bool Released(Reservation reservation)
    {
        reservation.Dispose();
        return true;
    }

    private static void Follow(ClockRun run, BudgetGuard guard, JumpingTime time)
    {
        List<Call> calls = [];
        ModelClock clock = new(run.Start);
        foreach (ClockStep step in run.Steps)
        {
            time.Reading += step.Jump;
            Instant now = clock.Read(time.Reading);
            Usd asked = new(step.Cents / 100m);
            bool fits = run.Budgets.All(b => Used(b, calls, now, c => c.Cost + c.Reserved) + asked <= b.Limit);

            Reservation? reservation = guard.Reserve(asked).Reservation;

            Assert.Equal(fits, reservation is not null);
            if (reservation is not null)
            {
                Assert.Equal(now, reservation.At);
                Call call = new(now) { Reserved = asked };
                calls.Add(call);
                if (step.Share is { } share)
                {
                    (call.Reserved, call.Cost) = (Usd.Zero, asked * (share / 100m));
                    reservation.SettleAsync(call.Cost).AsTask().GetAwaiter().GetResult();
                }
            }

            now = clock.Read(time.Reading);
            Assert.Equal(
                run.Budgets.Select(b => (b.Name, Used(b, calls, now, c => c.Cost), Used(b, calls, now, c => c.Reserved))),
                guard.States.Select(s => (s.Budget.Name, s.Spent, s.Reserved)));
        }
    }

    private static Usd Used(Budget budget, List<Call> calls, Instant now, Func<Call, Usd> amount) => calls
        .Where(c => budget.WindowAt(now).Contains(c.At))
        .Aggregate(Usd.Zero, (sum, c) => sum + amount(c));

    private sealed class Call(Instant at)
    {
        public Instant At => at;

        public Usd Reserved { get; set; }

        public Usd Cost { get; set; }
    }

    /// <summary>The rule in the words of the documentation, from the list of all readings that are doubted.</summary>
    private sealed class ModelClock(Instant now)
    {
        private readonly List<Instant> _doubted = [];

        public Instant Read(Instant reading)
        {
            if (reading - now <= Duration.FromDays(366) && now - reading <= Duration.FromDays(1))
            {
                _doubted.Clear();
                return now = reading > now ? reading : now;
            }

            if (_doubted.Count > 0 && (reading < _doubted[^1] || reading - _doubted[^1] > Duration.FromDays(1)))
            {
                _doubted.Clear();
            }

            _doubted.Add(reading);
            if (reading - _doubted[0] >= Duration.FromHours(1))
            {
                _doubted.Clear();
                now = reading;
            }

            return now;
        }
    }

    private sealed class JumpingTime(Instant start) : TimeProvider
    {
        public Instant Reading { get; set; } = start;

        public override DateTimeOffset GetUtcNow() => Reading.ToDateTimeOffset();
    }
}
