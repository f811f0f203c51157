using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>
/// However a clock jumps, by seconds or by decades, ahead or back, and through every change of daylight saving, a guard decides as a list of
/// all calls and of all readings says, and a clock that is wrong for less than an hour changes nothing.
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

    /// <param name="Pass">How much time passes before the call.</param>
    /// <param name="Jump">How far the clock is put forward or back then.</param>
    /// <param name="Cents">What is reserved.</param>
    /// <param name="Share">How many hundredths of it the call costs; <see langword="null"/> if it stays under way.</param>
    public sealed record ClockStep(Duration Pass, Duration Jump, int Cents, int? Share);

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

    /// <summary>Jumps of 1 hour to 400 days, and of decades, forward and back.</summary>
    public static Arbitrary<Duration> Jumps() => Arb.From(
        from size in Gen.Frequency(
            (3, Gen.Choose(1, 48).Select(h => Duration.FromHours(h))),
            (3, Gen.Choose(1, 400).Select(d => Duration.FromDays(d))),
            (1, Gen.Choose(1, 80).Select(y => Duration.FromDays(365 * y))))
        from isAhead in Gen.Elements(true, false)
        select isAhead ? size : -size);

    private static Gen<ClockStep> Step =>
        from pass in Gen.Frequency(
            (6, Gen.Choose(0, 3_600).Select(s => Duration.FromSeconds(s))),
            (3, Gen.Choose(1, 48).Select(h => Duration.FromHours(h))),
            (2, Gen.Choose(1, 400).Select(d => Duration.FromDays(d))))
        from jump in Gen.Frequency(
            (6, Gen.Constant(Duration.Zero)),
            (2, Gen.Choose(-90, 90).Select(s => Duration.FromSeconds(s))),
            (2, Gen.Choose(-120, 120).Select(m => Duration.FromMinutes(m))),
            (3, Jumps().Generator))
        from cents in Gen.Choose(0, 100)
        from share in Gen.Frequency((1, Gen.Constant<int?>(null)), (4, Gen.Choose(0, 120).Select(s => (int?)s)))
        select new ClockStep(pass, jump, cents, share);

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

    /// <summary>Calls while the clock is wrong, and calls after it, are decided and dated as if it had been right.</summary>
    [Property]
    public static void WrongForLessThanAnHour_AnyState_ChangesNothing(ClockRun run, Duration jump)
    {
        JumpingTime time = new(run.Start);
        JumpingTime right = new(run.Start);
        SingleProcessBudgetGuard guard = new(run.Budgets, time);
        SingleProcessBudgetGuard spared = new(run.Budgets, right);
        foreach (ClockStep step in run.Steps)
        {
            Pass(step.Pass);
            SameCall(step);
            time.Jump(jump);
            for (int calls = 0; calls < 4; calls++)
            {
                SameCall(step);
                Pass(Duration.FromMinutes(14));
            }

            SameCall(step);
            time.Jump(-jump);
            SameCall(step);
        }

        void Pass(Duration passed)
        {
            time.Pass(passed);
            right.Pass(passed);
        }

        void SameCall(ClockStep step)
        {
            Usd cents = new(step.Cents / 100m);
            Reservation? expected = spared.Reserve(cents).Reservation;
            Reservation? actual = guard.Reserve(cents).Reservation;
            Assert.Equal(expected?.At, actual?.At);
            if (step.Share is { } share)
            {
                expected?.Settle(cents * (share / 100m));
                actual?.Settle(cents * (share / 100m));
            }

            Assert.Equal<BudgetState>(spared.States, guard.States);
        }
    }

    [Property]
    public static void WrongForAnHour_ThenBelieved_IsTheTimeAndEachWindowKeepsItsLimit(Duration jump)
    {
        JumpingTime time = new(Starts[0]);
        SingleProcessBudgetGuard guard = new([new Budget("b", new Usd(1), BudgetWindow.Day)], time);
        guard.Reserve(new Usd(1)).Reservation!.Settle(new Usd(1));
        time.Jump(jump);
        Assert.False(guard.Reserve(new Usd(1)).IsAllowed);
        time.Pass(Duration.FromHours(1));
        bool isBehind = jump < Duration.Zero && jump + Duration.FromHours(1) >= Duration.FromDays(-1);
        bool isSameDay = time.Reading.InUtc().Date == Starts[0].InUtc().Date;

        BudgetDecision decision = guard.Reserve(new Usd(1));

        Assert.Equal(!isBehind && !isSameDay, decision.IsAllowed);
        Assert.Equal(decision.IsAllowed ? time.Reading : null, decision.Reservation?.At);
    }

    private static void Follow(ClockRun run, BudgetGuard guard, JumpingTime time)
    {
        List<Call> calls = [];
        ModelClock clock = new(run.Start);
        foreach (ClockStep step in run.Steps)
        {
            time.Pass(step.Pass);
            time.Jump(step.Jump);
            Instant now = clock.Read(time.Reading, time.Passed);
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

            now = clock.Read(time.Reading, time.Passed);
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
    private sealed class ModelClock(Instant start)
    {
        private readonly List<(Instant Reading, Duration Passed)> _doubted = [];
        private (Instant Reading, Duration Passed) _believed = (start, Duration.Zero);
        private Instant _now = start;

        public Instant Read(Instant reading, Duration passed)
        {
            if (GoesOn(_believed))
            {
                _believed = (reading, passed);
                _doubted.Clear();
            }
            else
            {
                if (_doubted.Count > 0 && !GoesOn(_doubted[^1]))
                {
                    _doubted.Clear();
                }

                _doubted.Add((reading, passed));
                if (passed - _doubted[0].Passed >= Duration.FromHours(1))
                {
                    _believed = (reading, passed);
                    _doubted.Clear();
                }
            }

            Instant time = _believed.Reading + (passed - _believed.Passed);
            bool isWaiting = time < _now && _now - time <= Duration.FromDays(1);
            return _now = isWaiting ? _now : time;

            bool GoesOn((Instant Reading, Duration Passed) before)
            {
                Duration off = reading - before.Reading - (passed - before.Passed);
                return off <= Duration.FromMinutes(1) && off >= Duration.FromMinutes(-1);
            }
        }
    }
}
