using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing.Offers;

/// <summary>One price of one meter of an offer, for as long as it held without a break.</summary>
/// <param name="Meter">What is billed.</param>
/// <param name="Condition">When the rate holds.</param>
/// <param name="Rate">The price.</param>
/// <param name="From">The instant from which it held; <see langword="null"/>: since before records began.</param>
/// <param name="To">The first instant at which it held no longer; <see langword="null"/>: until further notice.</param>
/// <param name="Source">Who says so.</param>
/// <param name="Recorded">The day it was learned.</param>
public sealed record PriceStep(Meter Meter, RateCondition Condition, Rate Rate, Instant? From, Instant? To, PriceSource Source, LocalDate Recorded)
{
    /// <summary>The price of the step before, whether or not there was a gap between them; <see langword="null"/>: it is the first.</summary>
    public Rate? Before { get; init; }

    /// <summary>By how much the price rose from <see cref="Before"/>; less than 0 % where it fell; <see langword="null"/> where it is the first, or was free before.</summary>
    public Percentage? Change => PriceChange.Of(Before, Rate);

    /// <summary>
    /// What had been believed of this price and was put right later: other prices, learned earlier, whose periods begin within this
    /// step. A price that begins during the period of an older one does not correct it, it ends it.
    /// </summary>
    public ImmutableArray<RateRow> Corrected { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Whether this price took the place of one that was wrong.</summary>
    public bool IsCorrection => !Corrected.IsEmpty;

    /// <summary>Whether the price held at any time of a period.</summary>
    internal bool Overlaps(Instant? from, Instant? to) => !(To <= from) && !(From >= to);

    /// <summary>Whether both steps say the same.</summary>
    public bool Equals(PriceStep? other) =>
        other is not null
        && (Meter, Condition, Rate, From, To, Source, Recorded) == (other.Meter, other.Condition, other.Rate, other.From, other.To, other.Source, other.Recorded)
        && Before == other.Before
        && Corrected.SequenceEqual(other.Corrected);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Meter, Condition, Rate, From, To, Source, Recorded);
}
