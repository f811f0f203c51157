using NodaTime.TimeZones;

namespace TokenPricing.Rates;

/// <summary>
/// Represents a span of hours on every day, or on some weekdays, in which a rate applies, such as off-peak hours.
/// </summary>
/// <remarks>
/// <para>The window is half-open: it includes <see cref="Start"/> and excludes <see cref="End"/>. If the end is not
/// after the start, the window wraps past midnight.</para>
/// <para>The weekdays are those on which the window begins. A window from 22:00 on Fridays still applies at 03:00 on
/// Saturday.</para>
/// <para>Two windows are equal if start, end, time zone and weekdays are equal.</para>
/// </remarks>
public sealed record DailyWindow
{
    /// <summary>Nearly all windows are in UTC and on every day, which needs no calendar.</summary>
    private readonly bool _isEveryDayInUtc;
    private readonly long _startTick;
    private readonly long _endTick;

    /// <summary>Initializes a window.</summary>
    /// <param name="start">The time of day at which the window begins.</param>
    /// <param name="end">
    /// The time of day at which the window ends. The same time as <paramref name="start"/> means a whole day.
    /// </param>
    /// <param name="zone">The time zone of both times; <see langword="null"/> means UTC.</param>
    /// <param name="days">The weekdays on which the window begins; empty means every day.</param>
    public DailyWindow(LocalTime start, LocalTime end, DateTimeZone? zone = null, params ImmutableArray<IsoDayOfWeek> days)
    {
        Start = start;
        End = end;
        Zone = zone ?? DateTimeZone.Utc;
        Days = days.IsDefault ? [] : [.. days.Distinct().Order()];
        (_startTick, _endTick) = (start.TickOfDay, end.TickOfDay);
        _isEveryDayInUtc = Zone == DateTimeZone.Utc && Days.IsEmpty
            && LocalTime.FromTicksSinceMidnight(_startTick) == start && LocalTime.FromTicksSinceMidnight(_endTick) == end;
    }

    /// <summary>Gets the first time of day in the window, in <see cref="Zone"/>.</summary>
    public LocalTime Start { get; }

    /// <summary>Gets the first time of day after the window, in <see cref="Zone"/>.</summary>
    public LocalTime End { get; }

    /// <summary>
    /// Gets the time zone of <see cref="Start"/> and <see cref="End"/>. Daylight saving time is observed if the zone
    /// has it.
    /// </summary>
    public DateTimeZone Zone { get; }

    /// <summary>Gets the weekdays on which the window begins, Monday first; empty means every day.</summary>
    public ImmutableArray<IsoDayOfWeek> Days { get; }

    /// <summary>Determines whether an instant is in the window.</summary>
    /// <param name="at">The instant, which is converted to <see cref="Zone"/>.</param>
    public bool Contains(Instant at)
    {
        if (_isEveryDayInUtc)
        {
            // The ticks since midnight UTC.
            long ofDay = at.ToUnixTimeTicks() % NodaConstants.TicksPerDay;
            ofDay += ofDay < 0 ? NodaConstants.TicksPerDay : 0;
            return _startTick < _endTick ? ofDay >= _startTick && ofDay < _endTick : ofDay >= _startTick || ofDay < _endTick;
        }

        LocalDateTime local = at.InZone(Zone).LocalDateTime;
        LocalTime time = local.TimeOfDay;
        bool wraps = End <= Start;
        bool isPastMidnight = wraps && time < End;
        bool isWithin = wraps ? time >= Start || isPastMidnight : time >= Start && time < End;
        LocalDate began = isPastMidnight ? local.Date.PlusDays(-1) : local.Date;
        return isWithin && (Days.IsEmpty || Days.Contains(began.DayOfWeek));
    }

    /// <summary>Determines whether another window has the same hours, time zone and weekdays.</summary>
    public bool Equals(DailyWindow? other) =>
        other is not null && Start == other.Start && End == other.End && Zone.Id == other.Zone.Id && Days.SequenceEqual(other.Days);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Start, End, Zone.Id, Days.Length);

    /// <summary>
    /// Returns the window in words, such as <c>16:30-00:30 UTC</c> or <c>22:00-06:00 Europe/Paris Saturday Sunday</c>.
    /// The text is the same in every culture.
    /// </summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Start:HH':'mm}-{End:HH':'mm} {Zone.Id}{string.Concat(Days.Select(d => " " + d))}");

    /// <summary>Returns the instants at which the window may open or close in a span of time, and some around it.</summary>
    /// <param name="start">The start of the span.</param>
    /// <param name="end">The end of the span.</param>
    internal IEnumerable<Instant> Edges(Instant start, Instant end)
    {
        // A window can open or close where clocks are put forward or back, and a repeated hour opens it twice.
        foreach (ZoneInterval between in Zone.GetZoneIntervals(start, end).Where(i => i.HasStart))
        {
            yield return between.Start;
        }

        LocalDate last = end.InZone(Zone).Date;
        for (LocalDate day = start.InZone(Zone).Date; day <= last; day = day.PlusDays(1))
        {
            IEnumerable<ZoneLocalMapping> clocks = new[] { Start, End }.Select(time => Zone.MapLocal(day + time));
            foreach (ZoneLocalMapping clock in clocks.Where(m => m.Count > 0))
            {
                yield return clock.First().ToInstant();
                yield return clock.Last().ToInstant();
            }
        }
    }
}
