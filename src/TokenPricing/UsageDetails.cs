using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing;

/// <summary>What few usages need to remember.</summary>
/// <param name="UnknownOverlaps">Pairs of reported meters whose overlap was not reported.</param>
/// <param name="During">The stretch of time in which the requests were made.</param>
internal sealed record UsageDetails(ImmutableArray<(Meter First, Meter Second)> UnknownOverlaps, Interval? During)
{
    public static UsageDetails? Merge(UsageDetails? left, UsageDetails? right)
    {
        if (left is null || right is null)
        {
            return left ?? right;
        }

        Interval? during = left.During is { } a && right.During is { } b
            ? new Interval(Instant.Min(a.Start, b.Start), Instant.Max(a.End, b.End))
            : left.During ?? right.During;
        return new UsageDetails([.. left.UnknownOverlaps.Union(right.UnknownOverlaps)], during);
    }
}
