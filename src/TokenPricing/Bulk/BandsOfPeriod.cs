namespace TokenPricing.Bulk;

/// <summary>The context bands of one price period, of which nearly all periods have one or two.</summary>
/// <param name="LeastOfSecond">The least total input of the second band, in tokens.</param>
/// <param name="Second">
/// The offset in bytes of the second band in <see cref="BulkTables.Bands"/>; the first one is just
/// before it.
/// </param>
/// <remarks>
/// In a period with three or more bands, the second is <see cref="RatesOfBand.NotTabulated"/> and
/// stands for all bands beyond the first.
/// </remarks>
internal readonly record struct BandsOfPeriod(long LeastOfSecond, nint Second)
{
    /// <summary>Returns the offset in bytes of the band of a request, without a branch.</summary>
    /// <param name="input">The total input of the request in tokens, small and not negative.</param>
    /// <remarks>
    /// The sign of the difference, shifted to all bits, is -1 below the threshold and 0 from it on.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nint Of(long input) => unchecked(Second + ((nint)((input - LeastOfSecond) >> 63) * RatesOfBand.Size));
}
