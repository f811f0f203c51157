using FsCheck.Xunit;
using Microsoft.Extensions.AI;
using Xunit;
using static TokenPricing.Tests.FakeChatClient;
using AIUsage = Microsoft.Extensions.AI.UsageDetails;

namespace TokenPricing.Tests;

/// <summary>The shapes in which adapters report a usage; where a figure is from an adapter's own tests, they are named.</summary>
public sealed class ReportedUsageTests
{
    public static TheoryData<string, AIUsage, TokenUsage> Shapes => new()
    {
        { "the contract: cached in the input, reasoning in the output", Used(12_000, 900, 8_000, 300), TokenUsage.FromTotals(12_000, 900, cacheRead: 8_000, reasoning: 300) },
        { "Anthropic's package (its test of caching)", Used(175, 10, 25, total: 185, more: ("CacheCreationInputTokens", 50)), TokenUsage.FromParts(100, 10, 25, 50) },
        { "Anthropic.SDK: the API's own counts", Used(100, 10, more: [("CacheCreationInputTokens", 50), ("CacheReadInputTokens", 25)]), TokenUsage.FromTotals(175, 10, cacheRead: 25, cacheWrite: 50) },
        { "the names of Anthropic's API", Used(100, 10, more: [("cache_creation_input_tokens", 50), ("cache_read_input_tokens", 0)]), TokenUsage.FromTotals(150, 10, cacheRead: 0, cacheWrite: 50) },
        { "Bedrock: its total has the cache", Used(100, 10, total: 185, more: [("CacheReadInputTokens", 25), ("CacheWriteInputTokens", 50)]), TokenUsage.FromTotals(175, 10, cacheRead: 25, cacheWrite: 50) },
        { "cached beside the input, as the total says", Used(100, 10, 25, total: 135), TokenUsage.FromTotals(125, 10, cacheRead: 25) },
        { "reasoning beside the output, as the total says", Used(100, 10, reasoning: 40, total: 150), TokenUsage.FromTotals(100, 50, reasoning: 40) },
        { "both beside, as the total says", Used(100, 10, 25, 40, 175), TokenUsage.FromTotals(125, 50, cacheRead: 25, reasoning: 40) },
        { "both as many, one of them beside: the contract holds", Used(100, 50, 25, 25, 175), TokenUsage.FromTotals(100, 50, cacheRead: 25, reasoning: 25) },
        { "a total that says nothing", Used(100, 50, 25, total: 999), TokenUsage.FromTotals(100, 50, cacheRead: 25) },
        { "the output is what the total leaves", Used(100, null, total: 150), TokenUsage.FromTotals(100, 50) },
        { "the input is what the total leaves", Used(null, 50, total: 150), TokenUsage.FromTotals(100, 50) },
        { "an input alone", Used(100, null), TokenUsage.FromTotals(100) },
        { "a total smaller than the input", Used(100, null, total: 50), TokenUsage.FromTotals(100) },
        { "both times of cache writes", Used(175, 10, 25, more: [("ephemeral_5m_input_tokens", 30), ("ephemeral_1h_input_tokens", 20)]), TokenUsage.FromTotals(175, 10, cacheRead: 25, cacheWrite5m: 30, cacheWrite1h: 20) },
        { "a sum of cache writes and its times", Used(175, 10, 25, more: [("CacheCreationInputTokens", 60), ("cache_creation.ephemeral_1h_input_tokens", 20)]), TokenUsage.FromTotals(175, 10, cacheRead: 25, cacheWrite: 60, cacheWrite1h: 20) },
        { "one count under two names", Used(175, 10, 25, more: [("CacheCreationInputTokens", 60), ("cache_creation_input_tokens", 60)]), TokenUsage.FromTotals(175, 10, cacheRead: 25, cacheWrite: 60) },
        { "counts that are not billed by themselves", Used(100, 10, more: ("OutputTokenDetails.AcceptedPredictionTokenCount", 5)), TokenUsage.FromTotals(100, 10) },
        { "audio as Microsoft.Extensions.AI.OpenAI had it", Used(100, 10, more: [("InputTokenDetails.AudioTokenCount", 60), ("OutputTokenDetails.AudioTokenCount", 0)]), Totals((Meter.Input, 100), (Meter.Output, 10), (Meter.InputAudio, 60), (Meter.OutputAudio, 0)) },
        { "web searches", Used(100, 10, more: ("WebSearchRequests", 2)), Totals((Meter.Input, 100), (Meter.Output, 10), (Meter.WebSearches, 2)) },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void ToUsage_ShapeOfAnAdapter_CountsEachTokenOnce(string shape, AIUsage reported, TokenUsage expected)
    {
        TokenUsage usage = UsageOf(reported);

        Assert.True(expected.Parts.SequenceEqual(usage.Parts), $"{shape}: {usage}, not {expected}");
    }

    [Fact]
    public void ToUsage_AudioProperties_AreAudio()
    {
#pragma warning disable MEAI001 // Experimental there.
        AIUsage reported = new() { InputTokenCount = 100, OutputTokenCount = 40, InputAudioTokenCount = 60, OutputAudioTokenCount = 30 };
#pragma warning restore MEAI001

        Assert.Equal("40 input tokens, 10 output tokens, 60 audio input tokens, 30 audio output tokens", UsageOf(reported).ToString());
        Assert.Equal(new Usd(0.005m), TrackedPrices.CostOf("openai", "gpt-4o-audio", UsageOf(reported)));
    }

    [Fact]
    public void ToUsage_TotalAlone_IsTheInputOfEmbeddingsAndNothingElse()
    {
        AIUsage reported = Used(null, null, total: 100);

        Assert.Equal(TokenUsage.FromTotals(100), UsageOf(reported, CallOperation.Embeddings));
        Assert.Equal(PricingError.ContradictoryUsage, Assert.Throws<PricingException>(() => UsageOf(reported)).Error);
    }

    [Theory]
    [InlineData(100, 10, 101, 0)]
    [InlineData(100, 10, 0, 11)]
    [InlineData(-1, 10, 0, 0)]
    public void ToUsage_Contradiction_IsAnError(long input, long output, long cached, long reasoning) =>
        Assert.Equal(PricingError.ContradictoryUsage, Assert.Throws<PricingException>(() => UsageOf(Used(input, output, cached, reasoning))).Error);

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(50, 0, 0)]
    [InlineData(50, 300, 0)]
    [InlineData(400, 0, 0)]
    [InlineData(0, 0, 70)]
    public void ToUsage_GooglesCounts_HaveThinkingAndToolsBeside(long tools, long cached, long unknown)
    {
        ReportedUsage usage = new(null, null);
        usage.Add(Used(1_000, 500, cached, 400, 1_900 + tools + unknown, ("ToolUsePromptTokenCount", tools)));

        TokenUsage read = usage.ToUsage(CallOperation.Chat, null);

        Assert.Equal((1_000 + tools, unknown == 0 ? 900 : 500), (read.InputTokens, read.OutputTokens));
        Assert.Equal(unknown == 0, usage.Unexplained is null);
    }

    [Fact]
    public async Task ToUsage_TotalThatNothingExplains_IsAGap()
    {
        FakeChatClient fake = new() { Answer = _ => Task.FromResult(Response(Used(1_000, 100, total: 1_500))) };

        ChatResponse response = await fake.WithCostTracking(TrackedPrices.Catalog).GetResponseAsync(Question);

        Assert.Contains("1500 tokens in all, 400 more", Assert.Single(response.GetCost()!.Gaps), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gemini-2.5-flash", "a b,b c", 1)]
    [InlineData("google/gemini-2.5-flash", "a b,b c", 1)]
    [InlineData("gemini-3-flash-preview", "a b,b c", 3)]
    [InlineData("gemini-3-flash-preview", ",", 2)]
    [InlineData("gpt-4o", "a b,b c", 2)]
    public void AddSearch_Contents_CountAsTheProviderBillsThem(string model, string contents, long expected)
    {
        ReportedUsage usage = new(null, null);
        usage.Add(Used(1_000, 100));
        int id = 0;
        foreach (string queries in contents.Split(','))
        {
            WebSearchToolCallContent search = new($"call-{++id}") { Queries = queries.Split(' ', StringSplitOptions.RemoveEmptyEntries) };
            usage.AddSearch(search);
            usage.AddSearch(search);
        }

        Assert.Equal(expected, usage.ToUsage(CallOperation.Chat, model).TotalOf(Meter.WebSearches));
    }

    [Fact]
    public void IsEmpty_NothingReported_IsTrue()
    {
        ReportedUsage usage = new(null, null);

        Assert.True(usage.IsEmpty);
        usage.Add(new AIUsage());
        Assert.True(usage.IsEmpty);
        usage.Add(Used(0, null));
        Assert.False(usage.IsEmpty);
    }

    [Property]
    public static bool ToUsage_RunningTotalsOfAnyUsage_AreTheLast(OrdinaryCall call, byte steps)
    {
        ReportedUsage seen = new("one", null);
        for (int step = 0; step <= steps % 8; step++)
        {
            // Every count grows, but not all at the same pace.
            seen.Add(Used(call.Input, call.Output * step / 8, call.Cached, call.Reasoning * step / 9));
        }

        seen.Add(Used(call.Input, call.Output, call.Cached, call.Reasoning));
        return seen.ToUsage(CallOperation.Chat, null) == TokenUsage.FromTotals(call.Input, call.Output, cacheRead: call.Cached, reasoning: call.Reasoning);
    }

    [Property]
    public static bool ToUsage_OneCallInEveryShape_IsTheSameParts(OrdinaryCall call)
    {
        long fresh = call.Input - call.Cached;
        AIUsage[] shapes =
        [
            Used(call.Input, call.Output, call.Cached, call.Reasoning, call.Input + call.Output),
            Used(fresh, call.Output, null, call.Reasoning, call.Input + call.Output, ("CacheReadInputTokens", call.Cached)),
            Used(fresh, call.Output, null, call.Reasoning, null, ("cache_read_input_tokens", call.Cached)),
        ];
        return shapes.All(shape => UsageOf(shape).Parts.SequenceEqual(UsageOf(shapes[0]).Parts));
    }

    private static TokenUsage UsageOf(AIUsage reported, CallOperation operation = CallOperation.Chat)
    {
        ReportedUsage usage = new(null, null);
        usage.Add(reported);
        return usage.ToUsage(operation, null);
    }

    private static TokenUsage Totals(params (Meter Meter, long Count)[] totals) =>
        TokenUsage.FromMeterTotals([.. totals.Select(t => new MeterQuantity(t.Meter, t.Count))]);

    /// <summary>The counts of a call that do not contradict themselves.</summary>
    public sealed record OrdinaryCall
    {
        public OrdinaryCall(ushort fresh, ushort cached, ushort text, ushort reasoning) =>
            (Input, Output, Cached, Reasoning) = (fresh + cached, text + reasoning, cached, reasoning);

        public long Input { get; }

        public long Output { get; }

        public long Cached { get; }

        public long Reasoning { get; }
    }
}
