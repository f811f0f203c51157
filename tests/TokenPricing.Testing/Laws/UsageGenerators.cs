using FsCheck;
using FsCheck.Fluent;

namespace TokenPricing.Tests;

/// <summary>Usages of one request, of the meters that nearly every call has and of any others.</summary>
public static class UsageGenerators
{
    private static Gen<long> Count => Gen.Frequency(
        (2, Gen.Constant(0L)), (6, Gen.Choose(0, 5_000).Select(n => (long)n)), (2, Gen.Choose(0, 1_000_000).Select(n => (long)n)), (1, Gen.Choose(0, 1_000).Select(n => n * 1_000_000_000L)));

    public static Arbitrary<TokenUsage> Usages() => Gen.Frequency((3, Common), (1, Any)).ToArbitrary();

    private static Gen<TokenUsage> Common =>
        from input in Count
        from output in Count
        from read in Count
        from write in Count
        from fiveMinutes in Count
        from oneHour in Count
        from reasoning in Count
        select TokenUsage.FromParts(uncachedInput: input, output: output, cacheRead: read, cacheWrite: write, cacheWrite5m: fiveMinutes, cacheWrite1h: oneHour, reasoning: reasoning);

    private static Gen<TokenUsage> Any =>
        from meters in Gen.SubListOf(Meter.All.AsEnumerable())
        from counts in Count.ListOf(meters.Count)
        select TokenUsage.FromMeterParts([new(Meter.Input, 1), new(Meter.Output, 1), .. meters.Where(m => m.Index > 1).Zip(counts, (m, c) => new MeterQuantity(m, c))]);
}
