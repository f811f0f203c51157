using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>Runs when nothing else does: what other tests hold would be counted as memory of these.</summary>
[CollectionDefinition(nameof(LoadTests), DisableParallelization = true)]
[SuppressMessage("Naming", "CA1711", Justification = "It is a collection of tests.")]
public sealed class LoadTestsCollection;

/// <summary>Many calls through the handler, at once and one after another.</summary>
[Collection(nameof(LoadTests))]
public sealed class LoadTests
{
    private const int Calls = 10_000;

    /// <summary>A tenth of the calls each is canceled, fails, or is cut; the sum of the others is exact, to the last digit.</summary>
    [Fact]
    public async Task TenThousandCallsAtOnce_ManyOfThemBroken_SumExactly()
    {
        using CostSum sum = CostTracking.Sum();
        CostTrackingOptions options = new() { Time = Prices.Time };
        using HttpClient http = new(new TokenPricingHandler(new Vendors(), () => Prices.Catalog, options));

        await Task.WhenAll(Enumerable.Range(0, Calls).Select(i => Task.Run(() => CallAsync(http, i))));

        decimal expected = Enumerable.Range(0, Calls).Sum(i => KindOf(i) switch
        {
            Kind.Whole or Kind.Stream => OutputOf(i) * 0.000_002m,
            Kind.Claude => (0.000_003m * 500) + (0.000_015m * OutputOf(i)),
            Kind.Cut => (0.000_003m * 500) + 0.000_015m,
            _ => 0,
        } + (KindOf(i) is Kind.Whole or Kind.Stream ? 0.000_000_25m * 10_000 : 0));
        Assert.Equal(expected, sum.Total.Amount);
        Assert.Equal((Calls, Calls * 7 / 10), (sum.Calls, sum.Requests));
        Assert.False(sum.IsComplete);
    }

    /// <summary>What a call kept is gone when it has ended, however it ended.</summary>
    [Fact]
    public async Task ThousandsOfCalls_LeaveNoMemoryBehind()
    {
        using CostSum sum = CostTracking.Sum();
        CostTrackingOptions options = new() { Time = Prices.Time };
        using HttpClient http = new(new TokenPricingHandler(new Vendors(), () => Prices.Catalog, options));
        await CallAllAsync(1_000);
        long before = GC.GetTotalMemory(forceFullCollection: true);

        await CallAllAsync(10_000);

        Assert.Equal(11_000, sum.Calls);
        long left = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.InRange(left, long.MinValue, 1024 * 1024);

        async Task CallAllAsync(int count)
        {
            for (int i = 0; i < count; i++)
            {
                await CallAsync(http, i);
            }
        }
    }

    /// <summary>A file of 200 MB passes, and at no time is more than a few lines of it kept.</summary>
    [Fact]
    public async Task LongFile_PassesInBoundedMemory()
    {
        byte[] line = Encoding.UTF8.GetBytes(BatchTests.Line(Vendor.Chat(more: $",\"x\":\"{new string('x', 200_000)}\"")) + "\n");
        long most = 0;
        long before = GC.GetTotalMemory(forceFullCollection: true);
        int calls = 0;
        using HttpMessageInvoker http = new(new TokenPricingHandler(
            new BatchTests.Answering(() => new Lines(line, 1_000, i => most = i % 200 == 0 ? Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before) : most)),
            () => Prices.Catalog,
            new CostTrackingOptions
            {
                Time = Prices.Time,
                After = call =>
                {
                    calls += call.Billed == BatchTests.OneChat ? 1 : 0;
                    return ValueTask.CompletedTask;
                },
            }));
        using HttpRequestMessage request = new(HttpMethod.Get, BatchTests.OpenAIFile);
        using HttpResponseMessage response = await http.SendAsync(request, default);
        await (await response.Content.ReadAsStreamAsync()).CopyToAsync(Stream.Null);

        Assert.Equal(1_000, calls);
        Assert.InRange(most, long.MinValue, 8 * 1024 * 1024);
    }

    private static async Task CallAsync(HttpClient http, int i)
    {
        using CancellationTokenSource source = new();
        string host = KindOf(i) is Kind.Claude or Kind.Cut ? "api.anthropic.com/v1/messages" : "api.openai.com/v1/chat/completions";
        using HttpRequestMessage request = new(HttpMethod.Post, $"https://{host}") { Content = new StringContent("""{"model":"gpt-5-mini"}""") };
        request.Headers.Add("call", i.ToString(System.Globalization.CultureInfo.InvariantCulture));
        try
        {
            if (KindOf(i) == Kind.Cancelled)
            {
                await source.CancelAsync();
            }

            using HttpResponseMessage response = await http.SendAsync(request, (HttpCompletionOption)(i % 2), source.Token);
            await response.Content.ReadAsByteArrayAsync(source.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException or IOException)
        {
            Assert.True(KindOf(i) is Kind.Cancelled or Kind.Failed or Kind.Cut);
        }
    }

    private static Kind KindOf(int i) => (i % 10) switch
    {
        0 or 1 => Kind.Whole,
        2 or 3 => Kind.Stream,
        4 or 5 => Kind.Claude,
        6 => Kind.Cut,
        7 => Kind.Cancelled,
        8 => Kind.Failed,
        _ => Kind.Refused,
    };

    private static int OutputOf(int i) => 1 + (i * 31 % 997);

    private enum Kind
    {
        Whole,
        Stream,
        Claude,
        Cut,
        Cancelled,
        Failed,
        Refused,
    }

    /// <summary>Answers the call whose number stands in a header as that number says.</summary>
    private sealed class Vendors : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            int i = int.Parse(request.Headers.GetValues("call").Single(), System.Globalization.CultureInfo.InvariantCulture);
            string usage = Vendor.ChatUsage.Replace("\"completion_tokens\":1000", $"\"completion_tokens\":{OutputOf(i)}", StringComparison.Ordinal)
                .Replace("11000", $"{10_000 + OutputOf(i)}", StringComparison.Ordinal);
            string claude = """{"input_tokens":500,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":800,"service_tier":"standard"}""";
            return KindOf(i) switch
            {
                Kind.Whole => Answer(Vendor.Chat(usage: usage, id: $"c-{i}")),
                Kind.Stream => Answer(Vendor.ChatStream(usage: usage, id: $"c-{i}", deltas: 40)),
                Kind.Claude => Answer(Vendor.ClaudeStream(usage: claude, id: $"msg_01{i}")
                    .Replace("\"output_tokens\":800", $"\"output_tokens\":{OutputOf(i)}", StringComparison.Ordinal)),
                Kind.Cut => Cut(Vendor.ClaudeStream(usage: claude, id: $"msg_01{i}", deltas: 40)[..2_000]),
                Kind.Failed => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused"),
                _ => new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Content = new StringContent("{}") },
            };
        }

        private static HttpResponseMessage Answer(string body) => new(HttpStatusCode.OK)
        {
            Content = new StringContent(body, null, body.StartsWith('{') ? "application/json" : "text/event-stream"),
        };

        private static HttpResponseMessage Cut(string body)
        {
            StreamContent content = new(new ScriptedStream(Encoding.UTF8.GetBytes(body), () => 100, new HttpIOException(HttpRequestError.ResponseEnded)));
            content.Headers.ContentType = new("text/event-stream");
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
        }
    }

    /// <summary>A line again and again.</summary>
    private sealed class Lines(byte[] line, int count, Action<int> tell) : MemoryStream(line)
    {
        private int _read;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position == Length && ++_read < count)
            {
                tell(_read);
                Position = 0;
            }

            return new(Read(buffer.Span));
        }
    }
}
