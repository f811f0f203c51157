using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing.Usage;

/// <summary>What few usages need to remember.</summary>
/// <param name="UnknownOverlaps">Pairs of reported meters whose overlap was not reported.</param>
/// <param name="During">The stretch of time in which the requests were made.</param>
internal sealed record CountingDetails(ImmutableArray<(Meter First, Meter Second)> UnknownOverlaps, Interval? During)
{
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
