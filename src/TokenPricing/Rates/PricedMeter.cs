namespace TokenPricing.Rates;

/// <summary>
/// Represents one line of a rate card: a meter, its rate, the condition under which it applies, and its source.
/// </summary>
/// <param name="Meter">The meter that is billed.</param>
/// <param name="Rate">The price. Zero means free of charge; a meter without a price has no line.</param>
/// <param name="Source">The source that states the price.</param>
/// <param name="Recorded">
/// The day on which the price was recorded, which need not be the day on which it took effect.
/// </param>
public sealed record PricedMeter(Meter Meter, Rate Rate, PriceSource Source, LocalDate Recorded)
{
    /// <summary>
    /// Gets the condition under which the rate applies. The default is <see cref="RateCondition.None"/>: always.
    /// </summary>
    public RateCondition Condition { get; init; } = RateCondition.None;

    /// <summary>
    /// Gets the first instant at which this rate applies, which may be long before the card's, whose period begins when any of its rates
    /// changes; <see langword="null"/> if the rate is older than the records.
    /// </summary>
    public Instant? From { get; init; }

    /// <summary>
    /// Gets the fewest units that each request is billed for that uses the meter, such as 10 seconds; 0 if there is no minimum.
    /// </summary>
    public decimal Minimum { get; init; }

    /// <summary>
    /// Gets the number of units to a multiple of which each request is billed, such as 60 seconds; 0 if every fraction is billed as it is.
    /// </summary>
    public decimal RoundedUpTo { get; init; }

    /// <summary>
    /// Determines whether the rate is only assumed to hold at an instant: no source says when it began, and it was recorded on a later day.
    /// </summary>
    /// <param name="at">The instant, which the period of the card contains.</param>
    public bool IsAssumedAt(Instant at) => From is null && at.InUtc().Date < Recorded;

    /// <summary>Gets the other independent sources that state the same price; empty if none is known.</summary>
    public ImmutableArray<PriceSource> ConfirmedBy { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Determines whether another line says the same, and the same sources confirm it in the same order.</summary>
    /// <param name="other">The other line.</param>
    public bool Equals(PricedMeter? other) =>
        other is not null
        && (Meter, Rate, Source, Recorded, Condition) == (other.Meter, other.Rate, other.Source, other.Recorded, other.Condition)
        && (From, Minimum, RoundedUpTo) == (other.From, other.Minimum, other.RoundedUpTo)
        && ConfirmedBy.SequenceEqual(other.ConfirmedBy);

    /// <summary>Returns the units that are billed for those that one request used.</summary>
    internal decimal Billed(decimal used)
    {
        decimal rounded = RoundedUpTo == 0 ? used : decimal.Ceiling(used / RoundedUpTo) * RoundedUpTo;
        return Math.Max(Minimum, rounded);
    }

    /// <summary>Gets a value indicating whether a request may be billed for more units than it used.</summary>
    internal bool IsRounded => Minimum > 0 || RoundedUpTo > 0;

    /// <summary>
    /// Returns the line in words, such as <c>input: $1.25 per 1M (Batch)</c>. The text is the same in every culture.
    /// </summary>
    public override string ToString() =>
        $"{Meter}: {Rate}{(Condition.IsNone ? "" : $" ({Condition})")}{(Minimum == 0 ? "" : $", at least {DecimalText.Format(Minimum)}")}";

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Meter, Rate, Source, Recorded, Condition, ConfirmedBy.Length);
}
