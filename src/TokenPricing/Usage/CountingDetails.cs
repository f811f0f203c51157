namespace TokenPricing.Usage;

/// <summary>Holds what only a few usages need, so that ordinary ones stay small.</summary>
/// <param name="UnknownOverlaps">
/// Pairs of reported meters that may share tokens, without a count of the shared ones.
/// </param>
/// <param name="During">
/// The span of time in which the requests were made; <see langword="null"/> if they were made at one instant.
/// </param>
internal sealed record CountingDetails(ImmutableArray<(Meter First, Meter Second)> UnknownOverlaps, Interval? During)
{
    /// <summary>Returns the details of a sum: all overlaps, and the shortest span that covers both.</summary>
    public static CountingDetails? Merge(CountingDetails? left, CountingDetails? right)
    {
        if (left is null || right is null)
        {
            return left ?? right;
        }

        Interval? during = left.During is { } a && right.During is { } b
            ? new Interval(Instant.Min(a.Start, b.Start), Instant.Max(a.End, b.End))
            : left.During ?? right.During;
        return new CountingDetails([.. left.UnknownOverlaps.Union(right.UnknownOverlaps)], during);
    }
}
