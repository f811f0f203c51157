using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>The cost on responses, as they are stored and read back.</summary>
public sealed class ConversationTests
{
    /// <summary>What tracking adds to a conversation that is cached, stored and restored after each turn.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Conversation_OfTwentyTurns_GrowsByFewerThan400BytesATurn(bool isStream)
    {
        (int Messages, int Responses) plain = await TalkAsync(isStream, isTracked: false);
        (int Messages, int Responses) tracked = await TalkAsync(isStream, isTracked: true);

        Assert.Equal(plain.Messages, tracked.Messages);
        Assert.InRange(tracked.Responses - plain.Responses, 1, 20 * 400);
    }

    [Fact]
    public async Task GetCost_OfAResponseThatWasStored_ReadsBack()
    {
        await using VendorServer server = new(VendorAnswer.Of(Vendor.Chat("gpt-4o-search-preview-2025-03-11")));
        using HttpClient http = server.Client();
        ChatResponse response = await Sdk.Chat(http, "gpt-4o-search-preview").WithCostTracking(Prices.Catalog, o => o with { Time = Prices.Time })
            .GetResponseAsync("Hello?");

        string json = JsonSerializer.Serialize(response, AIJsonUtilities.DefaultOptions);
        CallCost read = JsonSerializer.Deserialize<ChatResponse>(json, AIJsonUtilities.DefaultOptions)!.GetCost()!;

        CallCost live = response.GetCost()!;
        Assert.Equal((live.Total, live.Offer, live.InputTokens, live.OutputTokens, false), (read.Total, read.Offer, read.InputTokens, read.OutputTokens, read.IsComplete));
        Assert.Equal((true, Usd.Zero, null), (read.IsRestored, read.BilledNow, read.Receipt));
        Assert.InRange(live.ToJson().GetRawText().Length, 50, 400);
    }

    [Fact]
    public async Task UseCostTracking_FromAContainer_TakesPricesOptionsAndClockFromThere()
    {
        await using VendorServer server = new(VendorAnswer.Of(Vendor.Chat("gpt-4o")));
        using HttpClient http = server.Client();
        List<TrackedCall> calls = [];
        ServiceCollection services = new();
        services.AddTokenPricing();
        services.AddSingleton(Prices.Into(calls));
        services.AddChatClient(Sdk.Chat(http, "gpt-4o")).UseCostTracking();
        await using ServiceProvider provider = services.BuildServiceProvider();

        await provider.GetRequiredService<IChatClient>().GetResponseAsync("Hello?");

        Assert.Equal((new Usd(0.035m), Prices.Now), (Assert.Single(calls).Billed!.Value, calls[0].Request.At));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Embeddings_OfAnEmbeddingGenerator_AreTracked(bool isHandled)
    {
        await using VendorServer server = new(VendorAnswer.Of(
            """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5,0.25]}],"model":"text-embedding-3-small","usage":{"prompt_tokens":1000,"total_tokens":1000}}"""));
        List<TrackedCall> calls = [];
        using CostSum sum = CostTracking.Sum();
        using HttpClient http = server.Client(inner => isHandled ? new TokenPricingHandler(inner, () => Prices.Catalog, Prices.Into(calls)) : inner);
        IEmbeddingGenerator<string, Embedding<float>> generator =
            new OpenAI.Embeddings.EmbeddingClient("text-embedding-3-small", new System.ClientModel.ApiKeyCredential("key"), Sdk.Options(http))
                .AsIEmbeddingGenerator().AsBuilder().UseCostTracking(_ => Prices.Into(calls)).Build();

        GeneratedEmbeddings<Embedding<float>> embeddings = await generator.GenerateAsync(["Hello?"]);

        Assert.Equal((new Usd(0.00002m), 1), (sum.Total, sum.Calls));
        Assert.Equal(new Usd(0.00002m), embeddings.AdditionalProperties.GetCost()!.Total);
        Assert.Equal(CallOperation.Embeddings, Assert.Single(calls).Request.Operation);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ollama_AtAnAddressOfOnesOwn_IsUnpricedAndSaysSo(bool isHandled)
    {
        await using VendorServer server = new(VendorAnswer.Of(
            """{"model":"llama3.3","created_at":"2026-05-01T12:00:00Z","message":{"role":"assistant","content":"Hello"},"done":true,"done_reason":"stop","prompt_eval_count":26,"eval_count":298}""") with
        { MediaType = "application/x-ndjson" });
        List<TrackedCall> calls = [];
        using HttpClient http = server.Client(inner => isHandled ? new TokenPricingHandler(inner, () => Prices.Catalog) : inner);
        IChatClient client = Sdk.Ollama(http, "llama3.3").WithCostTracking(Prices.Catalog, _ => Prices.Into(calls));

        await client.GetResponseAsync("Hello?");

        TrackedCall call = Assert.Single(calls);
        Assert.Equal((null, 26L, 298L), (call.Billed, call.Usage!.Value.InputTokens, call.Usage.Value.OutputTokens));
        Assert.Contains("Which provider", call.PricingFailure!.Message, StringComparison.Ordinal);
    }

    private static async Task<(int Messages, int Responses)> TalkAsync(bool isStream, bool isTracked)
    {
        await using VendorServer server = new(r => VendorAnswer.Of(isStream
            ? Vendor.ChatStream("gpt-4o", id: $"chatcmpl-{r.Number}")
            : Vendor.Chat("gpt-4o", id: $"chatcmpl-{r.Number}")));
        using HttpClient http = server.Client();
        ChatClientBuilder builder = Sdk.Chat(http, "gpt-4o").AsBuilder()
            .UseDistributedCache(new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions())));
        IChatClient client = (isTracked ? builder.UseCostTracking(o => o with { Time = Prices.Time }) : builder).Build();
        List<ChatMessage> messages = [];
        int responses = 0;
        for (int turn = 0; turn < 20; turn++)
        {
            messages.Add(new ChatMessage(ChatRole.User, $"Question {turn}"));
            ChatResponse response = null!;
            for (int again = 0; again < 2; again++)
            {
                response = isStream
                    ? await ReadAsync(client.GetStreamingResponseAsync(messages))
                    : await client.GetResponseAsync(messages);
            }

            string stored = JsonSerializer.Serialize(response, AIJsonUtilities.DefaultOptions);
            ChatResponse restored = JsonSerializer.Deserialize<ChatResponse>(stored, AIJsonUtilities.DefaultOptions)!;
            responses += stored.Length;
            messages.AddRange(restored.Messages);
            Assert.Equal(isTracked ? new Usd(0.035m) : null, restored.GetCost()?.Total);
        }

        return (JsonSerializer.Serialize(messages, AIJsonUtilities.DefaultOptions).Length, responses);
    }

    private static async Task<ChatResponse> ReadAsync(IAsyncEnumerable<ChatResponseUpdate> updates)
    {
        List<ChatResponseUpdate> read = [];
        await foreach (ChatResponseUpdate update in updates)
        {
            read.Add(update);
        }

        return read.ToChatResponse();
    }
}
