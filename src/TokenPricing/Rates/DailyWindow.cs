using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing.Rates;

/// <summary>A stretch of every day in which a rate holds, such as off-peak hours.</summary>
/// <remarks>
/// Half-open: it holds at <see cref="Start"/> and no longer at <see cref="End"/>. Where the end is not after the start it wraps
/// midnight. Named weekdays are those on which it begins: a window from 22:00 on Friday still holds at 03:00 on Saturday. Two windows
/// are equal where start, end, zone and weekdays are.
/// </remarks>
public sealed record DailyWindow
{
    // Nearly all windows are such, and each price of their offers asks for them.
    private readonly bool _isEveryDayInUtc;
    private readonly long _startTick;
    private readonly long _endTick;

    /// <summary>A window.</summary>
    /// <param name="start">When it begins.</param>
    /// <param name="end">When it ends; the same as <paramref name="start"/> for a whole day.</param>
    /// <param name="zone">The zone of the clock; <see langword="null"/>: UTC.</param>
    /// <param name="days">The weekdays on which it begins; empty: every day.</param>
    public DailyWindow(LocalTime start, LocalTime end, DateTimeZone? zone = null, params ImmutableArray<IsoDayOfWeek> days)
    {
        Start = start;
        End = end;
        Zone = zone ?? DateTimeZone.Utc;
        Days = days.IsDefault ? [] : [.. days.Distinct().Order()];
        (_startTick, _endTick) = (start.TickOfDay, end.TickOfDay);
        _isEveryDayInUtc = Zone == DateTimeZone.Utc && Days.IsEmpty && LocalTime.FromTicksSinceMidnight(_startTick) == start && LocalTime.FromTicksSinceMidnight(_endTick) == end;
    }

    /// <summary>When it begins, by the clock of <see cref="Zone"/>.</summary>
    public LocalTime Start { get; }

    /// <summary>When it ends, by the clock of <see cref="Zone"/>.</summary>
    public LocalTime End { get; }

    /// <summary>Whose clock it goes by.</summary>
    public DateTimeZone Zone { get; }

    /// <summary>The weekdays on which it begins, Monday first; empty: every day.</summary>
    public ImmutableArray<IsoDayOfWeek> Days { get; }

    /// <summary>Whether the window holds at an instant.</summary>
    public bool Contains(Instant at)
    {
        if (_isEveryDayInUtc)
        {
            // What is left of the days since 1970, without a calendar.
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

    /// <summary>Whether both name the same hours of the same days.</summary>
    public bool Equals(DailyWindow? other) =>
        other is not null && Start == other.Start && End == other.End && Zone.Id == other.Zone.Id && Days.SequenceEqual(other.Days);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Start, End, Zone.Id, Days.Length);

    /// <summary>The window in words: <c>16:30-00:30 UTC</c>, <c>22:00-06:00 Europe/Paris Saturday Sunday</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Start:HH':'mm}-{End:HH':'mm} {Zone.Id}{string.Concat(Days.Select(d => " " + d))}");
}
