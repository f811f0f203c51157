namespace TokenPricing.Bulk;

/// <summary>A span of time in which no offer of a pricer changes its rates.</summary>
/// <param name="First">The first moment of the span, in Unix milliseconds, inclusive.</param>
/// <param name="Last">The last moment of the span, in Unix milliseconds, inclusive.</param>
/// <param name="Periods">The period of each offer in the span, so that a row does not search for it.</param>
internal sealed record BulkSpan(long First, long Last, BandsOfPeriod[] Periods)
{
    /// <summary>Determines whether a moment is in the span.</summary>
    public bool Contains(long unixMilliseconds) => unixMilliseconds >= First && unixMilliseconds <= Last;
}
