using System.Globalization;
using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Bills worked by hand from published price lists. Each card says whose list it is and when it said so.</summary>
public sealed class WorkedPriceTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 7, 1, 12, 0);

    private static readonly Meter AudioSeconds = Meter.Parse("audio-seconds");

    // docs.x.ai/docs/models, as in LiteLLM's map of 2026-07-24: grok-4-fast $0.20 / $0.05 cached / $0.50, and $0.40 / $1.00 where
    // the context reaches 128k.
    private static readonly Offer Grok = TestOffers.Sold(
        TestOffers.Rate(Meter.Input, 0.20m), TestOffers.Rate(Meter.Input, 0.40m, TestOffers.AtLeast(128_000)), TestOffers.Rate(Meter.CacheRead, 0.05m),
        TestOffers.Rate(Meter.Output, 0.50m), TestOffers.Rate(Meter.Output, 1.00m, TestOffers.AtLeast(128_000)));

    // developers.openai.com/api/docs/models/gpt-5.4, 2026: $2.50 / $0.25 / $15; "prompts with >272K input tokens are priced at 2x
    // input and 1.5x output for the full session for standard, batch, and flex"; 10 % uplift for regional processing. Batch and flex
    // at half, flex cached input at $0.13, priority at $5 / $0.50 / $30 and without a long context (LiteLLM's map of 2026-07-24).
    private static readonly Offer Gpt = TestOffers.Sold(new RateCard(
        [
            TestOffers.Rate(Meter.Input, 2.50m), TestOffers.Rate(Meter.Input, 5.00m, TestOffers.MoreThan(272_000)),
            TestOffers.Rate(Meter.CacheRead, 0.25m), TestOffers.Rate(Meter.CacheRead, 0.50m, TestOffers.MoreThan(272_000)),
            TestOffers.Rate(Meter.Output, 15.00m), TestOffers.Rate(Meter.Output, 22.50m, TestOffers.MoreThan(272_000)),
            TestOffers.Rate(Meter.CacheRead, 0.13m, TestOffers.By(ServiceTier.Flex)),
            TestOffers.Rate(Meter.Input, 5.00m, TestOffers.By(ServiceTier.Priority)), TestOffers.Rate(Meter.CacheRead, 0.50m, TestOffers.By(ServiceTier.Priority)),
            TestOffers.Rate(Meter.Output, 30.00m, TestOffers.By(ServiceTier.Priority)),
        ],
        null,
        null,
        [TestOffers.Multiple(ServiceTier.Batch, 0.5m), TestOffers.Multiple(ServiceTier.Flex, 0.5m)],
        [TestOffers.Uplift("eu", 1.1m), TestOffers.Uplift("us", 1.1m)]));

    // ai.google.dev/gemini-api/docs/pricing#gemini-2.5-pro, as in genai-prices of 2026-08-21: $1.25 / $0.125 / $10 for prompts of at
    // most 200k, $2.50 / $0.25 / $15 for longer ones.
    private static readonly Offer Gemini = TestOffers.Sold(
        TestOffers.Rate(Meter.Input, 1.25m), TestOffers.Rate(Meter.Input, 2.50m, TestOffers.MoreThan(200_000)),
        TestOffers.Rate(Meter.CacheRead, 0.125m), TestOffers.Rate(Meter.CacheRead, 0.25m, TestOffers.MoreThan(200_000)),
        TestOffers.Rate(Meter.Output, 10m), TestOffers.Rate(Meter.Output, 15m, TestOffers.MoreThan(200_000)));

    // platform.claude.com/docs/en/about-claude/pricing, as in genai-prices of 2026-08-21: Claude Sonnet 4.5 at $3 / $15, above 200K
    // $6 / $22.50; cache reads 0.1, writes 1.25 (5 minutes) and 2 (1 hour) of input; $10 per 1,000 searches, in batches too, while
    // batches halve the tokens.
    private static readonly RateCard SonnetWithPremium = Sonnet(null, null, true);

    // The same list for Claude Sonnet 4.6: the premium for long contexts was withdrawn on 2026-03-13.
    private static readonly Instant Withdrawn = Instant.FromUtc(2026, 3, 13, 0, 0);

    // api-docs.deepseek.com/quick_start/pricing, August 2025: deepseek-chat at $0.27 / $0.07 / $1.10, from 16:30 to 00:30 UTC at
    // $0.135 / $0.035 / $0.55; "starting from 16:00 UTC on Sept 5th, 2025" $0.56 / $0.07 / $1.68 and no discount at night.
    private static readonly Instant DeepSeekChange = Instant.FromUtc(2025, 9, 5, 16, 0);
    private static readonly RateCondition Night = TestOffers.During(new DailyWindow(new LocalTime(16, 30), new LocalTime(0, 30)));
    private static readonly Offer DeepSeek = TestOffers.Sold(
        TestOffers.Card(
            [
                TestOffers.Rate(Meter.Input, 0.27m), TestOffers.Rate(Meter.CacheRead, 0.07m), TestOffers.Rate(Meter.Output, 1.10m),
                TestOffers.Rate(Meter.Input, 0.135m, Night), TestOffers.Rate(Meter.CacheRead, 0.035m, Night), TestOffers.Rate(Meter.Output, 0.55m, Night),
            ],
            null,
            DeepSeekChange),
        TestOffers.Card([TestOffers.Rate(Meter.Input, 0.56m), TestOffers.Rate(Meter.CacheRead, 0.07m), TestOffers.Rate(Meter.Output, 1.68m)], DeepSeekChange, null));

    [Theory]
    [InlineData(127_999, 0, 0.0255998)]
    [InlineData(128_000, 0, 0.0512)]
    [InlineData(128_001, 0, 0.0512004)]
    [InlineData(127_999, 1_000, 0.0260998)]
    [InlineData(128_000, 1_000, 0.0522)]
    public void Threshold_ThatIsReached_XaiBillsTheLongPriceAtIt(long input, long output, decimal usd) => Costs(usd, Grok, TokenUsage.FromTotals(input: input, output: output));

    // A tier without a rate for cached input keeps the ordinary one; the cached tokens count towards the threshold.
    [Theory]
    [InlineData(127_999, 100_000, 0.0105998)]
    [InlineData(128_000, 100_000, 0.0162)]
    public void Threshold_ThatIsReachedWithCachedTokens_KeepsTheirRate(long input, long cached, decimal usd) =>
        Costs(usd, Grok, TokenUsage.FromTotals(input: input, cacheRead: cached));

    [Theory]
    [InlineData(271_999, 0.6949975)]
    [InlineData(272_000, 0.695)]
    [InlineData(272_001, 1.382505)]
    public void Threshold_ThatIsExceeded_OpenAiBillsTheLongPriceAboveIt(long input, decimal usd) => Costs(usd, Gpt, TokenUsage.FromTotals(input: input, output: 1_000));

    [Theory]
    [InlineData(199_999, 0.25999875)]
    [InlineData(200_000, 0.26)]
    [InlineData(200_001, 0.5150025)]
    public void Threshold_ThatIsExceeded_GeminiBillsTheLongPriceAboveIt(long input, decimal usd) => Costs(usd, Gemini, TokenUsage.FromTotals(input: input, output: 1_000));

    // 199,999 = 99,999 uncached + 100,000 read: 0.299997 + 0.03, and 1,000 of output 0.015; above: twice, and 0.0225.
    [Theory]
    [InlineData(199_999, 0.344997)]
    [InlineData(200_000, 0.345)]
    [InlineData(200_001, 0.682506)]
    public void Threshold_ThatIsExceededWithCachedTokens_AnthropicBillsTheLongPriceAboveIt(long input, decimal usd) =>
        Costs(usd, TestOffers.Sold(SonnetWithPremium), TokenUsage.FromTotals(input: input, output: 1_000, cacheRead: 100_000));

    // 1,000 input, 2,000 written for 5 minutes at 1.25, 3,000 written for 1 hour at 2, 4,000 read at 0.1, 500 output.
    [Fact]
    public void CacheWrites_OfOneHour_CostTwiceTheInputAndThoseOfFiveMinutesAQuarterMore()
    {
        Offer sonnet = TestOffers.Sold(SonnetWithPremium);
        TokenUsage usage = TokenUsage.FromParts(uncachedInput: 1_000, cacheWrite5m: 2_000, cacheWrite1h: 3_000, cacheRead: 4_000, output: 500);

        Costs(0.003m + 0.0075m + 0.018m + 0.0012m + 0.0075m, sonnet, usage);
        Costs(1.206m + 0.015m + 0.036m + 0.0024m + 0.01125m, sonnet, TokenUsage.FromParts(uncachedInput: 201_000, cacheWrite5m: 2_000, cacheWrite1h: 3_000, cacheRead: 4_000, output: 500));
    }

    [Theory]
    [InlineData(3, "standard", 0.048)]
    [InlineData(3, "batch", 0.039)]
    [InlineData(1_000, "standard", 10.018)]
    public void WebSearches_CostTenDollarsAThousand_InBatchesToo(int searches, string tier, decimal usd)
    {
        TokenUsage usage = TokenUsage.FromMeterParts(new(Meter.Input, 1_000), new(Meter.Output, 1_000), new(Meter.WebSearches, searches));

        Cost cost = TestOffers.Sold(SonnetWithPremium).CostOf(usage, Now, new CostOptions { ServiceTier = ServiceTier.Parse(tier) });

        Assert.Equal(new Usd(usd), cost.Total);
        Assert.Equal(new Usd(searches / 100m), cost.Other);
    }

    // 10,000 input of which 4,000 cached, 1,000 output: 0.015 + 0.001 + 0.015 at the standard prices.
    [Theory]
    [InlineData("standard", null, 0.031)]
    [InlineData("batch", null, 0.0155)]
    [InlineData("flex", null, 0.01552)]
    [InlineData("priority", null, 0.062)]
    [InlineData("standard", "eu", 0.0341)]
    [InlineData("batch", "EU", 0.01705)]
    public void ServiceTiers_OfOpenAi_AreMultiplesOrRatesOfTheirOwn(string tier, string? region, decimal usd) =>
        Costs(usd, Gpt, TokenUsage.FromTotals(input: 10_000, output: 1_000, cacheRead: 4_000), new CostOptions { ServiceTier = ServiceTier.Parse(tier), Region = region });

    // 300,000 input, 1,000 output: 1.50 + 0.0225 long; half of it in batches; priority knows no long price and is twice the standard one.
    [Theory]
    [InlineData("standard", 1.5225)]
    [InlineData("batch", 0.76125)]
    [InlineData("flex", 0.76125)]
    [InlineData("priority", 3.045)]
    public void ServiceTiers_OfALongRequest_KeepTheLongPriceWhereTheyAreMultiples(string tier, decimal usd) =>
        Costs(usd, Gpt, TokenUsage.FromTotals(input: 300_000, output: 1_000), new CostOptions { ServiceTier = ServiceTier.Parse(tier) });

    // A million uncached, cached and output tokens each: 1.44 by day, 0.72 at night, 2.31 afterwards.
    [Theory]
    [InlineData("2025-09-01T16:29:59.999999999Z", "1.44")]
    [InlineData("2025-09-01T16:30:00Z", "0.72")]
    [InlineData("2025-09-01T23:59:59.999999999Z", "0.72")]
    [InlineData("2025-09-02T00:00:00Z", "0.72")]
    [InlineData("2025-09-02T00:29:59.999999999Z", "0.72")]
    [InlineData("2025-09-02T00:30:00Z", "1.44")]
    [InlineData("2024-02-29T00:00:00Z", "0.72")]
    [InlineData("2024-02-29T12:00:00Z", "1.44")]
    [InlineData("2024-03-01T00:29:59Z", "0.72")]
    [InlineData("2025-09-05T15:59:59.999999999Z", "1.44")]
    [InlineData("2025-09-05T16:00:00Z", "2.31")]
    [InlineData("2025-09-05T17:00:00Z", "2.31")]
    [InlineData("2025-09-05T23:59:59+08:00", "1.44")]
    [InlineData("2025-09-06T00:00:00+08:00", "2.31")]
    [InlineData("2025-09-05T08:59:59-07:00", "1.44")]
    [InlineData("2025-09-05T09:00:00-07:00", "2.31")]
    public void DeepSeek_DayNightAndTheChange(string at, string usd)
    {
        TokenUsage usage = TokenUsage.FromParts(uncachedInput: 1_000_000, cacheRead: 1_000_000, output: 1_000_000);

        Assert.Equal(Usd.Parse(usd), DeepSeek.CostOf(usage, At(at)).Total);
    }

    // 300,000 tokens: at $6 until the day of the change begins in UTC, then at $3; it is then the evening before in California.
    [Theory]
    [InlineData("2026-03-12T23:59:59.999999999Z", "1.80")]
    [InlineData("2026-03-13T00:00:00Z", "0.90")]
    [InlineData("2026-03-12T16:59:59-07:00", "1.80")]
    [InlineData("2026-03-12T17:00:00-07:00", "0.90")]
    public void Sonnet_ThePremiumForLongContextsIsWithdrawn(string at, string usd)
    {
        Offer sonnet = TestOffers.Sold(Sonnet(null, Withdrawn, true), Sonnet(Withdrawn, null, false));

        Assert.Equal(Usd.Parse(usd), sonnet.CostOf(TokenUsage.FromTotals(input: 300_000), At(at)).Total);
    }

    // An invented night rate, Friday and Saturday from 22:00 to 06:00 by the clock of Paris (UTC+2 in May, a Friday is the first).
    [Theory]
    [InlineData("2026-05-01T19:59:59Z", false)]
    [InlineData("2026-05-01T20:00:00Z", true)]
    [InlineData("2026-05-02T03:59:59Z", true)]
    [InlineData("2026-05-02T04:00:00Z", false)]
    [InlineData("2026-05-02T20:00:00Z", true)]
    [InlineData("2026-05-03T03:59:59Z", true)]
    [InlineData("2026-05-03T20:00:00Z", false)]
    [InlineData("2026-05-01T03:00:00Z", false)]
    public void Weekdays_AreThoseOnWhichTheWindowBegins(string at, bool isOpen)
    {
        DailyWindow window = new(new LocalTime(22, 0), new LocalTime(6, 0), Paris, IsoDayOfWeek.Saturday, IsoDayOfWeek.Friday, IsoDayOfWeek.Friday);

        Assert.Equal(isOpen, window.Contains(At(at)));
        Assert.Equal("22:00-06:00 Europe/Paris Friday Saturday", window.ToString());
        Assert.Equal(new Usd(isOpen ? 2 : 4), Windowed(window).CostOf(TokenUsage.FromTotals(input: 1_000_000), At(at)).Total);
    }

    // Leap day 2028 is a Tuesday.
    [Theory]
    [InlineData("2028-02-28T23:59:59Z", false)]
    [InlineData("2028-02-29T00:00:00Z", true)]
    [InlineData("2028-02-29T23:59:59Z", true)]
    [InlineData("2028-03-01T00:00:00Z", false)]
    public void Weekdays_AWholeDay_BeginsAndEndsAtMidnight(string at, bool isOpen) =>
        Assert.Equal(isOpen, new DailyWindow(LocalTime.Midnight, LocalTime.Midnight, null, IsoDayOfWeek.Tuesday).Contains(At(at)));

    // Paris, from 02:00 to 04:00: the clock goes from 02:00 to 03:00 on 2026-03-29 at 01:00 UTC, and from 03:00 back to 02:00 on
    // 2026-10-25 at 01:00 UTC.
    [Theory]
    [InlineData("2026-03-29T00:59:59Z", false)]
    [InlineData("2026-03-29T01:00:00Z", true)]
    [InlineData("2026-03-29T01:59:59Z", true)]
    [InlineData("2026-03-29T02:00:00Z", false)]
    [InlineData("2026-10-24T23:59:59Z", false)]
    [InlineData("2026-10-25T00:00:00Z", true)]
    [InlineData("2026-10-25T01:30:00Z", true)]
    [InlineData("2026-10-25T02:59:59Z", true)]
    [InlineData("2026-10-25T03:00:00Z", false)]
    public void DaylightSaving_AWindowIsOneOrThreeHoursLong(string at, bool isOpen) => Assert.Equal(isOpen, TwoToFour.Contains(At(at)));

    // Four hours of which one or three are at half the price of $4: the average of 4,000,000 tokens spread evenly over them.
    [Theory]
    [InlineData("2026-03-29", 14)]
    [InlineData("2026-10-25", 10)]
    public void DaylightSaving_OverTheHoursOfTheChange_IsWeighedByTheirLength(string day, decimal usd)
    {
        Instant start = At(day + "T00:00:00Z");
        TokenUsage usage = TokenUsage.FromTotals(input: 4_000_000).AsAggregateOf(4).Over(new Interval(start, start + Duration.FromHours(4)));

        Cost cost = Windowed(TwoToFour).CostOf(usage, start);

        Assert.Equal((new Usd(8), new Usd(usd), new Usd(16)), (cost.Low, cost.Total, cost.High));
    }

    // In Paris 02:30 comes twice on 2026-10-25: a window from 02:30 to 05:00 opens at 00:30, closes at 01:00 and opens again at 01:30.
    [Fact]
    public void DaylightSaving_AnHourThatComesTwice_OpensTheWindowTwice()
    {
        DailyWindow window = new(new LocalTime(2, 30), new LocalTime(5, 0), Paris);
        Instant start = At("2026-10-25T00:00:00Z");
        TokenUsage usage = TokenUsage.FromTotals(input: 2_000_000).AsAggregateOf(4).Over(new Interval(start, start + Duration.FromHours(2)));

        Assert.Equal(new Usd(6), Windowed(window).CostOf(usage, start).Total);
    }

    [Fact]
    public void ASecondOfAnHour_CanBeAddedUp()
    {
        Cost second = TestOffers.Sold(TestOffers.Rate(AudioSeconds, new Rate(0.04m, 3_600))).CostOf(TokenUsage.FromMeterParts(new MeterQuantity(AudioSeconds, 1)), Now);

        Assert.Equal(1_000 * second.Total.Amount, Enumerable.Repeat(second, 1_000).Aggregate(Cost.Zero, (sum, next) => sum + next).Total.Amount);
    }

    // platform.openai.com/docs/pricing, 2026-11: Whisper at $0.006 a minute. console.groq.com/docs/speech-to-text, 2026-11: at least 10 seconds
    // are billed; groq.com/pricing: whisper-large-v3 at $0.111 an hour.
    [Theory]
    [InlineData(0.36, 0, 0, "61.4", "0.00614")]
    [InlineData(0.111, 10, 0, "2", "0.000308333333333333")]
    [InlineData(0.111, 10, 0, "10.5", "0.00032375")]
    [InlineData(3.6, 0, 60, "60", "0.06")]
    [InlineData(3.6, 0, 60, "60.001", "0.12")]
    [InlineData(3.6, 90, 60, "1", "0.09")]
    public void AudioSeconds_OfARequest_HaveFractionsAMinimumAndAStep(decimal usdPerHour, int minimum, int step, string seconds, string usd)
    {
        PricedMeter rate = TestOffers.Rate(AudioSeconds, new Rate(usdPerHour, 3_600)) with { Minimum = minimum, RoundedUpTo = step };
        TokenUsage usage = TokenUsage.FromMeterParts(new MeterQuantity(AudioSeconds, decimal.Parse(seconds, CultureInfo.InvariantCulture)));

        Assert.Equal(usd, TestOffers.Sold(rate).CostOf(usage, Now).Total.Amount.ToString("0.##################", CultureInfo.InvariantCulture));
    }

    // Invented: 1,001 tokens sold by the thousand are 2,000.
    [Fact]
    public void Tokens_RoundedUp_AreSoOnEveryWay()
    {
        Offer offer = TestOffers.Sold(TestOffers.Rate(Meter.Input, 2) with { RoundedUpTo = 1_000 }, TestOffers.Rate(Meter.Output, 8));
        TokenUsage usage = TokenUsage.FromTotals(input: 1_001, output: 500);
        long[] pico = new long[1];
        BulkResult result = new BulkPricer([offer]).Price(CallColumns.FromTotals([0], [Now.ToUnixTimeMilliseconds()], [1_001], [500]), pico);

        Assert.Equal((new Usd(0.008m), new Usd(0.008m)), (offer.CostOf(usage, Now).Total, offer.TotalOf(usage, Now)));
        Assert.Equal((8_000_000_000, 0), (pico[0], result.Failed));
        Assert.Equal("1,001 input tokens (billed as 2,000) x $2.00 per 1M = $0.004", offer.CostOf(usage, Now).Lines[0].ToString());
    }

    [Fact]
    public void AMinimum_OfSeveralRequests_IsAnInterval()
    {
        PricedMeter rate = TestOffers.Rate(AudioSeconds, Rate.PerUnit(1)) with { Minimum = 10 };
        TokenUsage usage = TokenUsage.FromMeterParts(new MeterQuantity(AudioSeconds, 12.5m)).AsAggregateOf(3);

        Cost cost = TestOffers.Sold(rate).CostOf(usage, Now);

        // From one request with all of it to two of a second and one of 10.5.
        Assert.Equal((12.5m, 30m, 30.5m), (cost.Low.Amount, cost.Total.Amount, cost.High.Amount));
    }

    [Theory]
    [InlineData("input", "1.5", "only seconds have fractions")]
    [InlineData("audio-seconds", "-0.5", "zero or more")]
    public void AFractionOfATokenIsAnError(string meter, string units, string message)
    {
        PricingException error = Assert.Throws<PricingException>(() => TokenUsage.FromMeterParts(
            new MeterQuantity(Meter.Parse(meter), decimal.Parse(units, CultureInfo.InvariantCulture))));

        Assert.Equal(PricingError.ContradictoryUsage, error.Error);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    // platform.openai.com/docs/pricing, 2026: Whisper at $0.006 a minute; groq.com/pricing, 2026: whisper-large-v3-turbo at $0.04 an hour.
    [Theory]
    [InlineData(0.36, 3_600, "0.36")]
    [InlineData(0.36, 1, "0.0001")]
    [InlineData(0.36, 90, "0.009")]
    [InlineData(0.04, 90, "0.001")]
    [InlineData(0.04, 1, "0.000011111111111111")]
    public void AudioHours_ArePerThirtySixHundredSeconds(decimal usdPerHour, long seconds, string usd)
    {
        Meter audio = Meter.Parse("input-audio-seconds");
        Offer offer = TestOffers.Sold(TestOffers.Rate(Meter.Parse("audio-seconds"), new Rate(usdPerHour, 3_600)));

        Cost cost = offer.CostOf(TokenUsage.FromMeterParts(new MeterQuantity(audio, seconds)), Now);

        Assert.Equal((Usd.Parse(usd), true), (cost.Total, cost.Lines.Single().IsBilledAsParent));
        Assert.Equal(cost.Total, cost.Input);
    }

    // docs.perplexity.ai/docs/getting-started/pricing, 2026: Sonar at $1 / $1 and, with low search context, $5 per 1,000 requests.
    [Theory]
    [InlineData(1, "0.0065", "0.005")]
    [InlineData(3, "0.0165", "0.015")]
    public void Requests_PayTheirFee(int requests, string usd, string other)
    {
        Offer sonar = TestOffers.Sold(
            TestOffers.Rate(Meter.Input, 1), TestOffers.Rate(Meter.Output, 1), TestOffers.Rate(Meter.Requests, Rate.PerThousand(5)));

        Cost cost = sonar.CostOf(TokenUsage.FromTotals(input: 1_000, output: 500).AsAggregateOf(requests), Now);
        Cost counted = sonar.CostOf(TokenUsage.FromMeterParts(new(Meter.Input, 1_000), new(Meter.Output, 500), new(Meter.Requests, requests)), Now);

        Assert.Equal((Usd.Parse(usd), Usd.Parse(other), true), (cost.Total, cost.Other, cost.IsCertain));
        Assert.Equal(cost.Total, counted.Total);
    }

    // An invented card of the kind that replaces the output rate when the request reasoned.
    [Theory]
    [InlineData(0, "0.40")]
    [InlineData(1, "3.50")]
    public void Reasoning_ReplacesTheWholeOutputRate(long reasoning, string usd)
    {
        Offer offer = TestOffers.Sold(
            TestOffers.Rate(Meter.Input, 1), TestOffers.Rate(Meter.Output, 0.40m), TestOffers.Rate(Meter.Output, 3.50m, new RateCondition { WhenReasoned = true }));

        Assert.Equal(Usd.Parse(usd), offer.CostOf(TokenUsage.FromTotals(output: 1_000_000, reasoning: reasoning), Now).Total);
    }

    private static DateTimeZone Paris => DateTimeZoneProviders.Tzdb["Europe/Paris"];

    private static DailyWindow TwoToFour => new(new LocalTime(2, 0), new LocalTime(4, 0), Paris);

    private static Offer Windowed(DailyWindow window) => TestOffers.Sold(TestOffers.Rate(Meter.Input, 4), TestOffers.Rate(Meter.Input, 2, TestOffers.During(window)));

    private static RateCard Sonnet(Instant? from, Instant? to, bool hasPremium) => new(
        [
            .. new[] { (Meter.Input, 3m), (Meter.CacheRead, 0.3m), (Meter.CacheWrite5m, 3.75m), (Meter.CacheWrite1h, 6m) }.SelectMany(r => new[]
            {
                TestOffers.Rate(r.Item1, r.Item2), TestOffers.Rate(r.Item1, hasPremium ? 2 * r.Item2 : r.Item2, TestOffers.MoreThan(200_000)),
            }),
            TestOffers.Rate(Meter.Output, 15), TestOffers.Rate(Meter.Output, hasPremium ? 22.5m : 15, TestOffers.MoreThan(200_000)),
            TestOffers.Rate(Meter.WebSearches, Rate.PerThousand(10)), TestOffers.Rate(Meter.WebSearches, Rate.PerThousand(10), TestOffers.By(ServiceTier.Batch)),
        ],
        from,
        to,
        [TestOffers.Multiple(ServiceTier.Batch, 0.5m)]);

    private static Instant At(string text) => NodaTime.Text.OffsetDateTimePattern.ExtendedIso.Parse(text).Value.ToInstant();

    private static void Costs(decimal usd, Offer offer, TokenUsage usage, CostOptions? options = null) =>
        Assert.Equal(new Usd(usd), offer.CostOf(usage, Now, options).Total);
}
