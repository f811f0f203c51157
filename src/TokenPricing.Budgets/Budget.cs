using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing.Budgets;

/// <summary>How much may be spent in a window of time on calls with certain tags, and what happens then.</summary>
/// <param name="Name">What messages call it; not empty.</param>
/// <param name="Limit">What may be spent in each window, exactly as much included; zero or more.</param>
/// <param name="Window">The stretch of time that the limit is for.</param>
public sealed record Budget(string Name, Usd Limit, BudgetWindow Window)
{
    /// <summary>What messages call it; not empty.</summary>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public string Name { get; init => field = Named(value); } = Named(Name);

    /// <summary>What may be spent in each window, exactly as much included; zero or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public Usd Limit { get; init => field = ZeroOrMore(value); } = ZeroOrMore(Limit);

    /// <summary>The stretch of time that the limit is for.</summary>
    public BudgetWindow Window { get; init => field = value ?? throw new ArgumentNullException(nameof(Window)); } = Window ?? throw new ArgumentNullException(nameof(Window));

    /// <summary>The tags that a call must have to count, all of them; empty: every call counts.</summary>
    /// <exception cref="ArgumentException">A key is given twice.</exception>
    public ImmutableArray<SpendTag> Tags { get; init => field = SpendTags.Ordered(value); } = [];

    /// <summary>What happens to a call that might take it beyond the limit; refused unless set.</summary>
    public BudgetAction Action { get; init; }

    /// <summary>
    /// Which share of the limit, once spent and reserved, is warned of, once in each window; 100 % unless set. A rolling window
    /// is warned of again when its length is over.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not from 0 % to 100 %.</exception>
    public Percentage WarnAt
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value.Fraction, nameof(WarnAt));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Fraction, 1, nameof(WarnAt));
            field = value;
        }
    } = Percentage.FromFraction(1);

    /// <summary>What a budget that refuses does with a call whose worst case is not known; refused unless set.</summary>
    public UnknownPricePolicy UnknownPrice { get; init; }

    /// <summary>By whose clock days begin; UTC unless set.</summary>
    public DateTimeZone Zone { get; init => field = value ?? throw new ArgumentNullException(nameof(Zone)); } = DateTimeZone.Utc;

    /// <summary>The stretch of time whose spend counts at an instant: the day, week or month that it is in, what a rolling window looks back on, or all time.</summary>
    /// <exception cref="OverflowException">The calendar ends within the window.</exception>
    public Interval WindowAt(Instant at) => Window.At(at, Zone);

    /// <summary>Whether both are the same.</summary>
    public bool Equals(Budget? other) =>
        other is not null
        && (Name, Limit, Window, Action, WarnAt, UnknownPrice, Zone.Id) == (other.Name, other.Limit, other.Window, other.Action, other.WarnAt, other.UnknownPrice, other.Zone.Id)
        && Tags.SequenceEqual(other.Tags);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Limit, Window);

    /// <summary>The budget in words: <c>acme: $10.00 per day (Europe/Berlin), tenant=acme</c>.</summary>
    public override string ToString() => $"{Name}: {Limit} {Window} ({Zone.Id}){string.Concat(Tags.Select(t => ", " + t))}";

    private static string Named(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name, nameof(Name));
        return name;
    }

    private static Usd ZeroOrMore(Usd limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, Usd.Zero, nameof(Limit));
        return limit;
    }
}
