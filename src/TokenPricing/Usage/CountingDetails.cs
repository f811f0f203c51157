namespace TokenPricing.Usage;

/// <summary>Holds what only a few usages need, so that ordinary ones stay small.</summary>
/// <param name="Overlapping">
/// The totals of tokens, where some of them may be in two counts and it is not told how many; empty if the parts are certain.
/// </param>
/// <param name="During">
/// The span of time in which the requests were made; <see langword="null"/> if they were made at one instant.
/// </param>
internal sealed record CountingDetails(ImmutableArray<MeterQuantity> Overlapping, Interval? During)
{
    /// <summary>Returns the details of a sum; <see langword="null"/> if it needs none.</summary>
    /// <param name="left">The details of one usage; <see langword="null"/> if it has none.</param>
    /// <param name="right">The details of the other.</param>
    /// <param name="overlapping">The totals of the sum, where its parts are not certain.</param>
    public static CountingDetails? Merge(CountingDetails? left, CountingDetails? right, ImmutableArray<MeterQuantity> overlapping)
    {
        // The shortest span that covers both.
        Interval? during = left?.During is { } a && right?.During is { } b
            ? new Interval(Instant.Min(a.Start, b.Start), Instant.Max(a.End, b.End))
            : left?.During ?? right?.During;
        return overlapping.IsEmpty && during is null ? null : new CountingDetails(overlapping, during);
    }
}
