using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace TokenPricing;

/// <summary>Reads what a request used out of the provider's own response.</summary>
public static class TokenUsageResponses
{
    // Where a response has its usage: at the top, or, in the events of a stream, one step down.
    private static readonly string[] Wrappers = ["message", "response", "delta", "metadata", "x_groq"];

    extension(TokenUsage)
    {
        /// <summary>
        /// What a request used, from the JSON body of its response, or from the last chunk or event of a streamed one that has a
        /// usage. Only the usage is read; all else may be left out.
        /// </summary>
        /// <param name="json">The body: one JSON object, nested no deeper than 64.</param>
        /// <param name="flavor">
        /// Whose API wrote it; <see langword="null"/>: recognized by its fields, where they leave no doubt of how it was counted.
        /// </param>
        /// <exception cref="PricingException">
        /// <see cref="PricingError.UnreadableResponse"/>: it is not JSON, has no usage, or has something else where a count should
        /// be. <see cref="PricingError.UnknownResponseFlavor"/>: <paramref name="flavor"/> is null and the body does not tell.
        /// <see cref="PricingError.ContradictoryUsage"/>: a count is negative, or larger than what it is a part of; the message
        /// names the JSON fields.
        /// </exception>
        public static TokenUsage FromResponse([StringSyntax(StringSyntaxAttribute.Json)] string json, ResponseFlavor? flavor = null)
        {
            ArgumentNullException.ThrowIfNull(json);
            using JsonDocument document = Parsed(() => JsonDocument.Parse(json));
            return Read(document.RootElement, flavor);
        }

        /// <inheritdoc cref="extension(TokenUsage).FromResponse(string, ResponseFlavor?)"/>
        /// <param name="utf8Json">The body in UTF-8: one JSON object, nested no deeper than 64.</param>
        /// <param name="flavor">As above.</param>
        public static TokenUsage FromResponse(ReadOnlyMemory<byte> utf8Json, ResponseFlavor? flavor = null)
        {
            using JsonDocument document = Parsed(() => JsonDocument.Parse(utf8Json));
            return Read(document.RootElement, flavor);
        }

        /// <inheritdoc cref="extension(TokenUsage).FromResponse(string, ResponseFlavor?)"/>
        /// <param name="body">The body, read as JSON already.</param>
        /// <param name="flavor">As above.</param>
        public static TokenUsage FromResponse(JsonElement body, ResponseFlavor? flavor = null) => Read(body, flavor);
    }

    private static JsonDocument Parsed(Func<JsonDocument> parse)
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

    private static TokenUsage Read(JsonElement element, ResponseFlavor? flavor)
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
