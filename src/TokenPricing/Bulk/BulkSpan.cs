namespace TokenPricing.Bulk;

/// <summary>A stretch of time in which no offer changes its rates.</summary>
/// <param name="First">Its first moment, in Unix milliseconds.</param>
/// <param name="Last">Its last moment, in Unix milliseconds.</param>
/// <param name="Periods">The period of each offer then, so that a row needs not look for it.</param>
internal sealed record BulkSpan(long First, long Last, BandsOfPeriod[] Periods)
{
    /// <summary>Whether a moment is in the stretch.</summary>
    public bool Contains(long unixMilliseconds) => unixMilliseconds >= First && unixMilliseconds <= Last;
}
