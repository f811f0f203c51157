using System.Net;
using System.Text;
using BenchmarkDotNet.Attributes;

namespace TokenPricing.Benchmarks;

/// <summary>
/// What the HTTP handler adds to a call that somebody wants the cost of: reading a body through it beside reading the same body without it.
/// </summary>
[MemoryDiagnoser]
public class HandlerBenchmarks : IDisposable
{
    private static readonly Uri Address = new("https://api.openai.com/v1/chat/completions");

    private readonly byte[] _buffer = new byte[16 * 1024];
    private decimal _total;
    private HttpMessageInvoker _plain = null!;
    private HttpMessageInvoker _handled = null!;

    /// <summary>The characters of text in the body; a stream has one event for ten of them.</summary>
    [Params(300, 60_000)]
    public int Characters { get; set; }

    /// <summary>Whether the body is a stream.</summary>
    [Params(false, true)]
    public bool IsStream { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        byte[] body = Encoding.UTF8.GetBytes(IsStream ? Stream(Characters / 10) : Whole(Characters));
        PriceCatalog prices = PriceCatalog.BuiltIn;
        _plain = new HttpMessageInvoker(new Answering(body, IsStream));
        CostTrackingOptions options = new() { After = AddAsync };
        _handled = new HttpMessageInvoker(new TokenPricingHandler(new Answering(body, IsStream), () => prices, options));
        using CostSum sum = CostTracking.Sum();
        Handled().GetAwaiter().GetResult();
        if (sum is not { Requests: 1, IsComplete: true })
        {
            throw new InvalidOperationException("The call has no cost.");
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _plain?.Dispose();
        _handled?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true, Description = "the body alone")]
    public Task Plain() => ReadAsync(_plain);

    [Benchmark(Description = "the body through the handler")]
    public Task Handled() => ReadAsync(_handled);

    private ValueTask AddAsync(TrackedCall call)
    {
        _total += call.Billed!.Value.Amount;
        return ValueTask.CompletedTask;
    }

    private static string Whole(int characters) =>
        $$"""{"id":"c","object":"chat.completion","model":"gpt-5-mini","choices":[{"message":{"content":"{{new string('x', characters)}}"} }],{{Usage}} }""";

    private static string Stream(int events) => string.Concat(Enumerable.Range(0, events).Select(_ =>
        """data: {"id":"c","object":"chat.completion.chunk","model":"gpt-5-mini","choices":[{"delta":{"content":"0123456789"}}],"usage":null}""" + "\n\n"))
        + $$"""data: {"id":"c","object":"chat.completion.chunk","model":"gpt-5-mini","choices":[],{{Usage}} }""" + "\n\ndata: [DONE]\n\n";

    private static string Usage => "\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":100,\"total_tokens\":1100}";

    private async Task ReadAsync(HttpMessageInvoker http)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, Address);
        using HttpResponseMessage response = await http.SendAsync(request, default).ConfigureAwait(false);
        using Stream stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
        while (await stream.ReadAsync(_buffer).ConfigureAwait(false) > 0)
        {
        }
    }

    private sealed class Answering(byte[] body, bool isStream) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            StreamContent content = new(new MemoryStream(body));
            content.Headers.ContentType = new(isStream ? "text/event-stream" : "application/json");
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
        }
    }
}
