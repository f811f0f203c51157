namespace TokenPricing.Budgets;

/// <summary>Divides time into steps of one length, counted from 1970-01-01T00:00Z.</summary>
internal readonly record struct TimeSteps(Duration Step)
{
    /// <summary>Returns the number of the step that an instant is in; negative before 1970.</summary>
    public long IndexOf(Instant at)
    {
        (Int128 whole, Int128 rest) = Int128.DivRem(Nanoseconds(at - NodaConstants.UnixEpoch), Nanoseconds(Step));
        return (long)(rest < 0 ? whole - 1 : whole);
    }

    /// <summary>Returns the start of a step.</summary>
    public Instant StartOf(long index) => NodaConstants.UnixEpoch + Duration.FromNanoseconds(Nanoseconds(Step) * index);

    /// <summary>Returns the number of days of a duration, rounded up.</summary>
    public static int DaysOf(Duration duration) => duration.Days + (duration.NanosecondOfDay > 0 ? 1 : 0);

    /// <summary>Returns a duration in nanoseconds.</summary>
    private static Int128 Nanoseconds(Duration duration) => duration.ToInt128Nanoseconds();
}
