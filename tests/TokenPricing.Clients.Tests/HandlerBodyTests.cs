using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FsCheck.Xunit;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>What passes through the handler is what came: no byte, header or exception is another.</summary>
public sealed class HandlerBodyTests
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string, string> Bodies => new()
    {
        { "plain", Vendor.Chat() },
        { "chunked", Vendor.Chat() },
        { "gzip", Vendor.Chat() },
        { "gzip chunked", Vendor.ChatStream() },
        { "plain", Vendor.ChatStream(deltas: 2_000) },
        { "chunked", Vendor.ChatStream(deltas: 2_000) },
        { "gzip", Vendor.ChatStream(deltas: 2_000) },
        { "chunked", Vendor.ResponseStream(Vendor.Response(tools: LongOutput())) },
        { "plain", Embeddings(2_048) },
        { "gzip", Embeddings(300) },
        { "plain", """{"created":1764288000,"data":[{"b64_json":"IMAGE"}],"model":"gpt-image-1","usage":{"input_tokens":50,"input_tokens_details":{"text_tokens":50,"image_tokens":0},"output_tokens":4000,"total_tokens":4050}}""".Replace("IMAGE", new string('A', 3_000_000), StringComparison.Ordinal) },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task SendAsync_AnyBody_PassesEveryByteAndHeaderOnAndReadsTheUsage(string how, string body)
    {
        VendorAnswer answer = VendorAnswer.Of(body) with
        {
            IsChunked = how.Contains("chunked", StringComparison.Ordinal),
            IsGzipped = how.Contains("gzip", StringComparison.Ordinal),
        };
        await using VendorServer server = new(answer);
        foreach (HttpCompletionOption option in Enum.GetValues<HttpCompletionOption>())
        {
            List<TrackedCall> calls = [];
            using HttpClient plain = server.Client();
            using HttpClient handled = server.Client(inner => new TokenPricingHandler(inner, () => Prices.Catalog, Prices.Into(calls)));

            (string Headers, byte[] Body) expected = await GetAsync(plain, option);
            (string Headers, byte[] Body) actual = await GetAsync(handled, option);

            Assert.Equal(expected.Headers, actual.Headers);
            Assert.True(expected.Body.SequenceEqual(actual.Body));
            TrackedCall call = Assert.Single(calls);
            Assert.Equal((1, CallOutcome.Completed, false), (call.Requests, call.Outcome, call.IsCut));
            Assert.NotNull(call.Served);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SendAsync_ConnectionThatBreaks_ThrowsWhatItThrewAndPricesWhatWasSeen(bool isGzipped)
    {
        string body = Vendor.ClaudeStream(deltas: 400);
        await using VendorServer server = new(VendorAnswer.Of(body) with { CutAfter = isGzipped ? 900 : 5_000, IsGzipped = isGzipped });
        List<TrackedCall> calls = [];
        using HttpClient plain = server.Client();
        using HttpClient handled = server.Client(inner => new TokenPricingHandler(inner, () => Prices.Catalog, Prices.Into(calls)));

        (byte[] before, Exception expected) = await UntilItBreaksAsync(plain);
        (byte[] after, Exception thrown) = await UntilItBreaksAsync(handled);

        Assert.True(before.SequenceEqual(after));
        Assert.Equal((expected.GetType(), expected.Message), (thrown.GetType(), thrown.Message));
        TrackedCall call = Assert.Single(calls);
        Assert.Equal((CallOutcome.Failed, true), (call.Outcome, call.IsCut));
        Assert.Equal(new Usd(0.029265m), call.Billed);
    }

    [Fact]
    public async Task SendAsync_StreamThatNeverEnds_IsPassedOnAtOnceAndPricedWhenItIsLeft()
    {
        string body = Vendor.ClaudeStream(deltas: 40);
        await using VendorServer server = new(VendorAnswer.Of(body[..body.IndexOf("event: content_block_stop", StringComparison.Ordinal)]) with { IsEndless = true });
        List<TrackedCall> calls = [];
        using HttpClient http = server.Client(inner => new TokenPricingHandler(inner, () => Prices.Catalog, Prices.Into(calls)));
        using HttpRequestMessage request = new(HttpMethod.Post, "https://api.anthropic.com/v1/messages");
        using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using (Stream stream = await response.Content.ReadAsStreamAsync())
        {
            byte[] buffer = new byte[2_000];
            await stream.ReadExactlyAsync(buffer);
            Assert.Empty(calls);
        }

        Assert.Equal((CallOutcome.Abandoned, true, new Usd(0.029265m)), (Assert.Single(calls).Outcome, calls[0].IsCut, calls[0].Billed));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(400)]
    [InlineData(529)]
    public async Task SendAsync_Error_PassesItOnAndBillsNothing(int status)
    {
        await using VendorServer server = new(VendorAnswer.Error(status));
        List<TrackedCall> calls = [];
        using HttpClient http = server.Client(inner => new TokenPricingHandler(inner, () => Prices.Catalog, Prices.Into(calls)));
        using HttpRequestMessage request = new(HttpMethod.Post, "https://api.openai.com/v1/chat/completions");

        using HttpResponseMessage response = await http.SendAsync(request);

        Assert.Equal((status, "Rate limit reached"), ((int)response.StatusCode, (await response.Content.ReadAsStringAsync()).Split('"')[5]));
        Assert.Equal((CallOutcome.Failed, false, 0), (Assert.Single(calls).Outcome, calls[0].IsCut, calls[0].Requests));
    }

    [Fact]
    public async Task SendAsync_WhatIsNoModelsCall_IsLeftAlone()
    {
        await using VendorServer server = new(VendorAnswer.Of("""{"data":[1,2,3]}"""), VendorAnswer.Of("""{"data":[1,2,3]}"""));
        List<TrackedCall> calls = [];
        using HttpClient http = server.Client(inner => new TokenPricingHandler(inner, () => Prices.Catalog, Prices.Into(calls)));

        await http.GetStringAsync(new Uri("https://api.openai.com/v1/models"));
        using HttpResponseMessage response = await http.PostAsync(new Uri("https://api.openai.com/v1/files"), new StringContent("a"));
        await response.Content.ReadAsStringAsync();

        Assert.Empty(calls);
    }

    [Fact]
    public async Task SendAsync_ResponseInTheBackground_CountsOnceHoweverOftenItIsFetched()
    {
        string queued = Vendor.Response(usage: "null", status: "queued");
        await using VendorServer server = new(VendorAnswer.Of(queued), VendorAnswer.Of(queued), VendorAnswer.Of(Vendor.Response()));
        using CostSum sum = CostTracking.Sum();
        using HttpClient http = server.Client(inner => new TokenPricingHandler(inner, () => Prices.Catalog, new CostTrackingOptions { Time = Prices.Time }));
        using HttpResponseMessage begun = await http.PostAsync(new Uri("https://api.openai.com/v1/responses"), new StringContent("{}"));
        for (int i = 0; i < 4; i++)
        {
            await http.GetStringAsync(new Uri("https://api.openai.com/v1/responses/resp_1"));
            Assert.True(sum.IsComplete);
        }

        Assert.Equal((2, 1, new Usd(0.0027m)), (sum.Calls, sum.Requests, sum.Total));
    }

    [Property]
    public static bool Copy_StreamInAnyPieces_IsReadAlike(byte[] sizes)
    {
        byte[] whole = Encoding.UTF8.GetBytes(Vendor.ClaudeStream(deltas: 30));
        int at = 0;
        using HttpRequestMessage request = new(HttpMethod.Post, "https://api.anthropic.com/v1/messages");
        List<TrackedCall> calls = [];
        using HttpMessageInvoker invoker = new(new TokenPricingHandler(new Pieces(whole, () => sizes is { Length: > 0 } ? 1 + sizes[at++ % sizes.Length] : 7), () => Prices.Catalog, Prices.Into(calls)));
        using HttpResponseMessage response = invoker.Send(request, default);
        using MemoryStream read = new();
        response.Content.ReadAsStream().CopyTo(read);
        return read.ToArray().SequenceEqual(whole) && calls.Single().Billed == new Usd(0.04125m);
    }

    [Property]
    public static bool Copy_TextsOfQuotesAndBackslashes_AreLeftOutInAnyPieces(byte[] letters, byte[] sizes)
    {
        // Texts shorter and longer than what is kept of one, whose ends only the number of backslashes tells.
        StringBuilder text = new();
        for (int i = 0; i < 4_000 && letters is { Length: > 0 }; i++)
        {
            text.Append("x\"\\,]}"[letters[(i * 7) % letters.Length] % 6]);
        }

        string[] texts = [text.ToString(), new string('\\', text.Length), .. Enumerable.Range(0, 20).Select(i => text.ToString()[..Math.Min(text.Length, i * 20)])];
        string output = string.Join(",", texts.Select(t => $$"""{"type":"message","content":[{"type":"output_text","text":{{JsonSerializer.Serialize(t, Relaxed)}} }]}"""));
        string body = $$"""{"object":"response","id":"r","model":"gpt-5-mini","output":[{{output}}],"usage":{"input_tokens":1000,"output_tokens":100,"total_tokens":1100} }""";
        byte[] whole = Encoding.UTF8.GetBytes(body);
        int at = 0;
        using HttpRequestMessage request = new(HttpMethod.Post, "https://api.openai.com/v1/responses");
        List<TrackedCall> calls = [];
        using HttpMessageInvoker invoker = new(new TokenPricingHandler(
            new Pieces(whole, () => sizes is { Length: > 0 } ? 1 + sizes[at++ % sizes.Length] : 5_000, "application/json"), () => Prices.Catalog, Prices.Into(calls)));
        using HttpResponseMessage response = invoker.Send(request, default);
        response.Content.ReadAsStream().CopyTo(Stream.Null);
        return calls.Single().Served == ServedCall.FromResponse(body);
    }

    private static async Task<(string Headers, byte[] Body)> GetAsync(HttpClient http, HttpCompletionOption option)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "https://api.openai.com/v1/chat/completions") { Content = new StringContent("""{"model":"gpt-5-mini"}""") };
        using HttpResponseMessage response = await http.SendAsync(request, option);
        string headers = string.Join("\n", response.Headers.Concat(response.Content.Headers).Select(h => $"{h.Key}: {string.Join(",", h.Value)}"));
        return (headers, await response.Content.ReadAsByteArrayAsync());
    }

    private static async Task<(byte[] Read, Exception Thrown)> UntilItBreaksAsync(HttpClient http)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "https://api.anthropic.com/v1/messages");
        using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using MemoryStream read = new();
        Stream stream = await response.Content.ReadAsStreamAsync();
        byte[] buffer = new byte[256];
        try
        {
            while (true)
            {
                int count = await stream.ReadAsync(buffer);
                Assert.NotEqual(0, count);
                read.Write(buffer, 0, count);
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return (read.ToArray(), e);
        }
    }

    // One item of output longer than what is kept of an event.
    private static string LongOutput() =>
        $$"""{"id":"msg_0","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"{{new string('x', 200_000)}}","annotations":[]}]},""";

    private static string Embeddings(int count)
    {
        string one = $"[{string.Join(",", Enumerable.Range(0, 512).Select(i => $"0.0{i}1234"))}]";
        string all = string.Join(",", Enumerable.Range(0, count).Select(i => $$"""{"object":"embedding","index":{{i}},"embedding":{{one}} }"""));
        return $$"""{"object":"list","data":[{{all}}],"model":"text-embedding-3-small","usage":{"prompt_tokens":1000,"total_tokens":1000} }""";
    }

    /// <summary>Answers with a stream whose reads bring as many bytes as a test says.</summary>
    private sealed class Pieces(byte[] whole, Func<int> size, string mediaType = "text/event-stream") : HttpMessageHandler
    {
        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            StreamContent content = new(new ScriptedStream(whole, size));
            content.Headers.ContentType = new(mediaType);
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(Send(request, cancellationToken));
    }
}
