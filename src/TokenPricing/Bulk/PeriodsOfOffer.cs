using System.Runtime.CompilerServices;

namespace TokenPricing.Bulk;

/// <summary>When the last three of an offer's four periods begin, in Unix milliseconds, and where the last is in <see cref="BulkTables.Periods"/>.</summary>
internal readonly record struct PeriodsOfOffer(long Second, long Third, long Fourth, nint Last)
{
    /// <summary>The place of the period that contains a moment; a moment is within the years of an <see cref="NodaTime.Instant"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nint At(long unixMilliseconds) =>
        unchecked(Last + (nint)((unixMilliseconds - Second) >> 63) + (nint)((unixMilliseconds - Third) >> 63) + (nint)((unixMilliseconds - Fourth) >> 63));
}
