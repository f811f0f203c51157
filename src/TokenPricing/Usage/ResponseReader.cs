using System.Text.Json;

namespace TokenPricing.Usage;

/// <summary>Finds and reads the usage in the body of a response.</summary>
internal static class ResponseReader
{
    // Events of a stream have the usage inside one of these objects; other responses have it at the top.
    private static readonly string[] Wrappers = ["message", "response", "delta", "metadata", "x_groq"];

    /// <summary>Parses a body.</summary>
    /// <exception cref="PricingException"><see cref="PricingError.UnreadableResponse"/>: it is not JSON.</exception>
    public static JsonDocument Parse(Func<JsonDocument> parse)
    {
        try
        {
            return parse();
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            // JsonDocument throws an ArgumentException for a string with half a surrogate pair.
            throw Unreadable($"it is not JSON: {e.Message}");
        }
    }

    /// <summary>Reads the usage of one request.</summary>
    /// <param name="element">The body.</param>
    /// <param name="flavor">The flavor; <see langword="null"/> to recognize it by its fields.</param>
    /// <exception cref="PricingException">
    /// The body has no usage, its flavor is not clear, or its counts contradict each other.
    /// </exception>
    public static TokenUsage Read(JsonElement element, ResponseFlavor? flavor)
    {
        JsonLocation body = new(element, "");
        if (!body.IsObject)
        {
            throw Unreadable($"expected one JSON object, not {element.ValueKind}; of a stream, pass the last chunk that has a usage");
        }

        try
        {
            JsonLocation usage = UsageOf(body, flavor);
            ResponseFlavor known = flavor ?? ResponseRecognition.Recognize(body, usage);
            UsageCounts counts = UsageReaders.Read(known, usage);
            return counts.IsEmpty
                ? throw Unreadable($"{usage.Path} has none of the counts of the flavor {known}; it has {usage.Names}")
                : counts.ToUsage();
        }
        catch (InvalidOperationException e) when (e is not ObjectDisposedException)
        {
            // JsonElement throws this for an escape such as \uD800, which is half a surrogate pair.
            throw Unreadable($"it has text that is not valid Unicode: {e.Message}");
        }
    }

    /// <summary>
    /// Returns the object with the counts: <c>usageMetadata</c> for Gemini, and <c>usage</c> for all other flavors.
    /// </summary>
    /// <param name="body">The body.</param>
    /// <param name="flavor">
    /// The flavor; <see langword="null"/> if it is not known, and then the body may have only one of the two objects.
    /// </param>
    private static JsonLocation UsageOf(JsonLocation body, ResponseFlavor? flavor)
    {
        JsonLocation? usage = flavor == ResponseFlavor.Gemini ? null : Usages(body).FirstOrDefault(u => u is not null);
        JsonLocation? metadata = flavor is null || flavor == ResponseFlavor.Gemini ? body.FindObject("usageMetadata") : null;
        return (usage, metadata) switch
        {
            ({ } one, null) => one,
            (null, { } one) => one,
            (null, null) => throw Unreadable(
                $"it has no {(flavor == ResponseFlavor.Gemini ? "usageMetadata" : "usage")}. Of a stream, pass the last chunk; "
                + "OpenAI and compatible APIs send a usage there if the request sets stream_options.include_usage"),
            _ => throw new PricingException(
                PricingError.UnknownResponseFlavor,
                "The response has both usage and usageMetadata. Name its flavor: gemini reads usageMetadata, all others read usage."),
        };
    }

    /// <summary>
    /// Enumerates the places where a body or an event of a stream can have its usage; <see langword="null"/> where it
    /// has none.
    /// </summary>
    private static IEnumerable<JsonLocation?> Usages(JsonLocation body)
    {
        yield return body.FindObject("usage");
        foreach (string wrapper in Wrappers)
        {
            yield return body.Find(wrapper) is { IsObject: true } inner ? inner.FindObject("usage") : null;
        }
    }

    private static PricingException Unreadable(string reason) =>
        new(PricingError.UnreadableResponse, $"The response cannot be read: {reason}.");
}
