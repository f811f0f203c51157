using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace TokenPricing.Usage;

/// <summary>Reads the usage of a request from the response of its provider.</summary>
internal static class ResponseReader
{
    // Where a response has its usage: at the top, or, in the events of a stream, one step down.
    private static readonly string[] Wrappers = ["message", "response", "delta", "metadata", "x_groq"];

    public static JsonDocument Parsed(Func<JsonDocument> parse)
    {
        try
        {
            return parse();
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            // An ArgumentException is what a string with half a character gets.
            throw Unreadable($"it is not JSON: {e.Message}");
        }
    }

    public static TokenUsage Read(JsonElement element, ResponseFlavor? flavor)
    {
        JsonPlace body = new(element, "");
        if (!body.IsObject)
        {
            throw Unreadable($"a response is one JSON object, and this is of kind {element.ValueKind}; of a stream, pass the last chunk that has a usage");
        }

        try
        {
            JsonPlace usage = UsageOf(body, flavor);
            ResponseFlavor known = flavor ?? ResponseRecognition.Recognize(body, usage);
            UsageCounts counts = UsageReaders.Read(known, usage);
            return counts.IsEmpty ? throw Unreadable($"{usage.Path} has none of the counts of the flavor {known}; it has {usage.Names}") : counts.ToUsage();
        }
        catch (InvalidOperationException e) when (e is not ObjectDisposedException)
        {
            // JsonElement's way to say that an escape such as \uD800 is half a character.
            throw Unreadable($"it has text that is no Unicode: {e.Message}");
        }
    }

    private static JsonPlace UsageOf(JsonPlace body, ResponseFlavor? flavor)
    {
        JsonPlace? usage = flavor == ResponseFlavor.Gemini ? null : Usages(body).FirstOrDefault(u => u is not null);
        JsonPlace? metadata = flavor is null || flavor == ResponseFlavor.Gemini ? body.FindObject("usageMetadata") : null;
        return (usage, metadata) switch
        {
            ({ } one, null) => one,
            (null, { } one) => one,
            (null, null) => throw Unreadable(
                $"it has no {(flavor == ResponseFlavor.Gemini ? "usageMetadata" : "usage")}. Of a stream, pass the last chunk; OpenAI and those like it send a usage there when the request has stream_options.include_usage"),
            _ => throw new PricingException(
                PricingError.UnknownResponseFlavor, "The response has both usage and usageMetadata. Name its flavor: gemini reads usageMetadata, all others usage."),
        };
    }

    private static IEnumerable<JsonPlace?> Usages(JsonPlace body)
    {
        yield return body.FindObject("usage");
        foreach (string wrapper in Wrappers)
        {
            yield return body.Find(wrapper) is { IsObject: true } inner ? inner.FindObject("usage") : null;
        }
    }

    private static PricingException Unreadable(string why) => new(PricingError.UnreadableResponse, $"The response cannot be read: {why}.");
}
