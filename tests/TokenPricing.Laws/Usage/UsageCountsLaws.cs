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

    /// <summary>A total that one convention alone explains tells which it is; any other total tells nothing.</summary>
    [Property]
    public static bool ExplainedBy_ATotal_IsOfTheOneConventionThatExplainsIt(
        byte input, byte output, byte cached, byte reasoning, bool isCachedBeside, bool isReasoningBeside, byte off)
    {
        UsageCounts counts = new UsageCounts().Add(Meter.Input, Count(input)).Add(Meter.Output, Count(output))
            .Add(Meter.CacheRead, Count(cached)).Add(Meter.Reasoning, Count(reasoning));
        int total = input + output + (isCachedBeside ? cached : 0) + (isReasoningBeside ? reasoning : 0) + (off % 4 == 0 ? off : 0);
        (int Cached, int Reasoning)[] besides = [(0, 0), (cached, 0), (0, reasoning), (cached, reasoning)];
        (int Input, int Output)[] explaining =
            [.. besides.Select(b => (input + b.Cached, output + b.Reasoning)).Where(s => s.Item1 + s.Item2 == total).Distinct()];

        counts.ExplainedBy(Count(total));

        (decimal, decimal) told = explaining.Length == 1 ? explaining[0] : (input, output);
        return told == (counts.Of(Meter.Input)!.Value.Value, counts.Of(Meter.Output)!.Value.Value);

        static JsonCount Count(int count) => new(count, "field");
    }
}
