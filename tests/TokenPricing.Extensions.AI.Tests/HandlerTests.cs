using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Xunit;
using static TokenPricing.Tests.FakeChatClient;

namespace TokenPricing.Tests;

/// <summary>What the handler reads of addresses and bodies, and whom it tells.</summary>
public sealed class HandlerTests
{
    private const string Gemini = "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse";

    private readonly List<TrackedCall> _calls = [];

    private TrackedCall Only => Assert.Single(_calls);

    [Theory]
    [InlineData("https://corp.services.ai.azure.com/models/chat/completions?api-version=1", null)]
    [InlineData("https://corp.services.ai.azure.com/models/embeddings", null)]
    [InlineData("https://router.huggingface.co/hf-inference/models/meta-llama/Llama-3.3-70B-Instruct/v1/chat/completions", "meta-llama/Llama-3.3-70B-Instruct")]
    [InlineData("https://corp.openai.azure.com/openai/deployments/gpt/chat/completions", "gpt")]
    [InlineData("https://bedrock-runtime.us-east-1.amazonaws.com/model/us.anthropic.claude-v1%3A0/invoke", "us.anthropic.claude-v1:0")]
    [InlineData(Gemini, "gemini-2.5-flash")]
    public void ModelOf_Path_IsTheModelOrNone(string address, string? model) => Assert.Equal(model, ApiAddress.ModelOf(new Uri(address)));

    [Fact]
    public async Task SendAsync_ModelInTheBody_GoesBeforeThePath()
    {
        using HttpClient http = FakeNetwork.Tracked("""{ "id": "1", "object": "chat.completion", "choices": [], "usage": { "prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100 } }""", _calls.AddAsync);

        await FakeNetwork.AskAsync(http, "https://corp.openai.azure.com/openai/deployments/chat/chat/completions");

        Assert.Equal(("gpt-4o", new Usd(0.0042m)), (Only.Model, Only.Billed));
    }

    [Fact]
    public async Task SendAsync_GeminiWithManyGroundings_HasTheUsageOfTheLast()
    {
        StringBuilder text = new();
        for (int i = 0; i < 100; i++)
        {
            string usage = i < 99 ? "" : """, "usageMetadata": { "promptTokenCount": 1000, "candidatesTokenCount": 100, "totalTokenCount": 1100 }""";
            text.Append("data: {\"candidates\": [{ \"groundingMetadata\": { \"webSearchQueries\": [\"q\"] } }]" + usage + ", \"modelVersion\": \"gemini-2.5-flash\", \"responseId\": \"g\" }\n\n");
        }

        TrackedCall call = await ReadAsync("text/event-stream", [text.ToString()], Gemini);

        Assert.Equal((1_000, 100, 1), (call.Usage!.Value.InputTokens, call.Usage!.Value.OutputTokens, call.Usage!.Value.TotalOf(Meter.WebSearches)));
    }

    [Theory]
    [InlineData("text/event-stream", "\n")]
    [InlineData("text/event-stream", "")]
    [InlineData(null, "")]
    [InlineData("Text/Event-Stream", "\n\n")]
    public async Task SendAsync_LastEventWithoutAnEnd_Counts(string? type, string end)
    {
        string events = $$"""data: { "id": "c", "object": "chat.completion.chunk", "model": "gpt-4o", "choices": [] }""" + "\n\n"
            + """data: { "id": "c", "object": "chat.completion.chunk", "model": "gpt-4o", "choices": [], "usage": { "prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100 } }""" + end;

        Assert.Equal(new Usd(0.0035m), (await ReadAsync(type, [events])).Billed);
    }

    [Fact]
    public async Task SendAsync_LastEventThatIsCut_DoesNotBreakTheOthers()
    {
        string events = """data: { "id": "c", "object": "chat.completion.chunk", "model": "gpt-4o", "choices": [], "usage": { "prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100 } }"""
            + "\n\ndata: { \"id\": \"c\", \"usa";

        Assert.Equal(new Usd(0.0035m), (await ReadAsync("text/event-stream", [events])).Billed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    public async Task SendAsync_LastLineWithoutAnEnd_Counts(string end)
    {
        const string Lines = """
            { "model": "gpt-4o", "message": { "role": "assistant", "content": "a" }, "done": false }
            { "model": "gpt-4o", "message": { "role": "assistant", "content": "" }, "done": true, "prompt_eval_count": 1000, "eval_count": 100 }
            """;

        TrackedCall call = await ReadAsync("application/x-ndjson", [Lines + end], "http://localhost:11434/api/chat");

        Assert.Equal((1_000, 100), (call.Usage!.Value.InputTokens, call.Usage!.Value.OutputTokens));
    }

    [Theory]
    [InlineData("da", "ta: ")]
    [InlineData("d", "")]
    [InlineData("\n", "")]
    [InlineData("id", ": 1\n")]
    public async Task SendAsync_FirstReadOfFewBytes_IsRead(string first, string second)
    {
        string body = """data: { "id": "c", "object": "chat.completion.chunk", "model": "gpt-4o", "choices": [], "usage": { "prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100 } }""";
        string rest = body.StartsWith(first + second, StringComparison.Ordinal) ? body[(first + second).Length..] : body;

        Assert.Equal(new Usd(0.0035m), (await ReadAsync(null, [first, second, rest + "\n\n"])).Billed);
    }

    [Theory]
    [InlineData("options")]
    [InlineData("catalogs")]
    [InlineData("function")]
    public async Task SendAsync_FileAndResponseFetchedByANewHandler_CountOnce(string shared)
    {
        const string Line = """{ "id": "b", "custom_id": "1", "response": { "status_code": 200, "body": """;
        string file = Line + FakeNetwork.Chat().ReplaceLineEndings(" ") + " } }\n";
        const string Answer = """{ "id": "resp_1", "object": "response", "status": "completed", "model": "gpt-4o", "output": [], "usage": { "input_tokens": 1000, "output_tokens": 100, "total_tokens": 1100 } }""";
        CostTrackingOptions options = new() { Time = TrackedPrices.Time };
        Catalogs catalogs = new();
        Func<PriceCatalog> function = () => catalogs.Current;
        using CostSum sum = CostTracking.Sum();

        for (int i = 0; i < 2; i++)
        {
            FakeNetwork network = new(r => FakeNetwork.Json(r.RequestUri!.AbsolutePath.Contains("/files/", StringComparison.Ordinal) ? file : Answer));
            TokenPricingHandler handler = shared switch
            {
                "options" => new TokenPricingHandler(() => catalogs.Current, options),
                "catalogs" => new TokenPricingHandler(catalogs),
                _ => new TokenPricingHandler(function),
            };
            handler.InnerHandler = network;
            using HttpClient http = new(handler);
            await http.GetStringAsync("https://api.openai.com/v1/files/f/content");
            await http.GetStringAsync("https://api.openai.com/v1/responses/resp_1");
        }

        Assert.Equal(2, sum.Requests);
    }

    [Fact]
    public async Task SendAsync_RequestThatIsNoCall_HasNeitherBeforeNorAfter()
    {
        int before = 0;
        CostTrackingOptions options = new()
        {
            Time = TrackedPrices.Time,
            After = _calls.AddAsync,
            Before = (_, _) => ValueTask.FromResult<object?>(++before),
        };
        using HttpClient http = new(new TokenPricingHandler(new FakeNetwork(_ => FakeNetwork.Json("{}")), () => TrackedPrices.Catalog, options));

        await FakeNetwork.AskAsync(http, "https://api.openai.com/v1/files");
        await FakeNetwork.AskAsync(http, "https://api.openai.com/v1/messages/count_tokens");
        Assert.Equal((0, 0), (before, _calls.Count));
        await FakeNetwork.AskAsync(http);

        Assert.Equal((1, 1), (before, _calls.Count));
    }

    [Fact]
    public async Task SendAsync_NegativeCost_IsNotBelieved()
    {
        using HttpClient http = FakeNetwork.Tracked("""{ "id": "1", "object": "chat.completion", "model": "gpt-4o", "choices": [], "usage": { "prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100, "cost": -1 } }""", _calls.AddAsync);

        await FakeNetwork.AskAsync(http);

        Assert.Equal((new Usd(0.0035m), CostSource.Calculated), (Only.Billed, Only.Source));
        Assert.Contains("-$1", Assert.Single(Only.Gaps), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[2001:db8::80]", "http://[2001:db8::80]:4000/v1", true)]
    [InlineData("[2001:db8::80]:4000", "http://[2001:db8::80]:4000/v1", true)]
    [InlineData("[2001:db8::80]:80", "http://[2001:db8::80]:4000/v1", false)]
    [InlineData("http://llm.internal:80/v1", "http://llm.internal:4000/v1", false)]
    [InlineData("llm.internal/v1", "http://llm.internal:4000/v1", true)]
    public void Covers_Port_CountsIfItIsWritten(string gateway, string address, bool covers) =>
        Assert.Equal(covers, new Gateway(gateway, "openai").Covers(new Uri(address)));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReadResponse_ClientWithItsOwnObjects_IsAskedOfStreamsToo(bool isStream)
    {
        object raw = new();
        ServedCall served = ServedCall.FromResponse(FakeNetwork.Chat(input: 2_000));
        ChatResponseUpdate counted = Counted(Used(1_000, 100));
        counted.RawRepresentation = raw;
        ChatResponse whole = Response(Used(1_000, 100));
        whole.RawRepresentation = raw;
        FakeChatClient fake = new() { Metadata = new("openai", null, "gpt-4o"), Answer = _ => Task.FromResult(whole), Stream = _ => Updates(Text("a"), counted) };
        IChatClient client = fake.WithCostTracking(TrackedPrices.Catalog, o => o with
        {
            Time = TrackedPrices.Time,
            ReadResponse = seen => seen.RawRepresentation == raw ? served : null,
        });

        ChatResponse response = isStream ? await client.GetStreamingResponseAsync(Question).ToChatResponseAsync() : await client.GetResponseAsync(Question);

        Assert.Equal(new Usd(0.006m), response.GetCost()!.Total);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task UseCostTracking_OptionsOfTheContainer_HaveItsLoggerAndClock(bool isRegistered)
    {
        Container container = new(isRegistered ? new CostTrackingOptions { Provider = "openai" } : null);
        IChatClient client = new FakeChatClient { Metadata = new("openai", null, "no-such-model") }.AsBuilder()
            .UseCostTracking(o => o with { After = _calls.AddAsync }).Build(container);

        await client.GetResponseAsync(Question);

        Assert.Equal((TrackedPrices.Now, 1), (Only.Request.At, container.Log.Lines.Count));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task GetResponseAsync_RegionOfTheAddress_CountsWithAndWithoutTheResponse(bool hasRaw)
    {
        List<Usd> costs = [];
        foreach (string address in new[] { "https://api.openai.com/v1", "https://eu.api.openai.com/v1" })
        {
            ChatResponse response = Response(Used(1_000, 100), "gpt-5.4");
            response.RawRepresentation = hasRaw ? JsonDocument.Parse(FakeNetwork.Chat("response", model: "gpt-5.4")).RootElement : null;
            FakeChatClient fake = new() { Metadata = new("openai", new Uri(address), "gpt-5.4"), Answer = _ => Task.FromResult(response) };
            costs.Add((await fake.WithCostTracking(PriceCatalog.BuiltIn, o => o with { Time = TrackedPrices.Time }).GetResponseAsync(Question)).GetCost()!.Total!.Value);
        }

        Assert.Equal(new Usd(costs[0].Amount * 1.1m), costs[1]);
    }

    private async Task<TrackedCall> ReadAsync(string? type, string[] pieces, string address = FakeNetwork.ChatAddress)
    {
        using HttpClient http = FakeNetwork.Tracked(
            _ =>
            {
                StreamContent content = new(new Pieces(pieces));
                if (type is not null)
                {
                    content.Headers.TryAddWithoutValidation("Content-Type", type);
                }

                return content;
            },
            _calls.AddAsync);
        await (await FakeNetwork.AskAsync(http, address)).Content.ReadAsStringAsync();
        return Only;
    }

    private sealed class Catalogs : Services.IPriceCatalogs
    {
        public PriceCatalog Current => TrackedPrices.Catalog;

        public PriceCatalog Get(string tenant) => Current;
    }

    private sealed class Container(CostTrackingOptions? options) : IServiceProvider, ILoggerFactory
    {
        public RecordingLogger Log { get; } = new();

        public object? GetService(Type serviceType) =>
            serviceType == typeof(ILoggerFactory) ? this
            : serviceType == typeof(TimeProvider) ? TrackedPrices.Time
            : serviceType == typeof(CostTrackingOptions) ? options
            : null;

        public ILogger CreateLogger(string categoryName) => Log;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }
    }

    /// <summary>A body whose reads return one piece each.</summary>
    private sealed class Pieces(IEnumerable<string> pieces) : MemoryStream
    {
        private readonly Queue<byte[]> _pieces = new(pieces.Where(p => p.Length > 0).Select(Encoding.UTF8.GetBytes));

        public override int Read(Span<byte> buffer)
        {
            if (!_pieces.TryDequeue(out byte[]? piece))
            {
                return 0;
            }

            int length = Math.Min(buffer.Length, piece.Length);
            piece.AsSpan(0, length).CopyTo(buffer);
            if (length < piece.Length)
            {
                Queue<byte[]> rest = new([piece[length..], .. _pieces]);
                _pieces.Clear();
                while (rest.TryDequeue(out byte[]? next))
                {
                    _pieces.Enqueue(next);
                }
            }

            return length;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            Task.FromResult(Read(buffer.AsSpan(offset, count)));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            byte[] buffer = new byte[bufferSize];
            for (int read = Read(buffer.AsSpan()); read > 0; read = Read(buffer.AsSpan()))
            {
                destination.Write(buffer.AsSpan(0, read));
            }

            return Task.CompletedTask;
        }

        public override void CopyTo(Stream destination, int bufferSize) => CopyToAsync(destination, bufferSize, default).GetAwaiter().GetResult();
    }
}
