using System.Collections.Immutable;

namespace TokenPricing.Budgets;

/// <summary>A limit on what calls with certain tags can cost in a window of time, and what happens when it is reached.</summary>
/// <param name="Name">The name of the budget in messages; not empty.</param>
/// <param name="Limit">The most that can be spent in each window, inclusive; zero or more.</param>
/// <param name="Window">The window of time that the limit applies to.</param>
public sealed record Budget(string Name, Usd Limit, BudgetWindow Window)
{
    /// <summary>The name of the budget in messages; not empty.</summary>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string Name { get; init => field = Named(value); } = Named(Name);

    /// <summary>The most that can be spent in each window, inclusive; zero or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public Usd Limit { get; init => field = ZeroOrMore(value); } = ZeroOrMore(Limit);

    /// <summary>The window of time that the limit applies to.</summary>
    public BudgetWindow Window { get; init => field = NotNull(value); } = NotNull(Window);

    /// <summary>The tags that a call must have, all of them, to count towards the budget. Empty (the default): every call counts.</summary>
    /// <exception cref="ArgumentException">A key is given twice.</exception>
    public ImmutableArray<SpendTag> Tags { get; init => field = SpendTags.Ordered(value); } = [];

    /// <summary>What happens to a call that can exceed the limit; <see cref="BudgetAction.Refuse"/> by default.</summary>
    public BudgetAction Action { get; init; }

    /// <summary>
    /// The share of the limit at which a warning is given, once per window, from 0 % to 100 %; 100 % by default. Reserved amounts count as
    /// spent. For a rolling window the warning is repeated after the length of the window.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 % to 100 %.</exception>
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

    /// <summary>What happens to a call whose maximum cost is not known; <see cref="UnknownPricePolicy.Refuse"/> by default.</summary>
    public UnknownPricePolicy UnknownPrice { get; init; }

    /// <summary>The time zone in which days begin; UTC by default.</summary>
    public DateTimeZone Zone { get; init => field = value ?? throw new ArgumentNullException(nameof(Zone)); } = DateTimeZone.Utc;

    /// <summary>
    /// Returns the window that an instant is in: its day, week or month, the time that a rolling window covers, or all time.
    /// </summary>
    /// <param name="at">The instant.</param>
    /// <exception cref="OverflowException">The window extends beyond the end of the calendar.</exception>
    public Interval WindowAt(Instant at) => Window.At(at, Zone);

    /// <summary>Returns whether both budgets have the same content.</summary>
    public bool Equals(Budget? other) =>
        other is not null
        && (Name, Limit, Window, Action) == (other.Name, other.Limit, other.Window, other.Action)
        && (WarnAt, UnknownPrice, Zone.Id) == (other.WarnAt, other.UnknownPrice, other.Zone.Id)
        && Tags.SequenceEqual(other.Tags);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Limit, Window);

    /// <summary>Returns the budget as text: <c>acme: $10.00 per day (Europe/Berlin), tenant=acme</c>.</summary>
    public override string ToString() => $"{Name}: {Limit} {Window} ({Zone.Id}){string.Concat(Tags.Select(t => ", " + t))}";

    /// <summary>Returns a name, and throws if it is empty.</summary>
    private static string Named(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name, nameof(Name));
        return name;
    }

    private static BudgetWindow NotNull(BudgetWindow window)
    {
        ArgumentNullException.ThrowIfNull(window, nameof(Window));
        return window;
    }

    /// <summary>Returns a limit, and throws if it is negative.</summary>
    private static Usd ZeroOrMore(Usd limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, Usd.Zero, nameof(Limit));
        return limit;
    }
}
