using System.Net;
using System.Text;

namespace TokenPricing.Tests;

/// <summary>Answers requests without a network, as a test says, and reads their bodies as a network does.</summary>
internal sealed class FakeNetwork(Func<HttpRequestMessage, HttpContent> answer) : HttpMessageHandler
{
    public const string ChatAddress = "https://api.openai.com/v1/chat/completions";
    public const string EmbeddingAddress = "https://api.openai.com/v1/embeddings";

    public static string Chat(string? id = "chatcmpl-1", long input = 1_000, long output = 100, string model = "gpt-4o") =>
        $$"""{ {{(id is null ? "" : $"\"id\": \"{id}\", ")}}"object": "chat.completion", "model": "{{model}}", "choices": [], """
        + $$"""
        "usage": { "prompt_tokens": {{input}}, "completion_tokens": {{output}}, "total_tokens": {{input + output}} } }
        """;

    public static string Embedding(long tokens = 1_000) =>
        $$"""{ "object": "list", "data": [], "model": "embedding-small", "usage": { "prompt_tokens": {{tokens}}, "total_tokens": {{tokens}} } }""";

    public static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    /// <summary>Returns an HTTP client that tracks, whose network always answers the same.</summary>
    public static HttpClient Tracked(string answer, Func<TrackedCall, ValueTask>? after = null) => Tracked(_ => Json(answer), after);

    public static HttpClient Tracked(Func<HttpRequestMessage, HttpContent> answer, Func<TrackedCall, ValueTask>? after = null) =>
        new(new TokenPricingHandler(new FakeNetwork(answer), () => TrackedPrices.Catalog, new CostTrackingOptions { Time = TrackedPrices.Time, After = after }));

    public static Task<HttpResponseMessage> AskAsync(HttpClient http, string address = ChatAddress, string model = "gpt-4o") =>
        http.PostAsync(address, Json($$"""{ "model": "{{model}}" }"""));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } body)
        {
            await body.ReadAsByteArrayAsync(cancellationToken);
        }

        return new HttpResponseMessage(HttpStatusCode.OK) { Content = answer(request) };
    }
}
