namespace TokenPricing.Warehouse;

/// <summary>Options of the tables for a warehouse. Immutable; change a copy with <see langword="with"/>.</summary>
public sealed record WarehouseOptions
{
    /// <summary>Prices by the hour are several rows for each day and offer.</summary>
    private const int MostDays = 7_305;

    private static readonly LocalDate Earliest = new(1971, 1, 1);

    /// <summary>
    /// Gets the first day, in UTC, on which daily windows are rows of their own; not before 1971. Calls of other days at a price with daily
    /// windows are <see cref="CallStatus.NeedsExact"/>; all other prices hold at any time. The default is 2025-01-01.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The day is before 1971.</exception>
    public LocalDate From
    {
        get;
        init => field = value >= Earliest ? value : throw new ArgumentOutOfRangeException(
            nameof(value), value, "The first day must be 1971-01-01 or later.");
    } = new(2025, 1, 1);

    /// <summary>
    /// Gets the first day, in UTC, after those days, at most twenty years after the first. The default is 2028-01-01.
    /// </summary>
    public LocalDate To { get; init; } = new(2028, 1, 1);

    /// <summary>
    /// Gets a value indicating whether a service tier without prices is billed at standard rates. The default is
    /// <see langword="false"/>: such rows are <see cref="CallStatus.UnknownServiceTier"/>.
    /// </summary>
    public bool AllowStandardTier { get; init; }

    /// <summary>
    /// Gets a value indicating whether counts are parts that do not overlap. The default is <see langword="false"/>: totals.
    /// </summary>
    /// <remarks>It changes no table; it is how <see cref="CallPricer"/> reads counts, and the SQL must do the same.</remarks>
    public bool AreParts { get; init; }

    /// <summary>
    /// Gets further meters that the tables price, such as <see cref="Meter.WebSearches"/> and <see cref="Meter.InputAudio"/>, each once
    /// and in the order of <see cref="SqlOptions.MeterColumnNames"/>. Rows that use other meters are
    /// <see cref="CallStatus.NeedsExact"/>. The default is none.
    /// </summary>
    /// <remarks>
    /// Those that add up: nothing that they count is in another count but the input or the output. At most eight, and at most three that
    /// are parts of the input. The SQL must have the same. Where counts are totals, a row with both such a part and cached or written
    /// tokens, or reasoning, is <see cref="CallStatus.NeedsExact"/>: the log does not say how much audio was cached.
    /// </remarks>
    /// <exception cref="ArgumentException">A meter is not one of them, or there are too many.</exception>
    public ImmutableArray<Meter> Meters { get; init => field = FurtherMeters.Checked(value); } = [];

    /// <summary>Determines whether other options have the same values.</summary>
    /// <param name="other">The other options.</param>
    public bool Equals(WarehouseOptions? other) =>
        other is not null
        && (From, To, AllowStandardTier, AreParts) == (other.From, other.To, other.AllowStandardTier, other.AreParts)
        && Meters.SequenceEqual(other.Meters);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(From, To, AllowStandardTier, AreParts, Meters.Length);

    /// <summary>Gets the days of the windows as an interval.</summary>
    /// <exception cref="InvalidOperationException">The last day is not after the first, or the days are too many.</exception>
    internal Interval Horizon => To <= From
        ? throw new InvalidOperationException(
            FormattableString.Invariant($"The days end at {To:uuuu-MM-dd}, which is not after their start at {From:uuuu-MM-dd}."))
        : Period.DaysBetween(From, To) > MostDays
            ? throw new InvalidOperationException(FormattableString.Invariant(
                $"The days from {From:uuuu-MM-dd} to {To:uuuu-MM-dd} are too many: the tables can have twenty years."))
            : new(StartOf(From), StartOf(To));

    private static Instant StartOf(LocalDate day) => day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
}
