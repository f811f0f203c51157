using FsCheck;
using FsCheck.Xunit;
using NodaTime;

namespace TokenPricing.Tests;

/// <summary>Where a response does not tell how many tokens were cached and audio, the cost is from the cheapest way to the dearest.</summary>
public static class OverlapLaws
{
    private static readonly Meter[] Priced = [Meter.CacheRead, Meter.CacheWrite, Meter.InputAudio, Meter.InputImage, .. Cells()];

    [Property]
    public static bool CostOf_UnknownOverlaps_IsFromTheCheapestWayToTheMostExpensive(byte text, byte audio, byte image, byte read, byte written, int mask, NonEmptyArray<byte> rates)
    {
        // Few tokens, so that every way of placing them can be tried.
        (int t, int a, int i) = (text % 4, audio % 4, image % 4);
        int r = read % (t + a + i + 1);
        int w = written % (t + a + i - r + 1);
        Offer offer = TestOffers.Sold(
        [
            TestOffers.Rate(Meter.Input, 1 + (rates.Get[0] % 9)),
            TestOffers.Rate(Meter.Output, 3),
            .. Priced.Where((_, n) => ((mask >> n) & 1) == 1).Select((m, n) => TestOffers.Rate(m, 1 + (rates.Get[n % rates.Get.Length] % 17))),
        ]);
        TokenUsage usage = TokenUsage.FromMeterTotals(
            new(Meter.Input, t + a + i), new(Meter.InputAudio, a), new(Meter.InputImage, i), new(Meter.CacheRead, r), new(Meter.CacheWrite, w));
        CostOptions options = new() { MissingRate = MissingRatePolicy.LeaveUnpriced };

        Cost cost = offer.CostOf(usage, At, options);
        Cost[] ways = [.. Ways(t, a, i, r, w).Select(u => offer.CostOf(u, At, options)).Where(c => c.Unpriced.IsEmpty)];
        return ways.Length == 0
            ? !cost.Unpriced.IsEmpty
            : (cost.Low, cost.High) == (ways.Min(c => c.Total), ways.Max(c => c.Total)) && cost.Low <= cost.Total && cost.Total <= cost.High;
    }

    [Property]
    public static bool Parts_OfOverlappingTotals_HaveTheseTotals(byte text, byte audio, byte image, byte read, byte written)
    {
        int r = read % (text + audio + image + 1);
        int w = written % (text + audio + image - r + 1);
        TokenUsage usage = TokenUsage.FromMeterTotals(
            new(Meter.Input, text + audio + image), new(Meter.InputAudio, audio), new(Meter.InputImage, image), new(Meter.CacheRead, r), new(Meter.CacheWrite, w));

        return (usage.TotalOf(Meter.Input), usage.TotalOf(Meter.InputAudio), usage.TotalOf(Meter.InputImage), usage.TotalOf(Meter.CacheRead), usage.TotalOf(Meter.CacheWrite))
            == (text + audio + image, audio, image, r, w);
    }

    private static Instant At => Instant.FromUtc(2026, 5, 1, 12, 0);

    private static IEnumerable<Meter> Cells() =>
        from kind in new[] { "cache-read", "cache-write" } from modality in new[] { "audio", "image" } select Meter.Parse($"{kind}-{modality}");

    // Every way of telling which of the tokens were read and which were written.
    private static IEnumerable<TokenUsage> Ways(int text, int audio, int image, int read, int written) =>
        from ra in Enumerable.Range(0, Math.Min(audio, read) + 1)
        from ri in Enumerable.Range(0, Math.Min(image, read - ra) + 1)
        let rt = read - ra - ri
        where rt <= text
        from wa in Enumerable.Range(0, Math.Min(audio - ra, written) + 1)
        from wi in Enumerable.Range(0, Math.Min(image - ri, written - wa) + 1)
        let wt = written - wa - wi
        where wt <= text - rt
        select TokenUsage.FromMeterParts(
            new(Meter.Input, text - rt - wt),
            new(Meter.InputAudio, audio - ra - wa),
            new(Meter.InputImage, image - ri - wi),
            new(Meter.CacheRead, rt),
            new(Meter.Parse("cache-read-audio"), ra),
            new(Meter.Parse("cache-read-image"), ri),
            new(Meter.CacheWrite, wt),
            new(Meter.Parse("cache-write-audio"), wa),
            new(Meter.Parse("cache-write-image"), wi));
}
