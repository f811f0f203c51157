namespace TokenPricing.Offers;

/// <summary>One price of one meter of an offer, for as long as it applied without interruption.</summary>
/// <param name="Meter">What is billed.</param>
/// <param name="Condition">When the rate applies.</param>
/// <param name="Rate">The price.</param>
/// <param name="From">The first instant at which it applied; <see langword="null"/> if it has no known beginning.</param>
/// <param name="To">The first instant at which it no longer applied; <see langword="null"/> if it has no known end.</param>
/// <param name="Source">The source of the price.</param>
/// <param name="Recorded">The day on which the price was recorded.</param>
/// <remarks>Two steps are equal if all their values are, <see cref="Before"/> and <see cref="Corrected"/> included.</remarks>
public sealed record PriceStep(
    Meter Meter, RateCondition Condition, Rate Rate, Instant? From, Instant? To, PriceSource Source, LocalDate Recorded)
{
    /// <summary>The price of the step before, even if there was a gap; <see langword="null"/> for the first step.</summary>
    public Rate? Before { get; init; }

    /// <summary>
    /// The increase from <see cref="Before"/> as a share of it, negative for a decrease; <see langword="null"/> for the first step, or if
    /// the meter was free before.
    /// </summary>
    public Percentage? Change => PriceChange.Of(Before, Rate);

    /// <summary>
    /// The prices that were believed before this one corrected them: other prices, recorded earlier, whose periods begin within this step.
    /// Empty if there are none.
    /// </summary>
    /// <remarks>A price that begins during the period of an older one ends that period; it does not correct it.</remarks>
    public ImmutableArray<RateRow> Corrected { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Whether this price replaced one that was wrong.</summary>
    public bool IsCorrection => !Corrected.IsEmpty;

    /// <summary>Returns whether the price applied at any time of a period, which may lack a beginning or an end.</summary>
    internal bool Overlaps(Instant? from, Instant? to) => !(To <= from) && !(From >= to);

    /// <summary>Returns whether all values of both steps are equal.</summary>
    public bool Equals(PriceStep? other) =>
        other is not null
        && (Meter, Condition, Rate, Before) == (other.Meter, other.Condition, other.Rate, other.Before)
        && (From, To, Source, Recorded) == (other.From, other.To, other.Source, other.Recorded)
        && Corrected.SequenceEqual(other.Corrected);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Meter, Condition, Rate, From, To, Source, Recorded);
}
