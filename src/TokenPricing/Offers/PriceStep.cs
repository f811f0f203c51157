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
    public Percentage? Change => Before is { IsFree: false } before ? Percentage.FromFraction((Rate - before) / before) : null;

    /// <summary>
    /// The prices that were believed before this one corrected them: other prices, recorded earlier, whose periods begin within this step.
    /// Empty if there are none.
    /// </summary>
    /// <remarks>A price that begins during the period of an older one ends that period; it does not correct it.</remarks>
    public ImmutableArray<RateRow> Corrected { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Whether this price replaced one that was wrong.</summary>
    public bool IsCorrection => !Corrected.IsEmpty;

    /// <summary>Returns the prices of an offer, meter by meter, each meter's from the oldest.</summary>
    /// <param name="history">The rate cards of the offer.</param>
    /// <param name="rows">The rates of the catalog for the offer, which tell what was believed before a correction.</param>
    internal static IEnumerable<PriceStep> Of(ImmutableArray<RateCard> history, params RateRow[] rows) =>
        from card in history
        from rate in card.Rates
        let step = new PriceStep(rate.Meter, rate.Condition, rate.Rate, card.From, card.To, rate.Source, rate.Recorded)
        group step by (rate.Meter, rate.Condition) into meter
        orderby meter.Key.Meter.Index, !meter.Key.Condition.IsNone
        from joined in Joined(meter)
        select joined with { Corrected = [.. rows.Where(joined.Corrects)] };

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

    /// <summary>A card ends when the rate of any meter changes. Adjacent spans of one meter with the same rate become one step.</summary>
    private static List<PriceStep> Joined(IEnumerable<PriceStep> spans)
    {
        List<PriceStep> steps = [];
        foreach (PriceStep span in spans)
        {
            if (steps.Count > 0 && steps[^1].Rate == span.Rate && steps[^1].To == span.From)
            {
                steps[^1] = steps[^1] with { To = span.To };
            }
            else
            {
                steps.Add(span with { Before = steps.Count > 0 ? steps[^1].Rate : null });
            }
        }

        return steps;
    }

    /// <summary>Returns whether this price replaced that of a row that was recorded earlier for a time within the step.</summary>
    private bool Corrects(RateRow row) =>
        (row.Meter, row.Condition) == (Meter, Condition)
        && row.Rate != Rate
        && row.Recorded < Recorded
        && (From is null || row.From >= From)
        && !(row.From >= To);
}
