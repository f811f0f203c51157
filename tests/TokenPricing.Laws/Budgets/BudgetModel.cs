using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing.Tests;

/// <summary>Budgets kept as simply as can be: a list of all calls ever, looked through at every question.</summary>
internal sealed class BudgetModel(ImmutableArray<Budget> budgets)
{
    private readonly List<Call> _calls = [];
    private readonly HashSet<(string Budget, object Window)> _warned = [];
    private readonly Dictionary<string, Instant> _quiet = [];

    public Call? Reserve(Usd? worst, ImmutableArray<SpendTag> tags, Instant now, out string[] warnings)
    {
        warnings = [];
        Budget[] asked = [.. budgets.Where(b => b.Tags.All(tags.Contains))];
        if (asked.Any(b => b.Action == BudgetAction.Refuse && (worst is { } amount ? Taken(b, now) + amount > b.Limit : b.UnknownPrice == UnknownPricePolicy.Refuse)))
        {
            return null;
        }

        Call call = new(now, tags, worst ?? Usd.Zero);
        _calls.Add(call);
        warnings = [.. asked.Where(b => WarnsOf(b, now) || worst is null).Select(b => b.Name)];
        return call;
    }

    public string[] Settle(Call call, Usd cost, Instant now)
    {
        bool isExcess = cost > call.Reserved;
        (call.Reserved, call.Cost) = (Usd.Zero, cost);
        return [.. budgets.Where(b => isExcess && b.Tags.All(call.Tags.Contains) && Counts(b, call.At, now) && WarnsOf(b, now)).Select(b => b.Name)];
    }

    public static void Release(Call call) => call.Reserved = Usd.Zero;

    public Usd Spent(Budget budget, Instant now) => Sum(budget, now, c => c.Cost);

    public Usd Reserved(Budget budget, Instant now) => Sum(budget, now, c => c.Reserved);

    private Usd Taken(Budget budget, Instant now) => Spent(budget, now) + Reserved(budget, now);

    private bool WarnsOf(Budget budget, Instant now)
    {
        if (Taken(budget, now) < budget.Limit * budget.WarnAt.Fraction)
        {
            return false;
        }

        if (budget.Window.Length is { } length)
        {
            bool isQuiet = _quiet.TryGetValue(budget.Name, out Instant until) && now < until;
            _quiet[budget.Name] = isQuiet ? until : now + length;
            return !isQuiet;
        }

        return _warned.Add((budget.Name, Window(budget, now)));
    }

    private Usd Sum(Budget budget, Instant now, Func<Call, Usd> amount) => _calls
        .Where(c => budget.Tags.All(c.Tags.Contains) && Counts(budget, c.At, now))
        .Aggregate(Usd.Zero, (sum, c) => sum + amount(c));

    private static bool Counts(Budget budget, Instant spent, Instant now) => budget.Window.Length is null
        ? Window(budget, spent).Equals(Window(budget, now))
        : (long)Window(budget, now) - (long)Window(budget, spent) <= 60;

    // By the calendar's own words; of a rolling window, in which sixtieth of it.
    private static object Window(Budget budget, Instant at)
    {
        LocalDate day = at.InZone(budget.Zone).Date;
        return budget.Window.Length is { } length ? (at - NodaConstants.UnixEpoch).ToInt64Nanoseconds() / (length.ToInt64Nanoseconds() / 60)
            : budget.Window == BudgetWindow.Total ? "ever"
            : budget.Window == BudgetWindow.Day ? day
            : budget.Window == BudgetWindow.Week ? (NodaTime.Calendars.WeekYearRules.Iso.GetWeekYear(day), NodaTime.Calendars.WeekYearRules.Iso.GetWeekOfWeekYear(day))
            : (day.Year, day.Month);
    }

    internal sealed class Call(Instant at, ImmutableArray<SpendTag> tags, Usd reserved)
    {
        public Instant At => at;

        public ImmutableArray<SpendTag> Tags => tags;

        public Usd Reserved { get; set; } = reserved;

        public Usd Cost { get; set; }
    }
}
