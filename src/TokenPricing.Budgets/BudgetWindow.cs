using NodaTime.Text;

namespace TokenPricing.Budgets;

/// <summary>
/// The window of time that the limit of a budget applies to: a calendar day, week or month, a rolling window, or all time.
/// </summary>
/// <remarks>
/// Days begin at midnight in the time zone of the budget, or at their first moment if there is no midnight. A day on which the clock
/// changes has 23 or 25 hours.
/// </remarks>
public sealed record BudgetWindow
{
    // A rolling window consists of this many steps and the current one, so an amount stops counting up to a sixtieth of its length late.
    private const int Steps = 60;

    private readonly Func<LocalDate, LocalDate>? _first;
    private readonly Func<LocalDate, LocalDate>? _next;
    private readonly string _name;

    private BudgetWindow(string name, Func<LocalDate, LocalDate>? first = null, Func<LocalDate, LocalDate>? next = null) =>
        (_name, _first, _next) = (name, first, next);

    /// <summary>A calendar day.</summary>
    public static BudgetWindow Day { get; } = new("per day", day => day, day => day.PlusDays(1));

    /// <summary>A calendar week, from Monday to Sunday.</summary>
    public static BudgetWindow Week { get; } = new("per week", day => day.PlusDays(1 - (int)day.DayOfWeek), monday => monday.PlusDays(7));

    /// <summary>A calendar month.</summary>
    public static BudgetWindow Month { get; } =
        new("per month", day => new LocalDate(day.Year, day.Month, 1), first => first.PlusMonths(1));

    /// <summary>All time: what is spent is never available again.</summary>
    public static BudgetWindow Total { get; } = new("in all");

    /// <summary>The length of a rolling window; <see langword="null"/> for the others.</summary>
    public Duration? Length { get; private init; }

    /// <summary>
    /// Creates a rolling window. An amount counts for at least the length of the window and up to a sixtieth of it longer: the amounts of
    /// one such step, counted from 1970-01-01T00:00Z, stop counting together.
    /// </summary>
    /// <param name="length">The length of the window, more than zero.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is not more than zero.</exception>
    public static BudgetWindow Rolling(Duration length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(length, Duration.Zero);
        return new BudgetWindow($"in any {DurationPattern.Roundtrip.Format(length)}") { Length = length };
    }

    /// <summary>Returns whether both windows are the same.</summary>
    public bool Equals(BudgetWindow? other) => other is not null && _name == other._name;

    /// <inheritdoc/>
    public override int GetHashCode() => _name.GetHashCode(StringComparison.Ordinal);

    /// <summary>
    /// Returns the window as text: <c>per day</c>, <c>in any 1:00:00:00</c> (days, hours, minutes, seconds), <c>in all</c>.
    /// </summary>
    public override string ToString() => _name;

    /// <summary>Returns everything that counts together at an instant.</summary>
    internal Interval At(Instant at, DateTimeZone zone)
    {
        Interval newest = BucketAt(at, zone);
        return newest.HasStart ? new Interval(FirstCounted(newest.Start), newest.End) : newest;
    }

    /// <summary>Returns the interval around an instant whose amounts start and stop counting together.</summary>
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

    /// <summary>Returns the start of the oldest bucket that counts together with the one that begins at <paramref name="start"/>.</summary>
    internal Instant FirstCounted(Instant start) => Length is { } length ? start - (Steps * StepsOf(length).Step) : start;

    /// <summary>Returns the instant at which a bucket stops counting.</summary>
    internal Instant? EndOf(Interval bucket) =>
        !bucket.HasEnd ? null : Length is { } length ? bucket.End + (Steps * StepsOf(length).Step) : bucket.End;

    /// <summary>Returns the steps of a rolling window, rounded up to whole nanoseconds.</summary>
    private static TimeSteps StepsOf(Duration length) => new(Duration.FromNanoseconds((length.ToInt128Nanoseconds() + Steps - 1) / Steps));

    /// <summary>Returns the calendar day, week or month of an instant in a time zone.</summary>
    private static Interval CalendarAt(Instant at, DateTimeZone zone, Func<LocalDate, LocalDate> first, Func<LocalDate, LocalDate> next)
    {
        // A clock that is set back over midnight shows the previous day again; that day is over.
        LocalDate day = at.InZone(zone).Date;
        LocalDate start = first(StartOf(day.PlusDays(1), zone) <= at ? day.PlusDays(1) : day);
        return new Interval(StartOf(start, zone), StartOf(next(start), zone));
    }

    /// <summary>Returns the first instant of a day in a time zone, also if there is no midnight or there are two.</summary>
    private static Instant StartOf(LocalDate day, DateTimeZone zone)
    {
        NodaTime.TimeZones.ZoneLocalMapping midnight = zone.MapLocal(day.AtMidnight());
        return midnight.Count == 0 ? midnight.LateInterval.Start : midnight.First().ToInstant();
    }
}
