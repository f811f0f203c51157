namespace TokenPricing.Bulk;

/// <summary>The start of the last three of an offer's four price periods, in Unix milliseconds.</summary>
/// <param name="Second">The start of the second period.</param>
/// <param name="Third">The start of the third period.</param>
/// <param name="Fourth">The start of the fourth period.</param>
/// <param name="Last">The index of the fourth period in <see cref="BulkTables.Periods"/>; the others are just before it.</param>
internal readonly record struct PeriodsOfOffer(long Second, long Third, long Fourth, nint Last)
{
    /// <summary>Returns the index of the period that contains a moment, without a branch; see <see cref="BandsOfPeriod.Of"/>.</summary>
    /// <param name="unixMilliseconds">A moment within the years of a <see cref="NodaTime.Instant"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nint At(long unixMilliseconds) => unchecked(
        Last
        + (nint)((unixMilliseconds - Second) >> 63)
        + (nint)((unixMilliseconds - Third) >> 63)
        + (nint)((unixMilliseconds - Fourth) >> 63));
}
