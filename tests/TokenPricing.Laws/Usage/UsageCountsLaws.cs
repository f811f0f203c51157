using FsCheck.Xunit;

namespace TokenPricing.Tests;

/// <summary>Laws of the counts that a response reports.</summary>
public static class UsageCountsLaws
{
    private static readonly Meter[] Meters =
    [
        Meter.Input, Meter.Output, Meter.CacheRead, Meter.CacheWrite, Meter.CacheWrite5m, Meter.CacheWrite1h, Meter.Reasoning, Meter.InputAudio,
        Meter.OutputAudio,
    ];

    /// <summary>The usual counts have a way of their own, which is as the general one: the same usage, or the same refusal.</summary>
    [Property]
    public static bool ToUsage_AnyCounts_IsTheUsageOfTheTotals(byte?[] counts, bool hasAudio)
    {
        UsageCounts read = new();
        List<MeterQuantity> totals = [];
        for (int i = 0; i < Math.Min(counts?.Length ?? 0, Meters.Length); i++)
        {
            // Totals are larger than their parts most of the time.
            if (counts![i] is { } small)
            {
                decimal count = i < 2 ? small * 4 : i < 7 ? small : hasAudio ? small % 3 : 0;
                read.Add(Meters[i], new JsonCount(count, "field"));
                totals.Add(new MeterQuantity(Meters[i], count));
            }
        }

        return Usage(read.ToUsage) == Usage(() => TokenUsage.FromMeterTotals([.. totals]));

        static TokenUsage? Usage(Func<TokenUsage> make)
        {
            try
            {
                return make();
            }
            catch (PricingException e) when (e.Error == PricingError.ContradictoryUsage)
            {
                return null;
            }
        }
    }
}
