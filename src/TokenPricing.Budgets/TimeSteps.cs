using NodaTime;

namespace TokenPricing.Budgets;

/// <summary>Time in steps of one length, counted from 1970-01-01T00:00Z.</summary>
internal readonly record struct TimeSteps(Duration Step)
{
    /// <summary>The number of the step in which an instant is; less than zero before 1970.</summary>
    public long IndexOf(Instant at)
    {
        (Int128 whole, Int128 rest) = Int128.DivRem(Nanoseconds(at - NodaConstants.UnixEpoch), Nanoseconds(Step));
        return (long)(rest < 0 ? whole - 1 : whole);
    }

    /// <summary>When a step begins.</summary>
    public Instant StartOf(long index) => NodaConstants.UnixEpoch + Duration.FromNanoseconds(Nanoseconds(Step) * index);

    private static Int128 Nanoseconds(Duration duration) => duration.ToInt128Nanoseconds();
}
