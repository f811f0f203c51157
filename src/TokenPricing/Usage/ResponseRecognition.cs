using System.Text.Json;

namespace TokenPricing.Usage;

/// <summary>Recognizes the flavor of a response by its fields.</summary>
/// <remarks>
/// A flavor is returned only if every other flavor that fits would count the same. Otherwise, the caller must name it.
/// </remarks>
internal static class ResponseRecognition
{
    /// <summary>
    /// The name of the object in which the last part of a stream of Bedrock's InvokeModel has the counts, whatever model answered.
    /// </summary>
    public const string BedrockMetrics = "amazon-bedrock-invocationMetrics";

    /// <summary>What Gemini's interactions call the input, which is in a <c>usage</c>.</summary>
    public static readonly string[] InteractionFields = ["total_input_tokens", "totalInputTokens"];

    private static readonly string[] GeminiFields =
    [
        "promptTokenCount", "candidatesTokenCount", "cachedContentTokenCount", "thoughtsTokenCount",
        "prompt_token_count", "candidates_token_count", "cached_content_token_count", "thoughts_token_count", .. InteractionFields,
    ];

    private static readonly string[] BedrockFields =
        ["cacheReadInputTokens", "cacheWriteInputTokens", "cacheReadInputTokenCount", "cacheWriteInputTokenCount", "cacheDetails"];

    private static readonly string[] AiSdkFields =
    [
        "cachedInputTokens", "reasoningTokens", "inputTokenDetails", "outputTokenDetails", "promptTokens", "completionTokens",
        "inputTokensDetails", "outputTokensDetails", "cachedInputTokenCount", "reasoningTokenCount",
    ];

    /// <summary>Fields of Perplexity's alone.</summary>
    public static readonly string[] PerplexityFields = ["search_context_size", "citation_tokens", "num_search_queries"];

    private static readonly string[] AnthropicFields =
        ["cache_creation_input_tokens", "cache_read_input_tokens", "cache_creation", "server_tool_use"];

    /// <summary>Returns the flavor of a response.</summary>
    /// <param name="body">The body.</param>
    /// <param name="usage">The usage in it.</param>
    /// <exception cref="PricingException">
    /// <see cref="PricingError.UnknownResponseFlavor"/>: the fields fit no flavor, or several that count differently.
    /// </exception>
    public static ResponseFlavor Recognize(JsonLocation body, JsonLocation usage)
    {
        List<ResponseFlavor> families = [];
        AddIf(usage.HasAny(GeminiFields), ResponseFlavor.Gemini);
        bool isNamed = (body.HasAny("providerMetadata") && usage.HasAny("inputTokens"))
            || (usage.Name == "usage" && usage.HasAny("inputTokenCount", "outputTokenCount") && !usage.HasAny(BedrockFields));
        AddIf(isNamed || usage.HasAny(AiSdkFields) || usage.Find("inputTokens") is { IsObject: true }, ResponseFlavor.AiSdk);
        AddIf(
            usage.HasAny(BedrockFields) || (families.Count == 0 && usage.HasAny("inputTokens", "outputTokens")),
            ResponseFlavor.Bedrock);
        AddIf(usage.HasAny("tokens", "billed_units"), ResponseFlavor.Cohere);
        AddIf(usage.HasAny("prompt_tokens", "completion_tokens"), ResponseFlavor.OpenAIChat);
        AddIf(usage.HasAny("input_tokens", "output_tokens"), ResponseFlavor.OpenAIResponses);
        AddIf(usage.HasAny(AnthropicFields), ResponseFlavor.Anthropic);
        return families switch
        {
            [] when usage.HasAny("seconds") && usage.HasText("type", "duration") => ResponseFlavor.OpenAIAudio,
            [] when usage.HasAny("pages_processed") => ResponseFlavor.Mistral,
            [] when usage.Name == BedrockMetrics => ResponseFlavor.Bedrock,
            [] when !usage.IsRoot && UsageReaders.Drawings(body) is not null => ResponseFlavor.OpenAIImages,
            [] when usage.HasAny("total_tokens") && !usage.IsRoot && HasResults(body) => ResponseFlavor.OpenAIEmbeddings,
            [] when !usage.IsRoot => throw new PricingException(
                PricingError.UnknownResponseFlavor,
                $"The response's {usage.Path} has none of the fields by which a flavor is recognized; it has {usage.Names}. {HowToName}"),
            _ when usage.IsRoot => usage.HasAny("data") ? ResponseFlavor.OpenAIImages
                : usage.HasAny("prompt_eval_count", "eval_count") ? ResponseFlavor.Ollama : ResponseFlavor.Bedrock,
            [var only] when only == ResponseFlavor.OpenAIChat => AmongChats(usage),
            [var only] when only == ResponseFlavor.OpenAIResponses => AmongMessages(body, usage),
            [var only] => only,
            // A proxy that passes Anthropic's counts on beside those of a chat completion.
            [var first, var second] when first == ResponseFlavor.OpenAIChat && second == ResponseFlavor.Anthropic => AmongChats(usage),
            [var first, var second] when first == ResponseFlavor.OpenAIResponses && second == ResponseFlavor.Anthropic =>
                AmongMessages(body, usage),
            _ => throw Ambiguous(usage, [.. families]),
        };

        void AddIf(bool found, ResponseFlavor flavor)
        {
            if (found)
            {
                families.Add(flavor);
            }
        }
    }

    /// <summary>Returns the flavor of a usage that a library passes on; <see langword="null"/> if it is in doubt.</summary>
    /// <param name="holder">The object that has what the vendor said.</param>
    /// <param name="usage">The usage.</param>
    public static ResponseFlavor? Find(JsonLocation holder, JsonLocation usage)
    {
        try
        {
            return Recognize(holder, usage);
        }
        catch (PricingException e) when (e.Error == PricingError.UnknownResponseFlavor)
        {
            return null;
        }
    }

    /// <summary>Determines whether a body lists embeddings or ranks, which have an input and no output.</summary>
    /// <param name="body">The body. A list of choices or outputs says that there is something else, whose counts are not known.</param>
    /// <returns><see langword="true"/> if what the body reports as its total is the input; otherwise, <see langword="false"/>.</returns>
    private static bool HasResults(JsonLocation body) =>
        !body.HasAny("choices", "output") && body.FindAny("data", "results", "embeddings") is { Kind: JsonValueKind.Array };

    private static string HowToName => $"Name the flavor: one of {string.Join(", ", ResponseFlavor.All)}.";

    /// <summary>
    /// Distinguishes Anthropic's Messages from OpenAI's Responses, which share <c>input_tokens</c> and
    /// <c>output_tokens</c>.
    /// </summary>
    /// <remarks>
    /// Anthropic's input excludes cached tokens, and OpenAI's includes them. A usage of these two fields alone is
    /// ambiguous.
    /// </remarks>
    private static ResponseFlavor AmongMessages(JsonLocation body, JsonLocation usage)
    {
        bool anthropic = usage.HasAny(AnthropicFields) || body.HasText("type", "message", "message_start", "message_delta");
        bool responses = usage.HasAny("input_tokens_details", "input_token_details", "prompt_tokens_details")
            || body.HasText("object", "response")
            || (!anthropic && body.HasAny("request_id") && body.Find("output") is { IsObject: true })
            || body.HasText("type", "response.completed", "response.incomplete", "response.failed", "response.done");
        bool images = body.HasText("type", "image_generation.completed", "image_edit.completed")
            || (body.HasAny("created") && body.HasAny("data") && !body.HasAny("object"));
        bool speech = body.HasText("type", "speech.audio.done");
        return (anthropic, responses) switch
        {
            _ when usage.HasAny("cached_input_tokens", "reasoning_output_tokens") => ResponseFlavor.Codex,
            _ when usage.Name == "usage_metadata" => ResponseFlavor.LangChain,
            (false, _) when images => ResponseFlavor.OpenAIImages,
            (false, false) when speech => ResponseFlavor.OpenAIAudio,
            (true, false) => ResponseFlavor.Anthropic,
            (false, true) => ResponseFlavor.OpenAIResponses,
            _ => throw Ambiguous(usage, ResponseFlavor.Anthropic, ResponseFlavor.OpenAIResponses),
        };
    }

    /// <summary>Distinguishes the flavors of chat completions, which count alike except xAI's.</summary>
    /// <param name="usage">The usage.</param>
    private static ResponseFlavor AmongChats(JsonLocation usage) =>
        usage.HasAny("num_sources_used", "cost_in_usd_ticks") ? ResponseFlavor.XAI
        : usage.HasAny("prompt_cache_hit_tokens") ? ResponseFlavor.DeepSeek
        : usage.HasAny(PerplexityFields) ? ResponseFlavor.Perplexity
        : ByReasoning(usage);

    /// <summary>Tells by the stated total, where no field names the vendor, whether the completion contains the reasoning.</summary>
    /// <param name="usage">The usage.</param>
    /// <returns>
    /// The flavor, which is xAI's if the reasoning is beside the completion. Reasoning at the top is Perplexity's, whose totals do not have
    /// it, or one of SGLang's counts, whose totals do.
    /// </returns>
    /// <exception cref="PricingException">The total does not tell.</exception>
    private static ResponseFlavor ByReasoning(JsonLocation usage)
    {
        JsonCount? prompt = usage.Count("prompt_tokens");
        JsonCount? completion = usage.Count("completion_tokens");
        JsonCount? top = usage.Count("reasoning_tokens");
        JsonCount? reasoning = UsageReaders.ChatReasoning(usage) ?? top;
        bool? inside = UsageReaders.TotalIs(usage, prompt, completion);
        bool isTold = inside == true ? top?.Value <= completion?.Value : UsageReaders.TotalIs(usage, prompt, completion, top) == true;
        if (top is { Value: > 0 } && !isTold)
        {
            throw Ambiguous(usage, ResponseFlavor.OpenAIChat, ResponseFlavor.Perplexity);
        }

        return usage.HasAny("cached_tokens") ? ResponseFlavor.Moonshot
            : inside ?? (reasoning is null or { Value: 0 } && completion is not null)
                ? completion is null ? ResponseFlavor.OpenAIEmbeddings : ResponseFlavor.OpenAIChat
            : reasoning is { Value: > 0 } && UsageReaders.TotalIs(usage, prompt, completion, reasoning) == true ? ResponseFlavor.XAI
            : throw Ambiguous(usage, ResponseFlavor.OpenAIChat, ResponseFlavor.XAI);
    }

    private static PricingException Ambiguous(JsonLocation usage, params ResponseFlavor[] flavors) => new(
        PricingError.UnknownResponseFlavor,
        $"The response's {usage.Path} ({usage.Names}) could be of {string.Join(" or ", flavors)}, which count differently. {HowToName}");
}
