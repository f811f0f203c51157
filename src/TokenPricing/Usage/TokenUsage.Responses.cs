using System.Text.Json;

namespace TokenPricing;

public readonly partial struct TokenUsage
{
    /// <summary>Reads the usage of one request from the JSON body of its response.</summary>
    /// <param name="json">
    /// One JSON object, nested at most 64 levels deep. Of a stream, pass the last chunk or event that has a usage.
    /// Everything but the usage may be omitted.
    /// </param>
    /// <param name="flavor">
    /// The API that wrote the response; <see langword="null"/> to recognize it by its fields, which succeeds only if
    /// they leave no doubt about how the usage is counted.
    /// </param>
    /// <returns>The usage, with every count that the flavor documents and the response reports.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="json"/> is <see langword="null"/>.</exception>
    /// <exception cref="PricingException">
    /// <see cref="PricingError.UnreadableResponse"/>: the body is not JSON, has no usage, or has something other than a
    /// count where one is expected.
    /// </exception>
    /// <exception cref="PricingException">
    /// <see cref="PricingError.UnknownResponseFlavor"/>: <paramref name="flavor"/> is <see langword="null"/> and the
    /// fields fit no flavor, or several that count differently.
    /// </exception>
    /// <exception cref="PricingException">
    /// <see cref="PricingError.ContradictoryUsage"/>: a count is negative, or larger than the total that contains it.
    /// The message names the JSON fields.
    /// </exception>
    /// <example>
    /// <code>
    /// TokenUsage claude = TokenUsage.FromResponse(
    ///     """{"type":"message","usage":{"input_tokens":4000,"cache_read_input_tokens":8000,"output_tokens":900}}""");
    ///
    /// long? all = claude.InputTokens;               // 12000
    /// </code>
    /// </example>
    public static TokenUsage FromResponse([StringSyntax(StringSyntaxAttribute.Json)] string json, ResponseFlavor? flavor = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        using JsonDocument document = ResponseReader.Parse(() => JsonDocument.Parse(json));
        return ResponseReader.Read(document.RootElement, flavor);
    }

    /// <inheritdoc cref="FromResponse(string, ResponseFlavor?)"/>
    /// <param name="utf8Json">One JSON object in UTF-8, without a byte order mark, nested at most 64 levels deep.</param>
    /// <param name="flavor">The API that wrote the response; <see langword="null"/> to recognize it by its fields.</param>
    public static TokenUsage FromResponse(ReadOnlyMemory<byte> utf8Json, ResponseFlavor? flavor = null)
    {
        using JsonDocument document = ResponseReader.Parse(() => JsonDocument.Parse(utf8Json));
        return ResponseReader.Read(document.RootElement, flavor);
    }

    /// <inheritdoc cref="FromResponse(string, ResponseFlavor?)"/>
    /// <param name="body">The body as parsed JSON: one object.</param>
    /// <param name="flavor">The API that wrote the response; <see langword="null"/> to recognize it by its fields.</param>
    public static TokenUsage FromResponse(JsonElement body, ResponseFlavor? flavor = null) => ResponseReader.Read(body, flavor);
}
