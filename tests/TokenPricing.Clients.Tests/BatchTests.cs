using System.ClientModel;
using System.Net;
using System.Text;
using Anthropic;
using FsCheck.Xunit;
using OpenAI;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Files of batch results that someone downloads: each line is a call at the price of a batch, and counts once.</summary>
public sealed class BatchTests
{
    private const string Failed =
        """{"id":"batch_req_9","custom_id":"r9","response":{"status_code":400,"request_id":"q","body":{"error":{"message":"no","type":"invalid_request_error"}}},"error":null}""";

    private const string Expired = """{"custom_id":"r8","result":{"type":"expired"}}""";

    internal static readonly Uri OpenAIFile = new("https://api.openai.com/v1/files/file-abc/content");
    private static readonly Uri ClaudeFile = new("https://api.anthropic.com/v1/messages/batches/msgbatch_1/results");

    // 10,000 x $0.125/M + 1,000 x $1.00/M: half of the usual prices.
    internal static readonly Usd OneChat = new(0.00225m);

    // 500 x $1.50/M + 20,000 x $0.15/M + 1,000 x $1.875/M + 3,000 x $3.00/M + 800 x $7.50/M.
    private static readonly Usd OneMessage = new(0.020625m);

    [Fact]
    public async Task OpenAIFile_DownloadedTwiceByItsClient_CountsEachLineOnce()
    {
        await using VendorServer server = new(File(Chats(3) + Failed + "\n"));
        List<TrackedCall> calls = [];
        using HttpClient http = server.Client(inner => new TokenPricingHandler(inner, () => Prices.Catalog, Prices.Into(calls)));
        using CostSum sum = CostTracking.Sum();
        OpenAI.Files.OpenAIFileClient files = new OpenAIClient(new ApiKeyCredential("key"), Sdk.Options(http)).GetOpenAIFileClient();

        for (int i = 0; i < 2; i++)
        {
            BinaryData read = await files.DownloadFileAsync("file-abc");
            Assert.Equal(Chats(3) + Failed + "\n", read.ToString());
        }

        Assert.Equal((3, 3, OneChat + OneChat + OneChat, true), (sum.Calls, sum.Requests, sum.Total, sum.IsComplete));
        Assert.All(calls, c => Assert.Equal((OneChat, "openai/gpt-5-mini-2025-08-07"), (c.Billed!.Value, c.Offer!.ToString())));
    }

    [Fact]
    public async Task ClaudeResults_StreamedByItsClient_CountEachLineOnce()
    {
        await using VendorServer server = new(File(Message(0) + "\n" + Expired + "\n" + Message(1) + "\n", "application/x-jsonl"));
        List<TrackedCall> calls = [];
        using HttpClient http = server.Client(inner => new TokenPricingHandler(inner, () => Prices.Catalog, Prices.Into(calls)));
        using CostSum sum = CostTracking.Sum();
        AnthropicClient client = Sdk.Claude(http);
        int read = 0;
        for (int i = 0; i < 2; i++)
        {
            await foreach (Anthropic.Models.Messages.Batches.MessageBatchIndividualResponse _ in client.Messages.Batches.ResultsStreaming("msgbatch_1"))
            {
                read++;
            }
        }

        Assert.Equal((6, 2, OneMessage + OneMessage), (read, sum.Calls, sum.Total));
        Assert.All(calls, c => Assert.Equal("anthropic/claude-sonnet-4-5-20250929", c.Offer!.ToString()));
    }

    [Fact]
    public async Task CompressedFile_CountsEachLineOnce()
    {
        await using VendorServer server = new(File(Chats(3)) with { IsGzipped = true });
        using CostSum sum = CostTracking.Sum();
        using HttpClient http = server.Client(inner => new TokenPricingHandler(inner, () => Prices.Catalog, new CostTrackingOptions { Time = Prices.Time }));
        for (int i = 0; i < 2; i++)
        {
            await http.GetByteArrayAsync(OpenAIFile);
        }

        Assert.Equal((3, new Usd(0.00675m)), (sum.Calls, sum.Total));
    }

    public static TheoryData<string, string, string?> Others => new()
    {
        { "https://api.openai.com/v1/files/file-r/content", Line(Vendor.Response()), "0.00135" },
        { "https://api.openai.com/v1/files/file-e/content", Line("""{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.1]}],"model":"text-embedding-3-small","usage":{"prompt_tokens":1000,"total_tokens":1000}}"""), "0.00001" },
        { "https://corp.openai.azure.com/openai/files/file-a/content?api-version=1", Line(Vendor.Chat("gpt-4o-2024-08-06")), "0.0175" },
        { "https://generativelanguage.googleapis.com/download/v1beta/files/out:download?alt=media", """{"key":"r1","response":{"candidates":[],"usageMetadata":{"promptTokenCount":1000,"candidatesTokenCount":100,"totalTokenCount":1100},"modelVersion":"gemini-2.5-flash","responseId":"x"}}""", "0.000275" },
        { "https://generativelanguage.googleapis.com/download/v1beta/files/out:download?alt=media", """{"key":"r1","response":{"candidates":[],"usageMetadata":{"promptTokenCount":1000,"candidatesTokenCount":100,"totalTokenCount":1100},"modelVersion":"gemini-2.5-flash-image","responseId":"x"}}""", null },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public async Task FileOfAnotherKind_IsPricedAsABatchOrSaidToHaveNoBatchPrice(string address, string line, string? expected)
    {
        await using VendorServer server = new(File(line));
        List<TrackedCall> calls = [];
        using HttpClient http = server.Client(inner => new TokenPricingHandler(inner, () => Prices.Catalog, Prices.Into(calls)));

        await http.GetStringAsync(new Uri(address));

        TrackedCall call = Assert.Single(calls);
        Assert.Equal(expected is null ? null : Usd.Parse(expected), call.Billed);
        Assert.Equal(expected is null, call.PricingFailure?.Message.Contains("no batch prices", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task OpenAIFile_OfWhatIsNoBatch_IsLeftAlone()
    {
        string training = """{"messages":[{"role":"user","content":"usage"}]}""" + "\n" + """{"custom_id":"r1","method":"POST","url":"/v1/chat/completions","body":{"model":"gpt-5-mini"}}""";
        await using VendorServer server = new(File(training));
        List<TrackedCall> calls = [];
        using HttpClient http = server.Client(inner => new TokenPricingHandler(inner, () => Prices.Catalog, Prices.Into(calls)));

        Assert.Equal(training, await http.GetStringAsync(OpenAIFile));
        Assert.Empty(calls);
    }

    [Fact]
    public async Task CreatingABatchAndCountingTokens_AreNoCalls()
    {
        await using VendorServer server = new(VendorAnswer.Of("""{"id":"msgbatch_1","type":"message_batch","processing_status":"in_progress"}"""), VendorAnswer.Of("""{"input_tokens":14}"""));
        using CostSum sum = CostTracking.Sum();
        using HttpClient http = server.Client(inner => new TokenPricingHandler(inner, () => Prices.Catalog));
        foreach (string path in new[] { "batches", "count_tokens" })
        {
            using HttpResponseMessage response = await http.PostAsync(new Uri($"https://api.anthropic.com/v1/messages/{path}"), new StringContent("{}"));
            await response.Content.ReadAsStringAsync();
        }

        Assert.Equal((0, 0), (sum.Calls, sum.Requests));
    }

    [Fact]
    public async Task ResponseThatIsFetchedAgain_CountsOnce()
    {
        await using VendorServer server = new(VendorAnswer.Of(Vendor.Response()));
        using CostSum sum = CostTracking.Sum();
        using HttpClient http = server.Client(inner => new TokenPricingHandler(inner, () => Prices.Catalog, new CostTrackingOptions { Time = Prices.Time }));
        using HttpResponseMessage begun = await http.PostAsync(new Uri("https://api.openai.com/v1/responses"), new StringContent("{}"));
        await http.GetStringAsync(new Uri("https://api.openai.com/v1/responses/resp_1"));

        Assert.Equal((1, new Usd(0.0027m)), (sum.Requests, sum.Total));
    }

    /// <summary>Downloads that break anywhere, in pieces of any size, and are made again until one is whole.</summary>
    [Property]
    public static bool File_InAnyPiecesAndBrokenAnywhere_CountsEachWholeLineOnce(byte[] sizes, ushort[] cuts, bool isClaude, bool endsWithNewLine)
    {
        string text = isClaude ? string.Join("\r\n", Enumerable.Range(0, 5).Select(Message)) : Chats(5).TrimEnd();
        byte[] whole = Encoding.UTF8.GetBytes(text + (endsWithNewLine ? "\n" : ""));
        int at = 0;
        Queue<int> ends = new((cuts ?? []).Take(3).Select(c => (c * 101) % whole.Length).Append(whole.Length));
        HttpIOException broken = new(HttpRequestError.ResponseEnded);
        using CostSum sum = CostTracking.Sum();
        using HttpMessageInvoker http = new(new TokenPricingHandler(
            new Answering(() => new ScriptedStream(
                whole[..ends.Peek()], () => sizes is { Length: > 0 } ? 1 + (5 * sizes[at++ % sizes.Length]) : 97, ends.Dequeue() < whole.Length ? broken : null)),
            () => Prices.Catalog,
            new CostTrackingOptions { Time = Prices.Time }));
        bool isSame = true;
        while (ends.TryPeek(out int end))
        {
            using HttpRequestMessage request = new(HttpMethod.Get, isClaude ? ClaudeFile : OpenAIFile);
            using HttpResponseMessage response = http.Send(request, default);
            using MemoryStream read = new();
            try
            {
                response.Content.ReadAsStream().CopyTo(read);
            }
            catch (HttpIOException)
            {
                isSame &= end < whole.Length;
            }

            isSame &= read.ToArray().AsSpan().SequenceEqual(whole.AsSpan(0, end));
        }

        Usd one = isClaude ? OneMessage : OneChat;
        return isSame && sum is { Calls: 5, IsComplete: true } && sum.Total == new Usd(5 * one.Amount);
    }

    private static VendorAnswer File(string text, string mediaType = "application/octet-stream") =>
        new() { Body = Encoding.UTF8.GetBytes(text), MediaType = mediaType };

    private static string Chats(int count) => string.Concat(Enumerable.Range(0, count).Select(i => Line(Vendor.Chat(id: $"c{i}"), i) + "\n"));

    internal static string Line(string body, int i = 0) =>
        $$"""{"id":"batch_req_{{i}}","custom_id":"r{{i}}","response":{"status_code":200,"request_id":"q{{i}}","body":{{body}}},"error":null}""";

    private static string Message(int i) =>
        $$"""{"custom_id":"r{{i}}","result":{"type":"succeeded","message":{{Vendor.Claude(id: $"msg_01{i}")}} } }""";

    /// <summary>Answers with the streams of a test.</summary>
    internal sealed class Answering(Func<Stream> next) : HttpMessageHandler
    {
        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
            new(HttpStatusCode.OK) { Content = new StreamContent(next()) };

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(Send(request, cancellationToken));
    }
}
