using FsCheck.Xunit;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>The counts that are written of a usage are totals, and say all of it.</summary>
public static class UsageFieldsTests
{
    // The meters of calls with audio, images, caches and tools.
    private static readonly Meter[] Counted =
    [
        Meter.Input, Meter.Output, Meter.CacheRead, Meter.CacheWrite, Meter.CacheWrite5m, Meter.CacheWrite1h, Meter.Reasoning,
        .. new[] { "input-audio", "output-audio", "cache-read-audio", "input-image", "cache-read-image", "web-searches", "requests-search-medium" }
            .Select(id => Meter.Parse(id)),
    ];

    [Property]
    public static bool TotalsOf_Parts_ReadAgain_AreTheSameUsage(ushort[] counts)
    {
        TokenUsage usage = TokenUsage.FromMeterParts([.. counts.Zip(Counted, (c, m) => new MeterQuantity(m, c)).Where(q => q.Quantity % 3 > 0)]);

        TokenUsage again = Again(usage);
        return again.Parts.SequenceEqual(usage.Parts) && again.OverlappingTotals.IsEmpty;
    }

    // What the totals of a response leave open is as open when they are read again.
    [Property]
    public static bool TotalsOf_OverlappingTotals_ReadAgain_AreTheSameUsage(byte text, byte audio, byte cached)
    {
        TokenUsage usage = TokenUsage.FromMeterTotals(
            [new(Meter.Input, text + audio + cached), new(Meter.Output, 5), new(Meter.CacheRead, cached), new(Meter.InputAudio, audio)]);

        return Again(usage) == usage;
    }

    [Fact]
    public static void TotalsOf_CachedAudio_IsInTheAudio() => Assert.Equal(
        [("input", 1000m), ("cache_read", 512m), ("input_audio", 600m), ("cache_read_audio", 312m)],
        UsageFields.TotalsOf(TokenUsage.FromMeterParts([new(Meter.Input, 200), new(Meter.CacheRead, 200), new(Meter.InputAudio, 288), new(Meter.Parse("cache-read-audio"), 312)])));

    private static TokenUsage Again(TokenUsage usage) =>
        UsageFields.ToUsage([.. UsageFields.TotalsOf(usage).Select(t => (UsageFields.TryGetMeter(t.Name, out int meter) ? meter : -1, t.Count))]);
}
