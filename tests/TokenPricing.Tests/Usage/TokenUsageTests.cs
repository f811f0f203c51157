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

    [Theory]
    [InlineData(100, 0, 101, null, null, null, "cache-read (101) is more than input (100), of which it is a part. If the counts share nothing, use FromParts.")]
    [InlineData(100, 0, 0, 1_010, null, null, "cache-write (1,010) is more than input (100), of which it is a part. If the counts share nothing, use FromParts.")]
    [InlineData(100, 0, null, 5, 6, 0, "cache-write-5m (6) is more than cache-write (5), of which it is a part. If the counts share nothing, use FromParts.")]
    [InlineData(100, 0, null, 5, 0, 6, "cache-write-1h (6) is more than cache-write (5), of which it is a part. If the counts share nothing, use FromParts.")]
    [InlineData(100, 0, null, -5, null, null, "cache-write is -5; a count must be zero or more.")]
    [InlineData(100, -2_000, null, null, null, null, "output is -2,000; a count must be zero or more.")]
    [InlineData(null, 0, 1, null, null, null, "cache-read is reported and input, of which it is a part, is not. If the counts share nothing, use FromParts.")]
    [InlineData(null, 0, null, 1, null, null, "cache-write is reported and input, of which it is a part, is not. If the counts share nothing, use FromParts.")]
    public void FromTotals_Contradiction_IsSaidInFull(int? input, int? output, int? read, int? write, int? fiveMinutes, int? oneHour, string says) =>
        Refuses(says, () => TokenUsage.FromTotals(input, output, read, write, fiveMinutes, oneHour));

    [Fact]
    public void FromTotals_WritesOfTimesWithoutTheirSum_AreParts()
    {
        TokenUsage usage = TokenUsage.FromTotals(input: 100, output: 0, cacheWrite5m: 20, cacheWrite1h: 10);

        Assert.Equal((70, 0, 20, 10), (usage.PartOf(Meter.Input), usage.PartOf(Meter.CacheWrite), usage.PartOf(Meter.CacheWrite5m), usage.PartOf(Meter.CacheWrite1h)));
        Assert.Null(usage.TotalOf(Meter.CacheWrite));
    }

    public static TheoryData<MeterQuantity[], string> RefusedTotals => new()
    {
        { [new(Meter.Input, 10), new(Meter.InputAudio, 11), new(Meter.InputImage, 0)], "input-audio (11) is more than input (10), of which it is a part. If the counts share nothing, use FromParts." },
        { [new(Meter.Input, 10), new(Meter.InputAudio, 11), new(Meter.CacheRead, 1)], "No usage has these totals: 10 input tokens, 1 cached input tokens, 11 audio input tokens." },
        { [new(Meter.Reasoning, 5)], "reasoning is reported and output, of which it is a part, is not. If the counts share nothing, use FromParts." },
        { [new(Meter.InputAudio, 1), new(Meter.CacheRead, 1)], "cache-read is reported and input, of which it is a part, is not. If the counts share nothing, use FromParts." },
        {
            [new(Meter.Input, 100), new(Meter.InputAudio, 90), new(Meter.InputImage, 5), new(Meter.CacheRead, 50), new(Meter.Parse("cache-read-audio"), 1)],
            "No usage has these totals: 100 input tokens, 50 cached input tokens, 90 audio input tokens, 1 cached audio input tokens, 5 image input tokens."
        },
        { [new(Meter.Input, 100), new(Meter.CacheRead, 5), new(Meter.InputAudio, 50), new(Meter.InputImage, 3), new(Meter.Parse("cache-read-audio"), 6)], "No usage has these totals: 100 input tokens, 5 cached input tokens, 50 audio input tokens, 6 cached audio input tokens, 3 image input tokens." },
        { [new(Meter.Input, 100), new(Meter.CacheRead, 50), new(Meter.InputAudio, 5), new(Meter.InputImage, 3), new(Meter.Parse("cache-read-audio"), 6)], "No usage has these totals: 100 input tokens, 50 cached input tokens, 5 audio input tokens, 6 cached audio input tokens, 3 image input tokens." },
        { [new(Meter.Input, 100), new(Meter.CacheRead, 5), new(Meter.InputAudio, 5), new(Meter.InputImage, 3), new(Meter.Parse("cache-read-audio"), 6)], "No usage has these totals: 100 input tokens, 5 cached input tokens, 5 audio input tokens, 6 cached audio input tokens, 3 image input tokens." },
        {
            [new(Meter.Input, 100), new(Meter.CacheRead, 40), new(Meter.CacheWrite, 20), new(Meter.InputAudio, 50), new(Meter.Parse("cache-write-audio"), 3), new(Meter.Parse("cache-write-5m-audio"), 4)],
            "No usage has these totals: 100 input tokens, 40 cached input tokens, 20 cache-write tokens, 50 audio input tokens, 3 audio cache-write tokens, 4 5-minute audio cache-write tokens."
        },
        { [new(Meter.Input, -1)], "input is -1; a count must be zero or more." },
        { [new(Meter.Input, 1.5m)], "input is 1.5; only seconds have fractions. Pass a whole number." },
        { [new(Meter.Input, 9_223_372_036_854_775_808)], "input is 9,223,372,036,854,775,808; a count must be less than 2^63." },
    };

    [Theory]
    [MemberData(nameof(RefusedTotals))]
    public void FromMeterTotals_Contradiction_IsSaidInFull(MeterQuantity[] totals, string says) => Refuses(says, () => TokenUsage.FromMeterTotals(totals));

    [Fact]
    public void FromMeterTotals_MeterTwice_IsNamed() => Assert.Equal(
        "The meter 'input' is counted twice. Pass one count for each meter. (Parameter 'counts')",
        Assert.Throws<ArgumentException>(() => TokenUsage.FromMeterTotals(new MeterQuantity(Meter.Input, 1), new MeterQuantity(Meter.Input, 1))).Message);

    [Fact]
    public void FromMeterParts_EveryMeter_IsItsPart()
    {
        foreach (Meter meter in Meter.All)
        {
            TokenUsage usage = TokenUsage.FromMeterParts(new MeterQuantity(meter, 3));

            Assert.Equal((meter, 3, 3, false), (meter, usage.PartOf(meter), usage.TotalOf(meter), usage.IsZero));
            Assert.Equal([new MeterQuantity(meter, 3)], usage.Parts.AsEnumerable());
        }
    }

    /// <summary>Zeros share nothing with anything, and where a meter of both tells what is shared, nothing is in doubt.</summary>
    [Fact]
    public void FromMeterTotals_OverlapsThatAreToldOrEmpty_AreCertain()
    {
        TokenUsage zero = TokenUsage.FromMeterTotals(new(Meter.Input, 100), new(Meter.InputAudio, 0), new(Meter.CacheRead, 70));
        TokenUsage told = TokenUsage.FromMeterTotals(new(Meter.Input, 100), new(Meter.CacheWrite, 50), new(Meter.InputAudio, 40), new(Meter.Parse("cache-write-audio"), 10));

        Assert.Empty(zero.OverlappingTotals);
        Assert.Empty(told.OverlappingTotals);
        Assert.Equal("20 input tokens, 40 cache-write tokens, 30 audio input tokens, 10 audio cache-write tokens", told.ToString());
    }

    [Fact]
    public void FromMeterTotals_ZerosOfTheOtherDirection_NeedNoWhole() => Assert.Equal(
        "20 cached input tokens, 30 audio input tokens, 50 cached audio input tokens",
        TokenUsage.FromMeterTotals(new(Meter.Input, 100), new(Meter.InputAudio, 80), new(Meter.CacheRead, 70), new(Meter.Reasoning, 0)).ToString());

    [Fact]
    public void FromMeterTotals_PartsOfACell_AreTakenFromIt()
    {
        TokenUsage usage = TokenUsage.FromMeterTotals(
            new(Meter.Input, 100), new(Meter.InputAudio, 50), new(Meter.CacheRead, 40), new(Meter.CacheWrite, 20), new(Meter.CacheWrite5m, 8),
            new(Meter.Parse("cache-write-audio"), 10), new(Meter.Parse("cache-write-5m-audio"), 4));

        Assert.Equal((6, 4, 10), (usage.PartOf(Meter.Parse("cache-write-audio")), usage.PartOf(Meter.Parse("cache-write-5m-audio")), usage.TotalOf(Meter.Parse("cache-write-audio"))));
        Assert.Equal((100, 50, 40, 20, 8), (usage.InputTokens, usage.TotalOf(Meter.InputAudio), usage.TotalOf(Meter.CacheRead), usage.TotalOf(Meter.CacheWrite), usage.TotalOf(Meter.CacheWrite5m)));
        Assert.NotEmpty(usage.OverlappingTotals);
    }

    [Fact]
    public void Sum_OfCallsThatUsedNothing_CountsThem()
    {
        TokenUsage nothing = TokenUsage.FromTotals(input: 0, output: 0);
        TokenUsage one = TokenUsage.FromTotals(input: 5, output: 1);

        Assert.Equal((2, 2, 5), ((nothing + one).Requests, (one + nothing).Requests, (one + nothing).InputTokens));
    }

    /// <summary>The fast ways of costing are taken by ordinary usages alone, however they were made.</summary>
    [Fact]
    public void IsOrdinary_OneRequestOfUsualMetersAtOneInstant_IsTrue()
    {
        TokenUsage usage = TokenUsage.FromTotals(input: 5, output: 1, reasoning: 1);
        TokenUsage[] ordinary =
        [
            usage, usage.Times(1), default(TokenUsage) + usage, TokenUsage.FromMeterTotals(new(Meter.Input, 5), new(Meter.Output, 1)),
            TokenUsage.FromMeterParts(new(Meter.CacheRead, 5), new(Meter.CacheWrite1h, 1)),
            TokenUsage.FromResponse("""{"usage":{"prompt_tokens":5,"completion_tokens":1,"prompt_tokens_details":{"audio_tokens":0}}}""", ResponseFlavor.OpenAIChat),
        ];
        TokenUsage[] others =
        [
            default, usage + usage, usage.AsAggregateOf(2), usage.Over(new Interval(Instant.MinValue, Instant.MaxValue)), TokenUsage.FromMeterParts(new MeterQuantity(Meter.InputAudio, 1)),
        ];

        Assert.All(ordinary, u => Assert.True(u.IsOrdinary));
        Assert.All(others, u => Assert.False(u.IsOrdinary));
    }

    [Fact]
    public void Times_Zero_IsNothing()
    {
        TokenUsage none = TokenUsage.FromMeterTotals(new(Meter.Input, 5), new(Meter.WebSearches, 2)).Times(0);

        Assert.Equal((0, true, "nothing"), (none.Requests, none.IsZero, none.ToString()));
        Assert.Empty(none.Parts);
    }

    [Fact]
    public void Sum_OfOneUsageOverATime_IsOverThatTime()
    {
        Interval january = new(Instant.FromUtc(2026, 1, 1, 0, 0), Instant.FromUtc(2026, 2, 1, 0, 0));
        TokenUsage over = TokenUsage.FromTotals(input: 1).Over(january);
        TokenUsage once = TokenUsage.FromTotals(input: 2);

        Assert.Equal((january, january, null), ((over + once).During, (once + over).During, (once + once).During));
        Assert.Equal(
            "The interval of a usage must have a start and an end. (Parameter 'interval')",
            Assert.Throws<ArgumentException>(() => once.Over(new Interval(january.Start, null))).Message);
    }

    /// <summary>What both usages tell of two meters together is told of their sum.</summary>
    [Fact]
    public void Sum_WithOverlapsThatOneDoesNotTell_KeepsWhatBothTell()
    {
        Meter cachedAudio = Meter.Parse("cache-read-audio");
        Meter cachedImage = Meter.Parse("cache-read-image");
        TokenUsage unsure = TokenUsage.FromMeterTotals(
            new(Meter.Input, 100), new(Meter.InputAudio, 40), new(Meter.InputImage, 30), new(Meter.CacheRead, 50), new(cachedAudio, 10));
        TokenUsage sure = TokenUsage.FromMeterParts(new(cachedAudio, 3), new(cachedImage, 2));

        MeterQuantity[] totals = [new(Meter.Input, 105), new(Meter.CacheRead, 55), new(Meter.InputAudio, 43), new(cachedAudio, 13), new(Meter.InputImage, 32)];

        Assert.Equal(totals, (unsure + sure).OverlappingTotals.AsEnumerable());
        Assert.Equal(totals, (sure + unsure).OverlappingTotals.AsEnumerable());
    }

    [Fact]
    public void WithOverlapsBy_Prices_MovesTheOverlapAndKeepsTheRest()
    {
        TokenUsage unsure = TokenUsage.FromMeterTotals(new(Meter.Input, 100), new(Meter.InputAudio, 30), new(Meter.CacheRead, 50), new(Meter.WebSearches, 2));
        TokenUsage sure = TokenUsage.FromTotals(input: 100, cacheRead: 50);

        Assert.Equal("20 input tokens, 50 cached input tokens, 30 audio input tokens, 2 web searches", unsure.WithOverlapsBy(OverlappingCounts.Doubled).ToString());
        Assert.Equal("50 input tokens, 20 cached input tokens, 30 cached audio input tokens, 2 web searches", unsure.WithOverlapsBy(m => -OverlappingCounts.Doubled(m)).ToString());
        Assert.Equal(sure, sure.WithOverlapsBy(m => -1));
    }

    [Fact]
    public void Equals_UsagesThatDifferInOneThing_AreNotEqual()
    {
        Interval january = new(Instant.FromUtc(2026, 1, 1, 0, 0), Instant.FromUtc(2026, 2, 1, 0, 0));
        TokenUsage usage = TokenUsage.FromMeterParts(new(Meter.Input, 50), new(Meter.CacheRead, 50), new(Meter.InputAudio, 20));
        TokenUsage unsure = TokenUsage.FromMeterTotals(new(Meter.Input, 120), new(Meter.CacheRead, 50), new(Meter.InputAudio, 20));
        TokenUsage[] all =
        [
            usage, unsure, usage.AsAggregateOf(2), usage.Over(january), usage.Over(new Interval(january.Start, january.Start)),
            TokenUsage.FromMeterParts(new(Meter.Input, 50), new(Meter.CacheRead, 50), new(Meter.InputAudio, 20), new(Meter.Output, 0)),
            TokenUsage.FromMeterParts(new(Meter.Input, 50), new(Meter.CacheRead, 50), new(Meter.InputAudio, 21)),
            TokenUsage.FromMeterParts(new(Meter.Input, 51), new(Meter.CacheRead, 50), new(Meter.InputAudio, 20)),
        ];

        Assert.Equal(usage.Parts.AsEnumerable(), unsure.Parts.AsEnumerable());
        for (int i = 0; i < all.Length; i++)
        {
            for (int j = 0; j < all.Length; j++)
            {
                Assert.Equal((i, j, i == j), (i, j, all[i] == all[j]));
                Assert.Equal((i, j, i != j), (i, j, all[i] != all[j]));
            }
        }
    }

    private static void Refuses(string says, Func<TokenUsage> count)
    {
        PricingException exception = Assert.Throws<PricingException>(() => count());

        Assert.Equal((PricingError.ContradictoryUsage, says), (exception.Error, exception.Message));
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
