using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace TokenPricing.Tests;

/// <summary>What several callers do to one guard, one step after the other, while time passes.</summary>
public sealed record BudgetSchedule(ImmutableArray<Budget> Budgets, Instant Start, ImmutableArray<BudgetStep> Steps)
{
    public override string ToString() => $"{string.Join("; ", Budgets.Select(b => $"{b}, {b.Action} from {b.WarnAt}, unknown: {b.UnknownPrice}"))}; from {Start}: {string.Join(", ", Steps)}";
}

public enum BudgetDeed
{
    Reserve,
    ReserveUnknown,
    Settle,
    Dispose,
    Wait,
}

/// <param name="Deed">What is done.</param>
/// <param name="Which">The caller whose reservation it is, and the tags of the call.</param>
/// <param name="Amount">What is reserved, or the real cost in hundredths of what was reserved.</param>
/// <param name="Time">How much time passes; it may go back a little.</param>
public sealed record BudgetStep(BudgetDeed Deed, int Which, int Amount, Duration Time);

public static class BudgetSchedules
{
    private static readonly string[] Zones = ["UTC", "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Cairo", "America/Havana"];

    // Hours before days of 23 and 25 hours, a leap day, the end of a month and of a year.
    private static readonly Instant[] Starts =
    [
        Instant.FromUtc(2026, 3, 28, 20, 0), Instant.FromUtc(2026, 10, 24, 20, 0), Instant.FromUtc(2026, 3, 7, 22, 0), Instant.FromUtc(2026, 10, 31, 22, 0),
        Instant.FromUtc(2026, 4, 23, 18, 0), Instant.FromUtc(2026, 10, 29, 17, 0), Instant.FromUtc(2028, 2, 28, 20, 0), Instant.FromUtc(2026, 12, 31, 20, 0),
        Instant.FromUtc(2026, 4, 4, 12, 0), Instant.FromUtc(2026, 2, 28, 18, 0),
    ];

    private static readonly SpendTag[] Tenants = [new("tenant", "acme"), new("tenant", "bolt")];

    /// <summary>The tags of calls: with a tenant or without one.</summary>
    public static ImmutableArray<SpendTag> TagsOf(int which) => (which % 3) switch
    {
        0 => [new SpendTag("model", "m"), Tenants[0]],
        1 => [Tenants[1], new SpendTag("model", "m")],
        _ => [],
    };

    public static Arbitrary<BudgetSchedule> Schedules() => Arb.From(
        from count in Gen.Choose(1, 3)
        from budgets in Budget.ArrayOf(count)
        from start in Gen.Elements(Starts)
        from steps in Step.ListOf()
        select new BudgetSchedule([.. budgets.Select((b, i) => b with { Name = $"b{i}" })], start, [.. steps]),
        s => s.Budgets.Where(_ => s.Budgets.Length > 1).Select(b => s with { Budgets = s.Budgets.Remove(b) })
            .Concat(s.Steps.Index().Select(step => s with { Steps = s.Steps.RemoveAt(step.Index) })));

    private static Gen<Budget> Budget =>
        from limit in Gen.Choose(0, 300)
        from window in Gen.Elements(
            BudgetWindow.Day, BudgetWindow.Week, BudgetWindow.Month, BudgetWindow.Total, BudgetWindow.Rolling(Duration.FromHours(1)), BudgetWindow.Rolling(Duration.FromDays(1)))
        from tags in Gen.Elements<ImmutableArray<SpendTag>>([], [], [Tenants[0]], [Tenants[1]])
        from action in Gen.Frequency((3, Gen.Constant(BudgetAction.Refuse)), (1, Gen.Constant(BudgetAction.Warn)))
        from unknown in Gen.Elements(UnknownPricePolicy.Refuse, UnknownPricePolicy.Allow)
        from share in Gen.Elements(0, 50, 80, 100)
        from zone in Gen.Elements(Zones)
        select new Budget("b", new Usd(limit / 100m), window)
        {
            Tags = tags,
            Action = action,
            UnknownPrice = unknown,
            WarnAt = Percentage.FromPercent(share),
            Zone = DateTimeZoneProviders.Tzdb[zone],
        };

    private static Gen<BudgetStep> Step =>
        from deed in Gen.Frequency(
            (5, Gen.Constant(BudgetDeed.Reserve)), (1, Gen.Constant(BudgetDeed.ReserveUnknown)), (4, Gen.Constant(BudgetDeed.Settle)),
            (1, Gen.Constant(BudgetDeed.Dispose)), (3, Gen.Constant(BudgetDeed.Wait)))
        from which in Gen.Choose(0, 5)
        from amount in Gen.Frequency((5, Gen.Choose(0, 100)), (1, Gen.Choose(100, 130)))
        from minutes in Gen.Frequency((4, Gen.Choose(0, 90)), (3, Gen.Choose(60, 26 * 60)), (1, Gen.Choose(1_440, 40 * 1_440)), (1, Gen.Choose(-120, 0)))
        from rest in Gen.Elements(0L, 1, -1)
        select new BudgetStep(deed, which, amount, Duration.FromMinutes(minutes - (minutes % 10)) + Duration.FromNanoseconds(rest));
}
