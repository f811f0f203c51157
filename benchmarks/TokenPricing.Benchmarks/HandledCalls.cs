using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;

namespace TokenPricing.Benchmarks;

/// <summary>
/// What the HTTP handler adds to calls: time and memory of one, beside the same body without it, and the sum and the memory of many at
/// once, of which a tenth each is canceled, fails, or is cut.
/// </summary>
internal static class HandledCalls
{
    private const int Rounds = 4_000;
    private const int CallsInARound = 20;
    private const double MostMicroseconds = 5;
    private const double MostShareOfBody = 0.01;

    // A body takes as long as over loopback and a line of 1 Gb/s, without the time in which a model thinks: no provider is as fast.
    private const double BitsPerByte = 8;
    private const double BitsPerMicrosecond = 1_000;

    // What a call of many may hold while it is open; and what all of them may leave behind.
    private const long MostOpenBytes = 32 * 1024;
    private const long MostLeftBytes = 1024 * 1024;

    private const string ChatUsage =
        """{"prompt_tokens":10000,"completion_tokens":1000,"total_tokens":11000,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}""";

    private static readonly byte[] Buffer = new byte[16 * 1024];

    private static readonly (string Name, string Address, string Body)[] Bodies =
    [
        ("chat", "https://api.openai.com/v1/chat/completions", Chat(1_500)),
        ("chat of 60,000 characters", "https://api.openai.com/v1/chat/completions", Chat(60_000)),
        ("stream of 30 events", "https://api.openai.com/v1/chat/completions", Stream(30)),
        ("message", "https://api.anthropic.com/v1/messages", Message),
    ];

    private static string Message =>
        """{"id":"msg_01","type":"message","role":"assistant","model":"claude-sonnet-4-5-20250929","content":[{"type":"text","text":"Hello"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":500,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},"output_tokens":800,"service_tier":"standard"}}""";

    public static int Run(int calls)
    {
        bool isQuick = Bodies.Select(b => IsQuick(b.Name, b.Address, Encoding.UTF8.GetBytes(b.Body))).ToArray().All(q => q);
        return isQuick & AreExactAsync(calls).GetAwaiter().GetResult() ? 0 : 1;
    }

    /// <summary>Measures one body in rounds by turns; the best round of each is least disturbed by what else the machine does.</summary>
    private static bool IsQuick(string name, string address, byte[] body)
    {
        decimal total = 0;
        CostTrackingOptions options = new()
        {
            After = call =>
            {
                total += call.Billed!.Value.Amount;
                return ValueTask.CompletedTask;
            },
        };
        using HttpMessageInvoker plain = new(new Answering(() => new MemoryStream(body)));
        using HttpMessageInvoker handled = new(new TokenPricingHandler(new Answering(() => new MemoryStream(body)), () => PriceCatalog.BuiltIn, options));
        for (int i = 0; i < 60_000; i++)
        {
            Read(plain, address);
            Read(handled, address);
        }

        List<double> alone = [];
        List<double> through = [];
        for (int i = 0; i < Rounds; i++)
        {
            alone.Add(Microseconds(plain, address));
            through.Add(Microseconds(handled, address));
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Read(plain, address);
        long between = GC.GetAllocatedBytesForCurrentThread();
        Read(handled, address);
        long bytes = GC.GetAllocatedBytesForCurrentThread() - between - (between - before);
        double best = through.Min() - alone.Min();
        double median = Median(through) - Median(alone);
        double received = LoopbackServer.Microseconds(body) + (body.Length * BitsPerByte / BitsPerMicrosecond);
        double most = MostMicroseconds + (received * MostShareOfBody);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-28} {best,6:0.00} us added at best, {median,6:0.00} in the median of {Rounds:N0} rounds; {bytes:N0} bytes allocated; ")
            + string.Create(CultureInfo.InvariantCulture, $"the body takes {received:0} us, so that {most:0.0} are allowed"));
        return best <= most && total > 0;
    }

    private static async Task<bool> AreExactAsync(int calls)
    {
        TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int waiting = 0;
        byte[] body = Encoding.UTF8.GetBytes(Stream(30));
        using CostSum sum = CostTracking.Sum();
        using HttpMessageInvoker http = new(new TokenPricingHandler(
            new Answering(() => new Held(body, open.Task, () => Interlocked.Increment(ref waiting))),
            () => PriceCatalog.BuiltIn));
        await ReadAsync(http, 0, open, isHeld: false).ConfigureAwait(false);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting = 0;
        Task[] all = [.. Enumerable.Range(1, calls).Select(i => Task.Run(() => ReadAsync(http, i, open, isHeld: true)))];
        while (Volatile.Read(ref waiting) < all.Count(t => !t.IsCompleted))
        {
            await Task.Delay(50).ConfigureAwait(false);
        }

        long opened = (GC.GetTotalMemory(forceFullCollection: true) - before) / calls;
        open.SetResult();
        await Task.WhenAll(all).ConfigureAwait(false);

        // The tasks are the test's own.
        all = [];
        long left = GC.GetTotalMemory(forceFullCollection: true) - before;
        int whole = 1 + Enumerable.Range(1, calls).Count(i => i % 10 > 2);
        Usd expected = new(0.0045m * whole);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{calls:N0} at once: {sum.Total} of {expected}; {opened:N0} bytes a call while all are open, {left:N0} bytes left behind"));
        return sum.Total == expected && opened <= MostOpenBytes && left <= MostLeftBytes;
    }

    /// <summary>Makes a call: of ten, one is canceled before, one breaks and one is left in the middle.</summary>
    private static async Task ReadAsync(HttpMessageInvoker http, int i, TaskCompletionSource open, bool isHeld)
    {
        using CancellationTokenSource source = new();
        if (isHeld && i % 10 == 0)
        {
            await source.CancelAsync().ConfigureAwait(false);
        }

        if (!isHeld)
        {
            open.TrySetResult();
        }

        try
        {
            using HttpRequestMessage request = new(HttpMethod.Post, Bodies[0].Address);
            request.Headers.Add("fails", isHeld && i % 10 == 1 ? "yes" : "no");
            using HttpResponseMessage response = await http.SendAsync(request, source.Token).ConfigureAwait(false);
            using Stream stream = await response.Content.ReadAsStreamAsync(source.Token).ConfigureAwait(false);
            byte[] buffer = new byte[1024];
            while (await stream.ReadAsync(buffer, source.Token).ConfigureAwait(false) > 0 && !(isHeld && i % 10 == 2))
            {
            }
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException)
        {
        }
    }

    private static double Microseconds(HttpMessageInvoker http, string address)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < CallsInARound; i++)
        {
            Read(http, address);
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / CallsInARound;
    }

    private static void Read(HttpMessageInvoker http, string address)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, address);
        using HttpResponseMessage response = http.SendAsync(request, default).GetAwaiter().GetResult();
        using Stream stream = response.Content.ReadAsStream();
        while (stream.Read(Buffer) > 0)
        {
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string Chat(int characters) =>
        $$"""{"id":"chatcmpl-1","object":"chat.completion","created":1764288000,"model":"gpt-5-mini-2025-08-07","choices":[{"index":0,"message":{"role":"assistant","content":"{{new string('x', characters)}}","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{{ChatUsage}},"service_tier":"default","system_fingerprint":"fp_1"}""";

    private static string Stream(int events) => string.Concat(Enumerable.Repeat(
        """data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1764288000,"model":"gpt-5-mini-2025-08-07","choices":[{"index":0,"delta":{"content":"0123456789"}}],"usage":null}""" + "\n\n",
        events)) + $$"""data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1764288000,"model":"gpt-5-mini-2025-08-07","choices":[],"usage":{{ChatUsage}}}""" + "\n\ndata: [DONE]\n\n";

    private sealed class Answering(Func<Stream> body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (request.Headers.TryGetValues("fails", out IEnumerable<string>? fails) && fails.First() == "yes")
            {
                throw new HttpRequestException(HttpRequestError.ConnectionError, "refused");
            }

            // Whatever sends a request takes its address apart.
            GC.KeepAlive(request.RequestUri!.PathAndQuery);
            StreamContent content = new(body());
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
        }
    }

    /// <summary>A stream that stops after its first read until all may go on.</summary>
    private sealed class Held(byte[] body, Task open, Action wait) : MemoryStream(body)
    {
        private bool _hasWaited;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position > 0 && !_hasWaited)
            {
                _hasWaited = true;
                wait();
                await open.WaitAsync(cancellationToken).ConfigureAwait(false);
            }

            return Read(buffer.Span);
        }
    }
}
