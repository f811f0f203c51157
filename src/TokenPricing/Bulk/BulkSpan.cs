namespace TokenPricing.Bulk;

/// <summary>A span of time in which no offer of a pricer changes its rates.</summary>
/// <param name="First">The first moment of the span, in Unix milliseconds, inclusive.</param>
/// <param name="Last">The last moment of the span, in Unix milliseconds, inclusive.</param>
/// <param name="Periods">The period of each offer in the span, so that a row does not search for it.</param>
internal sealed record BulkSpan(long First, long Last, BandsOfPeriod[] Periods)
{
    /// <summary>
    /// The first time that a row can have, in Unix milliseconds: a day after the first that
    /// NodaTime knows, so that every time zone shows a valid date.
    /// </summary>
    public const long FirstMillisecond = -377_673_408_000_000;

    /// <summary>The last time that a row can have, in Unix milliseconds, chosen likewise.</summary>
    public const long LastMillisecond = 253_402_127_999_999;

    /// <summary>Determines whether a time is one that a clock can show.</summary>
    public static bool IsMoment(long unixMilliseconds) => unixMilliseconds is >= FirstMillisecond and <= LastMillisecond;
}
