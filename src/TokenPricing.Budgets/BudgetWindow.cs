using NodaTime;
using NodaTime.Text;

namespace TokenPricing.Budgets;

/// <summary>The stretch of time for which a budget's limit holds: a day, week or month of a calendar, any stretch of one length, or all time.</summary>
/// <remarks>Days begin at midnight by the clock of the budget's zone, or with the first moment of a day that has no midnight, and so have 23 or 25 hours where the clock is changed.</remarks>
public sealed record BudgetWindow
{
    // A rolling window is seen in so many steps and the present one: an amount leaves it up to a sixtieth later than it might.
    private const int Steps = 60;

    private readonly Func<LocalDate, LocalDate>? _first;
    private readonly Func<LocalDate, LocalDate>? _next;
    private readonly string _name;

    private BudgetWindow(string name, Func<LocalDate, LocalDate>? first = null, Func<LocalDate, LocalDate>? next = null) => (_name, _first, _next) = (name, first, next);

    /// <summary>Each day of the calendar.</summary>
    public static BudgetWindow Day { get; } = new("per day", day => day, day => day.PlusDays(1));

    /// <summary>Each week of the calendar, from Monday to Sunday.</summary>
    public static BudgetWindow Week { get; } = new("per week", day => day.PlusDays(1 - (int)day.DayOfWeek), monday => monday.PlusDays(7));

    /// <summary>Each month of the calendar.</summary>
    public static BudgetWindow Month { get; } = new("per month", day => new LocalDate(day.Year, day.Month, 1), first => first.PlusMonths(1));

    /// <summary>All time: what is spent never comes back.</summary>
    public static BudgetWindow Total { get; } = new("in all");

    /// <summary>How long a rolling window is; <see langword="null"/> for the others.</summary>
    public Duration? Length { get; private init; }

    /// <summary>
    /// Any stretch of this length. An amount counts for at least as long, and up to a sixtieth of the length more: amounts of one
    /// such step of time, counted from 1970-01-01T00:00Z, leave it together.
    /// </summary>
    /// <param name="length">More than zero.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is not more than zero.</exception>
    public static BudgetWindow Rolling(Duration length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(length, Duration.Zero);
        return new BudgetWindow($"in any {DurationPattern.Roundtrip.Format(length)}") { Length = length };
    }

    /// <summary>Whether both are the same.</summary>
    public bool Equals(BudgetWindow? other) => other is not null && _name == other._name;

    /// <inheritdoc/>
    public override int GetHashCode() => _name.GetHashCode(StringComparison.Ordinal);

    /// <summary>The window in words: <c>per day</c>, <c>in any 1:00:00:00</c> (days, hours, minutes, seconds), <c>in all</c>.</summary>
    public override string ToString() => _name;

    /// <summary>All that counts together at an instant.</summary>
    internal Interval At(Instant at, DateTimeZone zone)
    {
        Interval newest = BucketAt(at, zone);
        return newest.HasStart ? new Interval(FirstCounted(newest.Start), newest.End) : newest;
    }

    /// <summary>The stretch around an instant whose amounts begin and cease to count together.</summary>
    internal Interval BucketAt(Instant at, DateTimeZone zone)
    {
        if (Length is { } length)
        {
            TimeSteps steps = StepsOf(length);
            long step = steps.IndexOf(at);
            return new Interval(steps.StartOf(step), steps.StartOf(step + 1));
        }

        return _first is null ? new Interval(null, null) : CalendarAt(at, zone, _first, _next!);
    }

    /// <summary>The start of the oldest bucket that counts together with one that begins at <paramref name="start"/>.</summary>
    internal Instant FirstCounted(Instant start) => Length is { } length ? start - (Steps * StepsOf(length).Step) : start;

    /// <summary>When a bucket ceases to count.</summary>
    internal Instant? EndOf(Interval bucket) => !bucket.HasEnd ? null : Length is { } length ? bucket.End + (Steps * StepsOf(length).Step) : bucket.End;

    private static TimeSteps StepsOf(Duration length) => new(Duration.FromNanoseconds((length.ToInt128Nanoseconds() + Steps - 1) / Steps));

    private static Interval CalendarAt(Instant at, DateTimeZone zone, Func<LocalDate, LocalDate> first, Func<LocalDate, LocalDate> next)
    {
        // A clock put back over midnight shows the day before once more; it is past.
        LocalDate day = at.InZone(zone).Date;
        LocalDate start = first(StartOf(day.PlusDays(1), zone) <= at ? day.PlusDays(1) : day);
        return new Interval(StartOf(start, zone), StartOf(next(start), zone));
    }

    private static Instant StartOf(LocalDate day, DateTimeZone zone)
    {
        NodaTime.TimeZones.ZoneLocalMapping midnight = zone.MapLocal(day.AtMidnight());
        return midnight.Count == 0 ? midnight.LateInterval.Start : midnight.First().ToInstant();
    }
}
