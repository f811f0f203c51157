using NodaTime;
using NodaTime.Text;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Bills worked by hand from the vendors' price pages, against the prices that are built in.</summary>
public sealed class MarketPriceTests
{
    private const string Lately = "2026-09-23T12:00:00Z";

    // developers.openai.com/api/docs/pricing: gpt-4o $2.50 / $10, the older gpt-4o-2024-05-13 $5 / $15. A list that finds models by
    // the beginning of their name takes the one for the other.
    [Theory]
    [InlineData("gpt-4o", 0.035)]
    [InlineData("gpt-4o-2024-05-13", 0.065)]
    public void Version_WithAPriceOfItsOwn_IsNotTheModelOfItsName(string model, decimal usd)
    {
        Costs(usd, "openai", model, TokenUsage.FromTotals(input: 10_000, output: 1_000));
        Assert.Equal(model, PriceCatalog.BuiltIn.Find(model).Offer!.Model.Id);
    }

    [Theory]
    [InlineData("openai", "gpt-4o")]
    [InlineData("anthropic", "claude-sonnet-4-5")]
    [InlineData("google", "gemini-2.5-pro")]
    [InlineData("deepseek", "deepseek-v4-pro")]
    public void TotalOf_ByNames_TakesNoMemory(string provider, string model)
    {
        TokenUsage usage = TokenUsage.FromTotals(input: 12_000, output: 900, cacheRead: 8_000);
        Instant at = InstantPattern.ExtendedIso.Parse(Lately).Value;
        Usd total = PriceCatalog.BuiltIn.TotalOf(provider, model, usage, at);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            total = PriceCatalog.BuiltIn.TotalOf(provider, model, usage, at);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.True(total > Usd.Zero);
    }

    // The same page: gpt-4o in batches $1.25 / $5, with priority $4.25 / $17.
    [Theory]
    [InlineData("standard", 0.035)]
    [InlineData("batch", 0.0175)]
    [InlineData("priority", 0.0595)]
    public void ServiceTier_OfGpt4o_HasItsOwnPrices(string tier, decimal usd) =>
        Costs(usd, "openai", "gpt-4o", TokenUsage.FromTotals(input: 10_000, output: 1_000), options: new CostOptions { ServiceTier = ServiceTier.Parse(tier) });

    // console.groq.com/docs/flex-processing: flex costs what the on-demand tier costs, and a batch half.
    [Theory]
    [InlineData("standard", 1.28)]
    [InlineData("flex", 1.28)]
    [InlineData("batch", 0.64)]
    public void ServiceTier_OfGroq_CostsTheSameInFlex(string tier, decimal usd) => Costs(
        usd, "groq", "llama-3.3-70b-versatile", TokenUsage.FromTotals(input: 1_500_000, output: 500_000), options: new CostOptions { ServiceTier = ServiceTier.Parse(tier) });

    // ai.google.dev/gemini-api/docs/pricing#gemini-2.5-pro: $1.25 / $10 for prompts of at most 200k tokens, $2.50 / $15 for longer ones.
    [Theory]
    [InlineData(200_000, 0.26)]
    [InlineData(200_001, 0.5150025)]
    public void LongContext_OfGoogle_BeginsBehindTheThreshold(long input, decimal usd) =>
        Costs(usd, "google", "gemini-2.5-pro", TokenUsage.FromTotals(input: input, output: 1_000));

    // developers.openai.com/api/docs/models/gpt-5.5: $5 / $30; prompts of more than 272K input tokens at twice the input and one and a
    // half times the output price.
    [Theory]
    [InlineData(272_000, 1.39)]
    [InlineData(272_001, 2.76501)]
    public void LongContext_OfOpenAi_BeginsBehindTheThreshold(long input, decimal usd) =>
        Costs(usd, "openai", "gpt-5.5", TokenUsage.FromTotals(input: input, output: 1_000));

    // docs.x.ai/docs/models: grok-4.3 $1.25 / $2.50, and $2.50 / $5 for requests whose context reaches 200k tokens.
    [Theory]
    [InlineData(199_999, 0.25249875)]
    [InlineData(200_000, 0.505)]
    public void LongContext_OfXai_BeginsAtTheThreshold(long input, decimal usd) =>
        Costs(usd, "xai", "grok-4.3", TokenUsage.FromTotals(input: input, output: 1_000));

    // platform.claude.com/docs/en/about-claude/pricing: Claude Sonnet 4.5 $3 / $15, cache writes $3.75 for five minutes and $6 for an
    // hour, reads $0.30.
    [Fact]
    public void CacheWrites_OfAnthropic_CostMoreForAnHour() => Costs(
        0.012m + 0.00375m + 0.012m + 0.0015m + 0.015m, "anthropic", "claude-sonnet-4-5",
        TokenUsage.FromParts(uncachedInput: 4_000, output: 1_000, cacheRead: 5_000, cacheWrite5m: 1_000, cacheWrite1h: 2_000));

    // api-docs.deepseek.com/quick_start/pricing: deepseek-v4-pro at $0.435 / $0.87 until the end of 2026-08-16 in Beijing, from then on
    // $0.66 / $1.98, and twice that from 9 to 12 and from 14 to 18 o'clock there, which is 01:00-04:00 and 06:00-10:00 UTC; from 2026-08-23
    // in Beijing from Monday to Friday only, and not on China's public holidays: 2026-09-25 and 2026-10-01 to 07 by the State Council.
    [Theory]
    [InlineData("2026-08-16T02:00:00Z", 0.0522)]
    [InlineData("2026-08-16T15:59:59Z", 0.0522)]
    [InlineData("2026-08-16T16:00:00Z", 0.0858)]
    [InlineData("2026-08-17T01:00:00Z", 0.1716)]
    [InlineData("2026-08-17T03:59:59Z", 0.1716)]
    [InlineData("2026-08-17T04:00:00Z", 0.0858)]
    [InlineData("2026-08-17T06:00:00Z", 0.1716)]
    [InlineData("2026-08-17T10:00:00Z", 0.0858)]
    [InlineData("2026-08-22T02:00:00Z", 0.1716)]
    [InlineData("2026-08-23T02:00:00Z", 0.0858)]
    [InlineData("2026-08-30T02:00:00Z", 0.0858)]
    [InlineData("2026-09-20T09:59:59Z", 0.0858)]
    [InlineData("2026-09-21T09:59:59Z", 0.1716)]
    [InlineData("2026-09-24T02:00:00Z", 0.1716)]
    [InlineData("2026-09-25T02:00:00Z", 0.0858)]
    [InlineData("2026-09-28T02:00:00Z", 0.1716)]
    [InlineData("2026-10-01T02:00:00Z", 0.0858)]
    [InlineData("2026-10-07T09:59:59Z", 0.0858)]
    [InlineData("2026-10-08T01:00:00Z", 0.1716)]
    public void PeakHours_OfDeepSeek_DoubleThePrice(string at, decimal usd) =>
        Costs(usd, "deepseek", "deepseek-v4-pro", TokenUsage.FromTotals(input: 100_000, output: 10_000), at);

    // The same page: deepseek-v4-flash at $0.14 / $0.28, then $0.22 / $0.66, and since V4.1 Flash serves that name, at 04:00 UTC of 2026-09-10
    // (api-docs.deepseek.com/news/news260910), $0.15 / $0.60; twice that in peak hours. Reasoning is output.
    [Theory]
    [InlineData("deepseek-v4-flash", "2026-08-14T02:00:00Z", 0.0168)]
    [InlineData("deepseek-v4-flash", "2026-08-18T05:00:00Z", 0.0286)]
    [InlineData("deepseek-v4-flash", "2026-08-22T02:00:00Z", 0.0572)]
    [InlineData("deepseek-v4-flash", "2026-08-23T02:00:00Z", 0.0286)]
    [InlineData("deepseek-v4-flash", "2026-09-10T03:59:59Z", 0.0572)]
    [InlineData("deepseek-v4-flash", "2026-09-10T06:00:00Z", 0.042)]
    [InlineData("deepseek-v4-flash", "2026-10-02T06:00:00Z", 0.021)]
    [InlineData("deepseek-v4-flash", "2026-11-20T06:00:00Z", 0.042)]
    [InlineData("deepseek-v4-flash-vision-exp", "2026-08-24T02:00:00Z", 0.0572)]
    [InlineData("deepseek-v4-flash-vision-exp", "2026-08-24T05:00:00Z", 0.0286)]
    [InlineData("deepseek-v4-flash-vision-exp", "2026-11-20T06:00:00Z", 0.042)]
    [InlineData("deepseek-flash", "2026-09-11T02:00:00Z", 0.042)]
    [InlineData("deepseek-flash", "2026-11-20T11:00:00Z", 0.021)]
    public void PeakHours_OfDeepSeekFlash_DoubleThePriceOfEachName(string model, string at, decimal usd)
    {
        Costs(usd, "deepseek", model, TokenUsage.FromTotals(input: 100_000, output: 10_000), at);
        Costs(usd, "deepseek", model, TokenUsage.FromTotals(input: 100_000, output: 10_000, reasoning: 8_000), at);
    }

    // The same page: $0.75 for 1,000 searches that a model does, since midnight of 2026-11-01 in Beijing.
    [Fact]
    public void Searches_OfDeepSeek_CostSinceNovember() => Costs(
        0.0858m + 0.0015m, "deepseek", "deepseek-v4-pro",
        TokenUsage.FromMeterParts(new MeterQuantity(Meter.Input, 100_000), new(Meter.Output, 10_000), new(Meter.WebSearches, 2)), "2026-11-20T11:00:00Z");

    // DeepSeek-V3.2 brought $0.28 / $0.42 (api-docs.deepseek.com/news/news250929); models.dev noticed it on 2025-11-17.
    [Fact]
    public void PriceChange_TheSameCallOnTheDayBeforeAndAfter_CostsWhatWasKnownToHold()
    {
        Offer offer = PriceCatalog.BuiltIn.Offer("deepseek", "deepseek-chat");
        TokenUsage usage = TokenUsage.FromTotals(input: 1_000_000, output: 100_000);
        PriceStep[] changes = [.. offer.PriceChanges().Where(c => c.From!.Value.InUtc().Date == new LocalDate(2025, 9, 29))];

        // The day of the announcement, not the weeks later on which a list noticed it.
        Assert.Equal(0.56m, Assert.Single(changes, c => c.Meter == Meter.Input).Before!.Value.UsdPerMillion);
        Assert.Equal(1.68m, Assert.Single(changes, c => c.Meter == Meter.Output).Before!.Value.UsdPerMillion);
        Costs(0.728m, "deepseek", "deepseek-chat", usage, "2025-09-28T12:00:00Z");
        Costs(0.322m, "deepseek", "deepseek-chat", usage, "2025-09-29T12:00:00Z");
    }

    // api-docs.deepseek.com/quick_start/pricing as of 2025: from 16:30 to 00:30 UTC at half the price, until 2025-09-05.
    [Theory]
    [InlineData("2025-07-01T12:00:00Z", 0.26)]
    [InlineData("2025-07-01T18:00:00Z", 0.13)]
    [InlineData("2025-07-01T00:29:59Z", 0.13)]
    [InlineData("2025-07-01T00:30:00Z", 0.26)]
    [InlineData("2025-09-05T17:00:00Z", 0.434)]
    public void OffPeakHours_OfDeepSeekIn2025_HalveThePrice(string at, decimal usd) =>
        Costs(usd, "deepseek", "deepseek-chat", TokenUsage.FromTotals(input: 1_000_000, cacheRead: 600_000, output: 100_000), at);

    // openai.com/index/gpt-5-6: Luna at a fifth from 2026-07-30; ai.google.dev/gemini-api/docs/pricing: Gemini 3.6 Flash at half from
    // 2026-08-13 to the end of the year; platform.claude.com/docs/en/about-claude/pricing: half in batches.
    [Theory]
    [InlineData("openai", "gpt-5.6-luna", "2026-07-29T12:00:00Z", "standard", 0.16)]
    [InlineData("openai", "gpt-5.6-luna", "2026-07-30T12:00:00Z", "standard", 0.032)]
    [InlineData("google", "gemini-3.6-flash", "2026-08-12T12:00:00Z", "standard", 0.225)]
    [InlineData("google", "gemini-3.6-flash", "2026-08-13T12:00:00Z", "standard", 0.1125)]
    [InlineData("google", "gemini-3.6-flash", "2027-01-01T12:00:00Z", "standard", 0.225)]
    [InlineData("anthropic", "claude-sonnet-4-6", "2026-06-01T12:00:00Z", "batch", 0.225)]
    [InlineData("anthropic", "claude-opus-4-5", "2026-06-01T12:00:00Z", "batch", 0.375)]
    [InlineData("openai", "gpt-5.6-luna", "2026-08-01T12:00:00Z", "flex", 0.016)]
    public void VendorsOwnWords_OnTiersAndChanges_Hold(string provider, string model, string at, string tier, decimal usd) => Assert.Equal(
        new Usd(usd),
        PriceCatalog.BuiltIn.Offer(provider, model).TotalOf(
            TokenUsage.FromTotals(input: 100_000, output: 10_000), At(at), new CostOptions { ServiceTier = ServiceTier.Parse(tier) }));

    // Bedrock's regional endpoints cost 10 % more than its global one, from Claude Sonnet 4.5 on (platform.claude.com/docs/en/about-claude/pricing).
    // LiteLLM had the global price for them at first, and learned better on 2025-10-07: a correction, no change of the price.
    [Fact]
    public void AsKnownOn_BeforeACorrection_CostsWhatWasBelievedThen()
    {
        const string InOctober = "2025-10-05T12:00:00Z";
        TokenUsage usage = TokenUsage.FromTotals(input: 100_000, output: 10_000);
        PriceCatalog then = PriceCatalog.BuiltIn.AsKnownOn(new LocalDate(2025, 10, 6));

        Assert.Equal(new Usd(0.45m), then.Offer("amazon-bedrock", "eu.claude-sonnet-4-5-20250929").CostOf(usage, At(InOctober)).Total);
        Assert.Equal(new LocalDate(2025, 10, 6), then.RecordedThrough);
        Costs(0.495m, "amazon-bedrock", "eu.claude-sonnet-4-5-20250929", usage, InOctober);
    }

    // Errors of single lists that must not come back. LiteLLM has W&B's prices per 100,000 tokens where it should have them per
    // token; wandb.ai/site/pricing/inference: gpt-oss-120b $0.15 / $0.60. It has Databricks' as 1.00002 / 5.00003, since it converts
    // them from billing units; Databricks charges Anthropic's own prices: Claude Haiku 4.5 $1 / $5.
    [Theory]
    [InlineData("wandb", "gpt-oss-120b", 0.21)]
    [InlineData("databricks", "databricks-claude-haiku-4-5", 1.5)]
    public void MistakeOfOneList_IsNotThePrice(string provider, string model, decimal usd) =>
        Costs(usd, provider, model, TokenUsage.FromTotals(input: 1_000_000, output: 100_000));

    private static Instant At(string text) => InstantPattern.ExtendedIso.Parse(text).Value;

    private static void Costs(decimal usd, string provider, string model, TokenUsage usage, string at = Lately, CostOptions? options = null) =>
        Assert.Equal(new Usd(usd), PriceCatalog.BuiltIn.Offer(provider, model).CostOf(usage, At(at), options).Total);
}
