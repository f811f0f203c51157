using FsCheck.Xunit;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

public sealed class TokenUsageTests
{
    [Fact]
    public void Default_IsNothingAndChangesNoSum()
    {
        TokenUsage usage = TokenUsage.FromTotals(input: 10, output: 5);

        Assert.Equal((0L, null, true), (default(TokenUsage).Requests, default(TokenUsage).InputTokens, default(TokenUsage).IsZero));
        Assert.Equal("nothing", default(TokenUsage).ToString());
        Assert.Equal(usage, default(TokenUsage) + usage);
        Assert.Equal(usage, usage + default(TokenUsage));
    }

    [Fact]
    public void FromTotalsAndFromParts_OfTheSameCall_AreEqual()
    {
        TokenUsage totals = TokenUsage.FromTotals(input: 12_000, output: 900, cacheRead: 8_000);
        TokenUsage parts = TokenUsage.FromParts(uncachedInput: 4_000, cacheRead: 8_000, output: 900);

        Assert.Equal(totals, parts);
        Assert.Equal((12_000L, 900L, 8_000L, 4_000L), (totals.InputTokens, totals.OutputTokens, totals.TotalOf(Meter.CacheRead), totals.PartOf(Meter.Input)));
        Assert.Equal("4,000 input tokens, 900 output tokens, 8,000 cached input tokens", totals.ToString());
    }

    [Theory]
    [InlineData(100, 101, null, "cache-read", "input")]
    [InlineData(100, 60, 41, "cache-read", "input")]
    [InlineData(null, 1, null, "cache-read", "input")]
    [InlineData(-1, null, null, "input", "-1")]
    [InlineData(100, -5, null, "cache-read", "-5")]
    public void FromTotals_Contradiction_NamesBothCounts(int? input, int? cacheRead, int? cacheWrite, string first, string second)
    {
        PricingException exception = Assert.Throws<PricingException>(() => TokenUsage.FromTotals(input: input, output: 1, cacheRead: cacheRead, cacheWrite: cacheWrite));

        Assert.Equal(PricingError.ContradictoryUsage, exception.Error);
        Assert.Contains(first, exception.Message, StringComparison.Ordinal);
        Assert.Contains(second, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromTotals_ReasoningAboveOutput_IsRefused() =>
        Assert.Equal(PricingError.ContradictoryUsage, Assert.Throws<PricingException>(() => TokenUsage.FromTotals(input: 1, output: 5, reasoning: 6)).Error);

    [Fact]
    public void FromTotals_WritesOfBothTimes_LeaveTheRestToWrites()
    {
        TokenUsage usage = TokenUsage.FromTotals(input: 100, output: 0, cacheWrite: 50, cacheWrite5m: 20, cacheWrite1h: 10);

        Assert.Equal((50L, 20L, 20L, 10L), (usage.PartOf(Meter.Input), usage.PartOf(Meter.CacheWrite), usage.PartOf(Meter.CacheWrite5m), usage.PartOf(Meter.CacheWrite1h)));
        Assert.Equal(100, usage.InputTokens);
    }

    [Fact]
    public void FromTotals_OfAnyMeters_IsTheSameAsByName()
    {
        Assert.Equal(
            TokenUsage.FromTotals(input: 100, output: 50, cacheRead: 40, reasoning: 20),
            TokenUsage.FromMeterTotals(new(Meter.Reasoning, 20), new(Meter.CacheRead, 40), new(Meter.Output, 50), new(Meter.Input, 100)));
    }

    [Fact]
    public void FromTotals_CachedAudio_IsTakenFromBothItsParents()
    {
        Meter cachedAudio = Meter.Parse("cache-read-audio");
        TokenUsage usage = TokenUsage.FromMeterTotals(new(Meter.Input, 3_199), new(Meter.InputAudio, 1_255), new(Meter.CacheRead, 1_898), new(cachedAudio, 981), new(Meter.Output, 5));

        Assert.Equal((981L, 274L, 917L, 1_027L), (usage.PartOf(cachedAudio), usage.PartOf(Meter.InputAudio), usage.PartOf(Meter.CacheRead), usage.PartOf(Meter.Input)));
        Assert.Equal((3_199L, 1_255L, 1_898L), (usage.InputTokens, usage.TotalOf(Meter.InputAudio), usage.TotalOf(Meter.CacheRead)));
        Assert.Empty(usage.OverlappingTotals);
    }

    [Fact]
    public void FromTotals_CachedAndAudioWithoutTheirOverlap_RemembersThatItIsUnknown()
    {
        TokenUsage usage = TokenUsage.FromMeterTotals(new(Meter.Input, 3_199), new(Meter.InputAudio, 1_255), new(Meter.CacheRead, 1));

        Assert.Equal([new(Meter.Input, 3_199), new(Meter.CacheRead, 1), new(Meter.InputAudio, 1_255)], usage.OverlappingTotals.AsEnumerable());
    }

    [Fact]
    public void FromTotals_CachedAndAudioThatMustOverlap_HaveAsFewTokensInBothAsPossible()
    {
        TokenUsage usage = TokenUsage.FromMeterTotals(new(Meter.Input, 1_000), new(Meter.InputAudio, 800), new(Meter.CacheRead, 700), new(Meter.CacheWrite1h, 20));

        Assert.Equal((1_000, 800, 700, 20), (usage.InputTokens, usage.TotalOf(Meter.InputAudio), usage.TotalOf(Meter.CacheRead), usage.TotalOf(Meter.CacheWrite1h)));
        Assert.Equal(0, usage.PartOf(Meter.Input));
        Assert.Equal(520, usage.Parts.Where(p => p.Meter.Parents.Length == 2).Sum(p => p.Quantity));
    }

    [Fact]
    public void FromTotals_WhatIsToldOfKindAndModality_IsKept()
    {
        TokenUsage usage = TokenUsage.FromMeterTotals(
            new(Meter.Input, 100), new(Meter.InputAudio, 40), new(Meter.InputImage, 30), new(Meter.CacheRead, 50),
            new(Meter.Parse("cache-read-audio"), 10), new(Meter.WebSearches, 2));

        Assert.Equal((10, 40, 30, 50, 2), (usage.PartOf(Meter.Parse("cache-read-audio")), usage.TotalOf(Meter.InputAudio), usage.TotalOf(Meter.InputImage), usage.TotalOf(Meter.CacheRead), usage.PartOf(Meter.WebSearches)));
        Assert.Equal(100, usage.InputTokens);
        Assert.NotEmpty(usage.OverlappingTotals);
        Assert.Throws<PricingException>(() => TokenUsage.FromMeterTotals(
            new(Meter.Input, 100), new(Meter.InputAudio, 90), new(Meter.InputImage, 5), new(Meter.CacheRead, 50), new(Meter.Parse("cache-read-audio"), 1)));
    }

    [Fact]
    public void FromTotals_MoreInAKindOrAModalityThanThereIs_IsRefused()
    {
        Assert.Throws<PricingException>(() => TokenUsage.FromMeterTotals(new(Meter.Input, 10), new(Meter.InputAudio, 11), new(Meter.CacheRead, 1)));
        Assert.Throws<PricingException>(() => TokenUsage.FromMeterTotals(new(Meter.InputAudio, 1), new(Meter.CacheRead, 1)));
    }

    [Fact]
    public void Addition_WithOverlapsThatAreNotTold_KeepsTheTotals()
    {
        TokenUsage unsure = TokenUsage.FromMeterTotals(new(Meter.Input, 100), new(Meter.InputAudio, 80), new(Meter.CacheRead, 70));
        TokenUsage sure = TokenUsage.FromMeterTotals(new(Meter.Input, 10), new(Meter.CacheWrite, 4));
        TokenUsage sum = unsure + sure;

        Assert.Equal([new(Meter.Input, 110), new(Meter.CacheRead, 70), new(Meter.CacheWrite, 4), new(Meter.InputAudio, 80)], sum.OverlappingTotals.AsEnumerable());
        Assert.Equal((110, 70, 80), (sum.TotalOf(Meter.Input), sum.PartOf(Meter.CacheRead) + sum.PartOf(Meter.Parse("cache-read-audio")), unsure.TotalOf(Meter.InputAudio)));
        Assert.Equal(unsure + unsure, unsure.Times(2));
    }

    [Fact]
    public void FromTotals_PartsOfAnyMeterAboveTheirTotal_AreRefused()
    {
        PricingException exception = Assert.Throws<PricingException>(() => TokenUsage.FromMeterTotals(new(Meter.Input, 10), new(Meter.InputAudio, 6), new(Meter.InputImage, 5)));

        Assert.Contains("input-audio and input-image (11) is more than input (10)", exception.Message.Replace("input-image and input-audio", "input-audio and input-image", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void FromTotals_MeterTwice_IsRefused() =>
        Assert.Throws<ArgumentException>(() => TokenUsage.FromMeterTotals(new MeterQuantity(Meter.Input, 1), new MeterQuantity(Meter.Input, 1)));

    [Fact]
    public void Sum_WithSomethingUnreported_IsUnreported()
    {
        TokenUsage sum = TokenUsage.FromTotals(input: 10, output: 5, cacheRead: 4) + TokenUsage.FromTotals(input: 10);

        Assert.Equal((20L, null, null), (sum.InputTokens, sum.OutputTokens, sum.TotalOf(Meter.CacheRead)));
        Assert.Equal((2L, true), (sum.Requests, sum.IsAggregate));
    }

    [Fact]
    public void Over_AnInterval_IsAnAggregateAndMergesWithOthers()
    {
        Instant start = Instant.FromUtc(2026, 1, 1, 0, 0);
        TokenUsage first = TokenUsage.FromTotals(input: 1).Over(new Interval(start, start + Duration.FromDays(1)));
        TokenUsage second = TokenUsage.FromTotals(input: 1).Over(new Interval(start + Duration.FromDays(2), start + Duration.FromDays(3)));

        Assert.True(first.IsAggregate);
        Assert.Equal(new Interval(start, start + Duration.FromDays(3)), (first + second).During);
        Assert.Throws<ArgumentException>(() => first.Over(new Interval(null, start)));
    }

    [Fact]
    public void AsAggregateOf_LessThanOne_IsRefused()
    {
        Assert.Equal(130, TokenUsage.FromTotals(input: 1).AsAggregateOf(130).Requests);
        Assert.Throws<ArgumentOutOfRangeException>(() => TokenUsage.FromTotals(input: 1).AsAggregateOf(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TokenUsage.FromTotals(input: 1).Times(-1));
    }

    [Property(Arbitrary = [typeof(UsageGenerators)])]
    public bool Sum_CommutesAndAssociates(TokenUsage a, TokenUsage b, TokenUsage c) => a + b == b + a && (a + b) + c == a + (b + c);

    [Property(Arbitrary = [typeof(UsageGenerators)])]
    public bool Times_IsTheSumWithItself(TokenUsage a) => a.Times(3) == a + a + a && a.Times(1) == a;

    [Property(Arbitrary = [typeof(UsageGenerators)])]
    public bool Parts_MakeTheUsageAgain_AndShareNothing(TokenUsage a)
    {
        TokenUsage again = TokenUsage.FromMeterParts([.. a.Parts]);
        return again.Parts.SequenceEqual(a.Parts)
            && a.Parts.All(p => p.Quantity == a.PartOf(p.Meter) && p.Quantity > 0)
            && (a.InputTokens ?? 0) == a.Parts.Where(p => p.Meter.IsTokens && p.Meter.IsInput).Sum(p => p.Quantity);
    }

    [Property(Arbitrary = [typeof(UsageGenerators)])]
    public bool Equality_MeansEqualHashes(TokenUsage a) => a.Times(1) == a && a.Times(1).GetHashCode() == a.GetHashCode() && !(a != a.Times(1));
}
