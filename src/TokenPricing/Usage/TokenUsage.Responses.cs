using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace TokenPricing;

public readonly partial struct TokenUsage
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
        using JsonDocument document = ResponseReader.Parsed(() => JsonDocument.Parse(json));
        return ResponseReader.Read(document.RootElement, flavor);
    }

    /// <inheritdoc cref="FromResponse(string, ResponseFlavor?)"/>
    /// <param name="utf8Json">The body in UTF-8: one JSON object, nested no deeper than 64.</param>
    /// <param name="flavor">As above.</param>
    public static TokenUsage FromResponse(ReadOnlyMemory<byte> utf8Json, ResponseFlavor? flavor = null)
    {
        using JsonDocument document = ResponseReader.Parsed(() => JsonDocument.Parse(utf8Json));
        return ResponseReader.Read(document.RootElement, flavor);
    }

    /// <inheritdoc cref="FromResponse(string, ResponseFlavor?)"/>
    /// <param name="body">The body, read as JSON already.</param>
    /// <param name="flavor">As above.</param>
    public static TokenUsage FromResponse(JsonElement body, ResponseFlavor? flavor = null) => ResponseReader.Read(body, flavor);
}
