using NodaTime;
using NodaTime.Text;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>
/// Rates of every shape from a price folder as a person writes it, through to what calls cost. The figures are those that genai-prices
/// (2026-08-21) and LiteLLM (2026-07-24) record from the vendors' pages named beside them.
/// </summary>
public sealed class PricedFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("token-pricing-test-");
    private readonly PriceCatalog _prices;

    public PricedFolderTests()
    {
        Put("sources.csv", "id,title,address,reviewed,license\nv,The vendors' price pages,,,\n");
        Put("providers.csv", "id,name\nopenai,OpenAI\ngoogle,Google\nanthropic,Anthropic\nxai,xAI\ndeepseek,DeepSeek\ngroq,Groq\nperplexity,Perplexity\nacme,Acme\n");
        string models = string.Concat(new[] { "gpt-5.6", "gpt-4.1", "gemini-2.5-pro", "sonnet-4.5", "opus-4.6", "grok-4-fast", "deepseek-chat", "whisper", "sonar", "weekend" }
            .Select(m => $"{m},{m},,,,,,,,,,,,,,v,2026-08-21\n"));
        Put("models.csv", "id,name,developer,released,context_window,parameters,total_parameters,active_parameters,architecture,license,open_weights,knowledge_cutoff,input_modalities,output_modalities,entry,source,recorded\n" + models);
        Put("rates.csv", """
            model,provider,meter,usd,per,from,to,source,recorded,service_tier,context,window
            gpt-5.6,openai,input,5,1000000,,,v,2026-08-21,,,
            gpt-5.6,openai,cache-read,0.5,1000000,,,v,2026-08-21,,,
            gpt-5.6,openai,output,30,1000000,,,v,2026-08-21,,,
            gpt-5.6,openai,input,10,1000000,,,v,2026-08-21,,>272000,
            gpt-5.6,openai,cache-read,1,1000000,,,v,2026-08-21,,>272000,
            gpt-5.6,openai,output,45,1000000,,,v,2026-08-21,,>272000,
            gpt-5.6,openai,input,2.5,1000000,,,v,2026-08-21,flex,,
            gpt-5.6,openai,output,15,1000000,,,v,2026-08-21,flex,,
            gpt-4.1,openai,input,2,1000000,,,v,2026-08-21,,,
            gpt-4.1,openai,output,8,1000000,,,v,2026-08-21,,,
            gpt-4.1,openai,input,3.5,1000000,,,v,2026-08-21,priority,,
            gpt-4.1,openai,output,14,1000000,,,v,2026-08-21,priority,,
            gemini-2.5-pro,google,input,1.25,1000000,,,v,2026-08-21,,,
            gemini-2.5-pro,google,output,10,1000000,,,v,2026-08-21,,,
            gemini-2.5-pro,google,input,2.5,1000000,,,v,2026-08-21,,>200000,
            gemini-2.5-pro,google,output,15,1000000,,,v,2026-08-21,,>200000,
            sonnet-4.5,anthropic,input,3,1000000,,,v,2026-08-21,,,
            sonnet-4.5,anthropic,cache-read,0.3,1000000,,,v,2026-08-21,,,
            sonnet-4.5,anthropic,cache-write,3.75,1000000,,,v,2026-08-21,,,
            sonnet-4.5,anthropic,cache-write-1h,6,1000000,,,v,2026-08-21,,,
            sonnet-4.5,anthropic,output,15,1000000,,,v,2026-08-21,,,
            sonnet-4.5,anthropic,web-searches,10,1000,,,v,2026-08-21,,,
            opus-4.6,anthropic,input,5,1000000,,,v,2026-08-21,,,
            opus-4.6,anthropic,input,10,1000000,,2026-03-13,v,2026-08-21,,>200000,
            grok-4-fast,xai,input,0.2,1000000,,,v,2026-08-21,,,
            grok-4-fast,xai,output,0.5,1000000,,,v,2026-08-21,,,
            grok-4-fast,xai,input,0.4,1000000,,,v,2026-08-21,,>=128000,
            grok-4-fast,xai,output,1,1000000,,,v,2026-08-21,,>=128000,
            deepseek-chat,deepseek,input,0.27,1000000,,,v,2026-08-21,,,
            deepseek-chat,deepseek,input,0.135,1000000,,,v,2026-08-21,,,16:30-00:30
            whisper,groq,audio-seconds,0.111,3600,,,v,2026-08-21,,,
            sonar,perplexity,input,1,1000000,,,v,2026-08-21,,,
            sonar,perplexity,output,1,1000000,,,v,2026-08-21,,,
            sonar,perplexity,requests,12,1000,,,v,2026-08-21,,,
            weekend,acme,input,10,1000000,,,v,2026-08-21,,,
            weekend,acme,input,1,1000000,,,v,2026-08-21,,,22:00-06:00 Europe/Paris Sat Sun
            """.ReplaceLineEndings("\n") + "\n");
        Put("tier_multiples.csv", "model,provider,service_tier,multiple,from,to,source,recorded\ngpt-4.1,openai,batch,0.5,,,v,2026-08-21\n");
        _prices = PriceCatalog.Load(_folder.FullName);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    // OpenAI's pricing page: prices for more than 272K input tokens. xAI's models page: for a context that reaches 128K. Google's and
    // Anthropic's: more than 200K. 1,000 output tokens each.
    [Theory]
    [InlineData("openai", "gpt-5.6", 271_999, "1.389995")]
    [InlineData("openai", "gpt-5.6", 272_000, "1.39")]
    [InlineData("openai", "gpt-5.6", 272_001, "2.76501")]
    [InlineData("xai", "grok-4-fast", 127_999, "0.0260998")]
    [InlineData("xai", "grok-4-fast", 128_000, "0.0522")]
    [InlineData("xai", "grok-4-fast", 128_001, "0.0522004")]
    [InlineData("google", "gemini-2.5-pro", 199_999, "0.25999875")]
    [InlineData("google", "gemini-2.5-pro", 200_000, "0.26")]
    [InlineData("google", "gemini-2.5-pro", 200_001, "0.5150025")]
    public void Threshold_OneBelowAtAndOneAbove_IsTheVendors(string provider, string model, long input, string usd) =>
        Assert.Equal(Usd.Parse(usd), Cost(provider, model, "2026-08-21T12:00:00Z", TokenUsage.FromTotals(input: input, output: 1_000)).Total);

    // Anthropic withdrew the long-context price of Claude Opus 4.6 on 2026-03-13; 300,000 input tokens.
    [Theory]
    [InlineData("2026-03-12T23:59:59.999999999Z", "3")]
    [InlineData("2026-03-13T00:00:00Z", "1.5")]
    [InlineData("2026-03-12T16:00:00-08:00", "1.5")]
    [InlineData("2026-03-13T00:59:59+01:00", "3")]
    [InlineData("2024-02-29T12:00:00Z", "3")]
    public void PeriodStart_BothSidesAndInOtherZones_IsHalfOpenInUtc(string at, string usd) =>
        Assert.Equal(Usd.Parse(usd), Cost("anthropic", "opus-4.6", at, TokenUsage.FromTotals(input: 300_000)).Total);

    // DeepSeek's pricing page: off-peak from 16:30 to 00:30 UTC. One million input tokens.
    [Theory]
    [InlineData("2026-08-21T16:29:59Z", "0.27")]
    [InlineData("2026-08-21T16:30:00Z", "0.135")]
    [InlineData("2026-08-21T23:59:59Z", "0.135")]
    [InlineData("2026-08-22T00:00:00Z", "0.135")]
    [InlineData("2026-08-22T00:29:59Z", "0.135")]
    [InlineData("2026-08-22T00:30:00Z", "0.27")]
    [InlineData("2026-08-22T00:30:00+08:00", "0.135")]
    public void Window_ThatWrapsMidnight_HoldsOnBothItsSides(string at, string usd) =>
        Assert.Equal(Usd.Parse(usd), Cost("deepseek", "deepseek-chat", at, TokenUsage.FromTotals(input: 1_000_000)).Total);

    // Made up: nights that begin on Saturday or Sunday in Paris. Its clock goes forward on 2026-03-29 and back on 2026-10-25, both Sundays.
    [Theory]
    [InlineData("2026-08-21T20:00:00Z", "10")]
    [InlineData("2026-08-22T19:59:59Z", "10")]
    [InlineData("2026-08-22T20:00:00Z", "1")]
    [InlineData("2026-08-24T03:59:59Z", "1")]
    [InlineData("2026-08-24T04:00:00Z", "10")]
    [InlineData("2026-08-24T20:00:00Z", "10")]
    [InlineData("2026-03-29T03:59:59Z", "1")]
    [InlineData("2026-03-29T04:00:00Z", "10")]
    [InlineData("2026-10-25T04:59:59Z", "1")]
    [InlineData("2026-10-25T05:00:00Z", "10")]
    public void Window_OnWeekdaysOfAZone_BeginsOnThem(string at, string usd) =>
        Assert.Equal(Usd.Parse(usd), Cost("acme", "weekend", at, TokenUsage.FromTotals(input: 1_000_000)).Total);

    // OpenAI's pricing page; gpt-4.1's batch is half of standard.
    [Theory]
    [InlineData("gpt-4.1", "standard", "0.0028")]
    [InlineData("gpt-4.1", "batch", "0.0014")]
    [InlineData("gpt-4.1", "priority", "0.0049")]
    [InlineData("gpt-5.6", "flex", "0.004")]
    public void ServiceTier_OfOpenAI_IsItsOwnPriceOrAMultiple(string model, string tier, string usd)
    {
        Cost cost = _prices.Offer("openai", model).CostOf(TokenUsage.FromTotals(input: 1_000, output: 100), At("2026-08-21T12:00:00Z"), new CostOptions { ServiceTier = ServiceTier.Parse(tier) });

        Assert.Equal(Usd.Parse(usd), cost.Total);
    }

    // Anthropic's pricing page: writes for 5 minutes cost 1.25 times the input, for 1 hour twice; $10 for 1,000 web searches.
    [Fact]
    public void Anthropic_WritesOfBothTimesAndSearches_AreBilledApart()
    {
        Cost cost = Cost("anthropic", "sonnet-4.5", "2026-08-21T12:00:00Z", TokenUsage.FromMeterTotals(
            new(Meter.Input, 100_000), new(Meter.CacheRead, 50_000), new(Meter.CacheWrite, 30_000), new(Meter.CacheWrite5m, 20_000), new(Meter.CacheWrite1h, 10_000),
            new(Meter.Output, 1_000), new(Meter.WebSearches, 3)));

        // 20,000 x 3 + 50,000 x 0.3 + 20,000 x 3.75 + 10,000 x 6 + 1,000 x 15, and 3 x 10 / 1,000.
        Assert.Equal((new Usd(0.21m), new Usd(0.015m), new Usd(0.03m), new Usd(0.255m)), (cost.Input, cost.Output, cost.Other, cost.Total));
    }

    // Groq's pricing page: $0.111 an hour. Perplexity's: $12 for 1,000 requests of low context beside $1 per 1M tokens.
    [Fact]
    public void Hours_AndRequests_AreBilledByTheirUnit()
    {
        Assert.Equal(new Usd(0.0555m), Cost("groq", "whisper", "2026-08-21T12:00:00Z", TokenUsage.FromMeterTotals(new MeterQuantity(Meter.Parse("audio-seconds"), 1_800))).Total);
        Assert.Equal(new Usd(0.0135m), Cost("perplexity", "sonar", "2026-08-21T12:00:00Z", TokenUsage.FromTotals(input: 1_000, output: 500)).Total);
    }

    private static Instant At(string text) => OffsetDateTimePattern.ExtendedIso.Parse(text).Value.ToInstant();

    private Cost Cost(string provider, string model, string at, TokenUsage usage) => _prices.Offer(provider, model).CostOf(usage, At(at));

    private void Put(string file, string text) => File.WriteAllText(Path.Combine(_folder.FullName, file), text);
}
