using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing.Data;

/// <summary>One published price of one meter of one offer: one row of <c>rates.csv</c>.</summary>
/// <param name="Model">The id of the model.</param>
/// <param name="Provider">The id of the provider, or <c>unnamed</c> where the source does not name it.</param>
/// <param name="Meter">What is billed.</param>
/// <param name="Rate">What it costs, zero (free) or more.</param>
/// <param name="Source">The <see cref="PriceSource.Id"/> of the source.</param>
/// <param name="Recorded">
/// The day this was learned. Where two rows of one meter on one condition cover the same instant, the one recorded later counts: a correction,
/// or a price change appended to the history.
/// </param>
/// <param name="From">The instant from which the price holds; <see langword="null"/>: since before records began.</param>
/// <param name="To">The first instant at which it holds no longer; <see langword="null"/>: until further notice.</param>
public sealed record RateRow(
    string Model, string Provider, Meter Meter, Rate Rate, string Source, LocalDate Recorded, Instant? From = null, Instant? To = null) : IDatedRow
{
    /// <summary>When the rate holds; always, unless told.</summary>
    public RateCondition Condition { get; init; } = RateCondition.None;

    /// <summary>The <see cref="PriceSource.Id"/>s of other, independent sources that state the same price; empty: none is known.</summary>
    public ImmutableArray<string> ConfirmedBy { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Whether both rows say the same.</summary>
    public bool Equals(RateRow? other) =>
        other is not null
        && (Model, Provider, Meter, Rate, Source, Recorded, From) == (other.Model, other.Provider, other.Meter, other.Rate, other.Source, other.Recorded, other.From)
        && (To, Condition) == (other.To, other.Condition)
        && ConfirmedBy.SequenceEqual(other.ConfirmedBy);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Model, Provider, Meter, Rate, Source, Recorded, From, Condition);
}
