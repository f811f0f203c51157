namespace TokenPricing.Data;

/// <summary>A published price of one meter of an offer: one row of <c>rates.csv</c>.</summary>
/// <param name="Model">The id of the model.</param>
/// <param name="Provider">The id of the provider, or <c>unnamed</c> if the source does not name it.</param>
/// <param name="Meter">What is billed.</param>
/// <param name="Rate">The price in US dollars per a number of units, zero (free) or more.</param>
/// <param name="Source">The <see cref="PriceSource.Id"/> of the source.</param>
/// <param name="Recorded">
/// The day on which the price was recorded. Where two rows of one meter and condition apply at the same instant, the one recorded later
/// counts: it is a correction, or a price change appended to the history.
/// </param>
/// <param name="From">The first instant at which the price applies; <see langword="null"/> if it has no known beginning.</param>
/// <param name="To">The first instant at which the price no longer applies; <see langword="null"/> if it has no known end.</param>
/// <remarks>
/// The history is append-only: a price that turns out to be wrong is not edited, but followed by a row that is recorded later. Two rows are
/// equal if all their values are.
/// </remarks>
public sealed record RateRow(
    string Model, string Provider, Meter Meter, Rate Rate, string Source, LocalDate Recorded,
    Instant? From = null, Instant? To = null) : IDatedRow
{
    /// <summary>When the price applies within its period; <see cref="RateCondition.None"/> (always) by default.</summary>
    public RateCondition Condition { get; init; } = RateCondition.None;

    /// <summary>The fewest units that each request is billed for that uses the meter; 0 if there is no minimum.</summary>
    public decimal Minimum { get; init; }

    /// <summary>The number of units to a multiple of which each request is billed; 0 if every fraction is billed as it is.</summary>
    public decimal RoundedUpTo { get; init; }

    /// <summary>The <see cref="PriceSource.Id"/> of each independent source that states the same price; empty if none is known.</summary>
    public ImmutableArray<string> ConfirmedBy { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Returns whether all values of both rows are equal.</summary>
    public bool Equals(RateRow? other) =>
        other is not null
        && (Model, Provider, Meter, Rate) == (other.Model, other.Provider, other.Meter, other.Rate)
        && (Source, Recorded, From, To, Condition) == (other.Source, other.Recorded, other.From, other.To, other.Condition)
        && (Minimum, RoundedUpTo) == (other.Minimum, other.RoundedUpTo)
        && ConfirmedBy.SequenceEqual(other.ConfirmedBy);

    /// <summary>Returns the row in words, such as <c>openai/gpt-5, input: $1.25 per 1M</c>, in any culture.</summary>
    public override string ToString() => $"{Provider}/{Model}, {Meter}: {Rate}{(Condition.IsNone ? "" : $" ({Condition})")}";

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Model, Provider, Meter, Rate, Source, Recorded, From, Condition);
}
