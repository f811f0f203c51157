using System.Text.Json;

namespace TokenPricing.Usage;

/// <summary>Finds and reads the usage in the body of a response, and what else it says about the call.</summary>
internal static class ResponseReader
{
    /// <summary>
    /// Events of a stream have the usage inside one of these objects; other responses have it at the top. The first three hold the whole
    /// response, the others a part of it.
    /// </summary>
    private static readonly string[] Wrappers = ["message", "response", "interaction", "delta", "metadata", "x_groq"];
    private const int Envelopes = 3;

    /// <summary>LangChain's messages have the vendor's own usage here, beside a <c>usage_metadata</c> or without one.</summary>
    private static readonly string[] VendorNames = ["token_usage", "usage"];

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

    /// <summary>Reads what a body says about the call that it answers.</summary>
    /// <param name="element">The body.</param>
    /// <param name="flavor">The flavor; <see langword="null"/> to recognize it by its fields.</param>
    /// <param name="allowUnread">Whether tokens of an unknown kind are only listed.</param>
    /// <exception cref="PricingException">
    /// The body has no usage, its flavor is not clear, its counts contradict each other, or it has tokens that the flavor does not have.
    /// </exception>
    public static ServedCall Read(JsonElement element, ResponseFlavor? flavor, bool allowUnread)
    {
        JsonLocation body = new(element);
        if (!body.IsObject)
        {
            throw Unreadable(
                $"expected one JSON object, not {element.ValueKind}; of a stream, pass its text or the last chunk that has a usage");
        }

        try
        {
            (JsonLocation usage, JsonLocation envelope) = UsageOf(body, flavor);
            ResponseFlavor known = flavor ?? ResponseRecognition.Recognize(body, usage);
            JsonLocation? vendor = VendorUsages.HolderOf(known, body);
            JsonLocation own = VendorUsages.UsageOf(known, usage, vendor) ?? usage;
            envelope = vendor ?? envelope;
            UsageCounts counts = UsageReaders.Read(known, usage, envelope);

            // Of the library's usage and the vendor's own, the one by which the call is billed.
            ResponseFlavor counting = known;
            if (own != usage && VendorUsages.Read(own, envelope, counts) is { } theirs)
            {
                (counting, counts) = theirs;
                usage = own;
            }

            ToolUses.Add(counts, counting, envelope, own);
            if (counts.IsEmpty)
            {
                throw Unreadable($"{usage.Path} has none of the counts of the flavor {known}; it has {usage.Names}");
            }

            TokenUsage whole = counts.ToUsage();
            return new ServedCall(known, whole)
            {
                Billed = BilledUsages.Of(counting, usage, whole),
                ServiceTier = ServedTerms.TierOf(envelope, own),
                Region = ServedTerms.RegionOf(own),
                ImageFormat = ServedTerms.ImageFormatOf(envelope, whole),
                Model = ServedTerms.TextOf(envelope, body, ServedTerms.ModelNames)
                    ?? (known == ResponseFlavor.AiSdk ? ServedTerms.TextOf(envelope, body, ["modelId"]) : null),
                Provider = ServedTerms.ProviderOf(counting, envelope, own),
                Id = ServedTerms.TextOf(envelope, body, ServedTerms.IdNames),
                Stated = ServedTerms.StatedCostOf(envelope, own),
                OfOnePrompt =
                    ToolUses.MayBeGrounded(counting) && whole.PartOf(Meter.WebSearches) > 1 && !envelope.HasAny(ServedTerms.GeminiNames)
                    ? counts.Set(Meter.WebSearches, new JsonCount(1, "candidates")).ToUsage() : null,

                // Comes last: what the others have read is not unread. What a library passes on and nobody knows is only told.
                Unread = UnreadFields.In(body, envelope, usage, counting, whole, allowUnread || counting != known),
            };
        }
        catch (InvalidOperationException e) when (e is not ObjectDisposedException)
        {
            // JsonElement throws this for an escape such as \uD800, which is half a surrogate pair.
            throw Unreadable($"it has text that is not valid Unicode: {e.Message}");
        }
    }

    /// <summary>
    /// Returns the object with the counts (<c>usageMetadata</c> for Gemini, <c>usage</c> for most others) and the object that has it.
    /// </summary>
    /// <param name="body">The body.</param>
    /// <param name="flavor">
    /// The flavor; <see langword="null"/> if it is not known, and then the body may have only one of the two objects.
    /// </param>
    private static (JsonLocation Usage, JsonLocation Envelope) UsageOf(JsonLocation body, ResponseFlavor? flavor)
    {
        (JsonLocation Usage, JsonLocation Envelope)? usage = Usages(body).FirstOrDefault(u =>
            u is { } found && (flavor != ResponseFlavor.Gemini || found.Usage.HasAny(ResponseRecognition.InteractionFields)));
        (JsonLocation Usage, JsonLocation Envelope)? metadata =
            flavor is null || flavor == ResponseFlavor.Gemini || flavor == ResponseFlavor.LangChain ? MetadataOf(body) : null;
        return (usage, metadata) switch
        {
            ({ } one, null) => one,
            (null, { } one) => one,
            (null, null) when Elsewhere(body, flavor) is { } other => other,
            (null, null) => throw Unreadable(
                $"it has no {(flavor == ResponseFlavor.Gemini ? "usageMetadata" : "usage")}. Of a stream, pass the last chunk; "
                + "OpenAI and compatible APIs send a usage there if the request sets stream_options.include_usage"),
            _ => throw new PricingException(
                PricingError.UnknownResponseFlavor,
                "The response has both usage and usageMetadata. Name its flavor: gemini reads usageMetadata, all others read usage."),
        };
    }

    /// <summary>Returns Gemini's usage with the object that has it, which the API of Gemini's command line wraps.</summary>
    private static (JsonLocation Usage, JsonLocation Envelope)? MetadataOf(JsonLocation body) =>
        (body.FindObject("usageMetadata") ?? body.FindObject("usage_metadata")) is { } metadata ? (metadata, body)
        : body.Find("response") is { IsObject: true } inner ? MetadataOf(inner) : null;

    /// <summary>
    /// Enumerates the places where a body or an event of a stream can have its usage, with the object that says how the call was served;
    /// <see langword="null"/> where it has none.
    /// </summary>
    private static IEnumerable<(JsonLocation Usage, JsonLocation Envelope)?> Usages(JsonLocation body)
    {
        yield return body.FindObject("usage") is { } top ? (top, body) : null;

        // Cohere's embeddings and reranks have what is billed here.
        yield return body.Find("meta") is { IsObject: true } meta && meta.HasAny("billed_units") ? (meta, body) : null;
        for (int i = 0; i < Wrappers.Length; i++)
        {
            if (body.Find(Wrappers[i]) is { IsObject: true } inner && inner.FindObject("usage") is { } usage)
            {
                yield return (usage, i < Envelopes ? inner : body);
            }
        }

        // Moonshot tells it in the last choice of a stream.
        JsonLocation? choice = body.Find("choices") is { Kind: JsonValueKind.Array } ? body.Items("choices").LastOrDefault() : null;
        yield return choice is { IsObject: true } && choice.Find("usage") is { IsObject: true } told ? (told, body) : null;
    }

    /// <summary>
    /// Returns the object with the counts of a body that has none of the usual name, which may be the body itself; <see langword="null"/>
    /// if there is none.
    /// </summary>
    /// <param name="body">The body.</param>
    /// <param name="flavor">The flavor, whose own place alone counts; <see langword="null"/> if it is not known.</param>
    private static (JsonLocation Usage, JsonLocation Envelope)? Elsewhere(JsonLocation body, ResponseFlavor? flavor)
    {
        bool MayBe(ResponseFlavor other) => flavor is null || flavor == other;
        if (MayBe(ResponseFlavor.Bedrock) && body.FindObject(ResponseRecognition.BedrockMetrics) is { } metrics)
        {
            return (metrics, body);
        }

        if ((MayBe(ResponseFlavor.Ollama) && body.HasAny("prompt_eval_count", "eval_count"))
            || (MayBe(ResponseFlavor.Bedrock) && body.HasAny("inputTextTokenCount", "generation_token_count"))
            || (MayBe(ResponseFlavor.OpenAIImages) && UsageReaders.Drawings(body) is not null))
        {
            return (body, body);
        }

        if (MayBe(ResponseFlavor.Mistral) && body.FindObject("usage_info") is { } pages)
        {
            return (pages, body);
        }

        return body.Find("response_metadata") is { IsObject: true } vendor
            && VendorNames.Select(vendor.FindObject).FirstOrDefault(u => u is not null) is { } theirs ? (theirs, vendor) : null;
    }

    private static PricingException Unreadable(string reason) =>
        new(PricingError.UnreadableResponse, $"The response cannot be read: {reason}.");
}
