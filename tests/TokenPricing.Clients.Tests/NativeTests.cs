using System.ClientModel;
using Microsoft.Extensions.AI;
using OpenAI;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Native clients that are no chat, providers behind OpenAI's protocol, and responses that tell no usage.</summary>
public sealed class NativeTests
{
    private const string Images =
        """{"created":1764288000,"data":[{"b64_json":"QUJD"}],"model":"gpt-image-1","usage":{"input_tokens":50,"input_tokens_details":{"text_tokens":50,"image_tokens":0},"output_tokens":4000,"total_tokens":4050}}""";

    private const string Transcript =
        """{"text":"Hello","usage":{"type":"tokens","input_tokens":1000,"input_token_details":{"text_tokens":0,"audio_tokens":1000},"output_tokens":100,"total_tokens":1100}}""";

    private const string Duration = """{"task":"transcribe","language":"en","duration":60.0,"text":"Hello","usage":{"type":"duration","seconds":60}}""";

    private const string Embedding =
        """{"object":"list","data":[{"object":"embedding","index":0,"embedding":"AACAPw=="}],"model":"text-embedding-3-small","usage":{"prompt_tokens":1000,"total_tokens":1000}}""";

    /// <summary>Clients, what was answered, what was billed and by whom.</summary>
    public static TheoryData<string, string, string, string> Natives => new()
    {
        { "embedding", Embedding, "0.00002", "openai/text-embedding-3-small" },
        { "image", Images, "0.16025", "openai/gpt-image-1" },
        { "transcript", Transcript, "0.007", "openai/gpt-4o-transcribe" },
        { "whisper", Duration, "0.006", "openai/whisper-1" },
        { "previous", Vendor.Response().Replace("\"previous_response_id\":null", "\"previous_response_id\":\"resp_0\"", StringComparison.Ordinal), "0.0027", "openai/gpt-5-mini-2025-08-07" },
    };

    [Theory]
    [MemberData(nameof(Natives))]
    public async Task Native_ThroughTheHandler_IsPriced(string kind, string body, string expected, string offer)
    {
        await using VendorServer server = new(VendorAnswer.Of(body));
        List<TrackedCall> calls = [];
        using HttpClient http = server.Client(inner => new TokenPricingHandler(inner, () => Prices.Catalog, Prices.Into(calls)));
        OpenAIClient client = new(new ApiKeyCredential("key"), Sdk.Options(http));
        switch (kind)
        {
            case "embedding":
                await client.GetEmbeddingClient("text-embedding-3-small").GenerateEmbeddingAsync("Hello");
                break;
            case "image":
                await client.GetImageClient("gpt-image-1").GenerateImageAsync("A token");
                break;
            case "transcript" or "whisper":
                using (MemoryStream audio = new(new byte[1_000]))
                {
                    await client.GetAudioClient(kind == "whisper" ? "whisper-1" : "gpt-4o-transcribe").TranscribeAudioAsync(audio, "a.wav");
                }

                break;
            default:
                await Sdk.Responses(http).GetResponseAsync("And?", new ChatOptions { ConversationId = "resp_0" });
                break;
        }

        TrackedCall call = Assert.Single(calls);
        Assert.Null(call.PricingFailure?.Message);
        Assert.Equal((Usd.Parse(expected), offer), (call.Billed!.Value, call.Offer?.ToString()));
    }

    /// <summary>Providers behind OpenAI's protocol: the address, the model, what the usage says beside the counts, and what is billed.</summary>
    public static TheoryData<string, string, string, string?> Compatible => new()
    {
        { "https://api.mistral.ai/v1", "mistral-large-2512", "", "0.00065" },
        { "https://api.cohere.ai/compatibility/v1", "command-a-03-2025", "", "0.0035" },
        { "https://openrouter.ai/api/v1", "anthropic/claude-sonnet-4.5", ",\"cost\":0.0044,\"is_byok\":false", "0.0044" },
        { "https://generativelanguage.googleapis.com/v1beta/openai", "gemini-2.5-flash", "", "0.00055" },
        { "https://api.together.xyz/v1", "meta-llama/Llama-3.3-70B-Instruct-Turbo", "", "0.000968" },
        { "https://api.fireworks.ai/inference/v1", "accounts/fireworks/models/deepseek-v3p1", "", "0.000728" },
        { "https://api.cerebras.ai/v1", "gpt-oss-120b", "", "0.000319" },
    };

    [Theory]
    [MemberData(nameof(Compatible))]
    public async Task CompatibleProvider_StreamedOrNot_IsBilledByItsOwnPrices(string address, string model, string more, string? expected)
    {
        string usage = $$"""{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100{{more}} }""";
        foreach (string body in new[] { Vendor.Chat(model, usage), Vendor.ChatStream(model, usage) })
        {
            await using VendorServer server = new(VendorAnswer.Of(body));
            List<TrackedCall> calls = [];
            using HttpClient http = server.Client(inner => new TokenPricingHandler(inner, () => Prices.Catalog, Prices.Into(calls)));
            IChatClient chat = Sdk.Chat(http, model, address);
            _ = body.StartsWith('{') ? await chat.GetResponseAsync("Hello?") : await chat.GetStreamingResponseAsync("Hello?").ToChatResponseAsync();

            TrackedCall call = Assert.Single(calls);
            Assert.Null(call.PricingFailure?.Message);
            Assert.Equal(Usd.Parse(expected!), call.Billed);
        }
    }

    /// <summary>A stream for which nobody asked for the usage: the sum says that something is missing, and the log says it once.</summary>
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task StreamWithoutUsage_IsSaidToBeIncomplete(bool isTracked, bool isHandled)
    {
        string body = Vendor.ChatStream("gpt-4o", "null");
        await using VendorServer server = new(VendorAnswer.Of(body));
        List<TrackedCall> calls = [];
        Warnings log = new();
        CostTrackingOptions options = Prices.Into(calls) with { Logger = log };
        using HttpClient http = server.Client(inner => isHandled ? new TokenPricingHandler(inner, () => Prices.Catalog, options) : inner);
        IChatClient chat = isTracked ? Sdk.Chat(http, "gpt-4o").WithCostTracking(Prices.Catalog, _ => options) : Sdk.Chat(http, "gpt-4o");
        using CostSum sum = CostTracking.Sum();
        for (int i = 0; i < 3; i++)
        {
            await chat.GetStreamingResponseAsync("Hello?").ToChatResponseAsync();
        }

        Assert.Equal((3, 0, false), (sum.Calls, sum.Requests, sum.IsComplete));
        Assert.Contains("'gpt-4o", Assert.Single(log.All), StringComparison.Ordinal);
    }

    private sealed class Warnings : Microsoft.Extensions.Logging.ILogger
    {
        public List<string> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(Microsoft.Extensions.Logging.LogLevel logLevel) => logLevel >= Microsoft.Extensions.Logging.LogLevel.Warning;

        public void Log<TState>(
            Microsoft.Extensions.Logging.LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                All.Add(formatter(state, exception));
            }
        }
    }
}
