namespace TokenPricing;

/// <summary>The least total input of a period's bands but for the first, and where the first is in <see cref="BulkTables.Bands"/>.</summary>
internal readonly record struct BandsOfPeriod(long Second, long Third, long Fourth, int First)
{
    /// <summary>The place of the band of a request, where there are at most two bands; the input is small and not negative.</summary>
    public int OfTwo(long input) => First + 1 + unchecked((int)((input - Second) >> 63));

    /// <summary>The place of the band of a request; the input is small and not negative.</summary>
    public int OfFour(long input) =>
        First + 3 + unchecked((int)((input - Second) >> 63) + (int)((input - Third) >> 63) + (int)((input - Fourth) >> 63));
}
