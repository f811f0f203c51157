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

    private static readonly string[] GeminiFields =
    [
        "promptTokenCount", "candidatesTokenCount", "cachedContentTokenCount", "thoughtsTokenCount",
        "prompt_token_count", "candidates_token_count", "cached_content_token_count", "thoughts_token_count",
    ];

    private static readonly string[] BedrockFields =
        ["cacheReadInputTokens", "cacheWriteInputTokens", "cacheReadInputTokenCount", "cacheWriteInputTokenCount", "cacheDetails"];

    private static readonly string[] AiSdkFields =
        ["cachedInputTokens", "reasoningTokens", "inputTokenDetails", "outputTokenDetails", "promptTokens", "completionTokens"];

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
        AddIf(usage.HasAny(AiSdkFields) || usage.Find("inputTokens") is { IsObject: true }, ResponseFlavor.AiSdk);
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
        if (usage.HasAny("cached_input_tokens", "reasoning_output_tokens"))
        {
            return ResponseFlavor.Codex;
        }

        if (usage.Name == "usage_metadata")
        {
            return ResponseFlavor.LangChain;
        }

        bool anthropic = usage.HasAny(AnthropicFields) || body.HasText("type", "message", "message_start", "message_delta");
        bool responses = usage.HasAny("input_tokens_details", "input_token_details") || body.HasText("object", "response")
            || body.HasText("type", "response.completed", "response.incomplete", "response.failed", "response.done");
        bool images = body.HasAny("created") && body.HasAny("data") && !body.HasAny("object");
        bool speech = body.HasText("type", "speech.audio.done");
        return (anthropic, responses) switch
        {
            (false, _) when images => ResponseFlavor.OpenAIImages,
            (false, false) when speech => ResponseFlavor.OpenAIAudio,
            (true, false) => ResponseFlavor.Anthropic,
            (false, true) => ResponseFlavor.OpenAIResponses,
            _ => throw Ambiguous(usage, ResponseFlavor.Anthropic, ResponseFlavor.OpenAIResponses),
        };
    }

    /// <summary>Distinguishes the flavors of chat completions, which count alike except xAI's.</summary>
    /// <remarks>
    /// The completion of xAI does not contain the reasoning. If no field names the vendor, only the total shows it.
    /// </remarks>
    private static ResponseFlavor AmongChats(JsonLocation usage)
    {
        if (usage.HasAny("num_sources_used", "cost_in_usd_ticks"))
        {
            return ResponseFlavor.XAI;
        }

        if (usage.HasAny("prompt_cache_hit_tokens"))
        {
            return ResponseFlavor.DeepSeek;
        }

        if (usage.HasAny("search_context_size", "citation_tokens", "num_search_queries"))
        {
            return ResponseFlavor.Perplexity;
        }

        if (usage.HasAny("reasoning_tokens"))
        {
            throw Ambiguous(usage, ResponseFlavor.OpenAIChat, ResponseFlavor.Perplexity);
        }

        if (usage.HasAny("cached_tokens"))
        {
            return ResponseFlavor.Moonshot;
        }

        JsonCount? prompt = usage.Count("prompt_tokens");
        JsonCount? completion = usage.Count("completion_tokens");
        JsonCount? reasoning = UsageReaders.ChatReasoning(usage);
        bool? inside = UsageReaders.TotalIs(usage, prompt, completion);
        if (inside ?? (reasoning is null or { Value: 0 } && completion is not null))
        {
            return completion is null ? ResponseFlavor.OpenAIEmbeddings : ResponseFlavor.OpenAIChat;
        }

        return reasoning is { Value: > 0 } && UsageReaders.TotalIs(usage, prompt, completion, reasoning) == true
            ? ResponseFlavor.XAI
            : throw Ambiguous(usage, ResponseFlavor.OpenAIChat, ResponseFlavor.XAI);
    }

    private static PricingException Ambiguous(JsonLocation usage, params ResponseFlavor[] flavors) => new(
        PricingError.UnknownResponseFlavor,
        $"The response's {usage.Path} ({usage.Names}) could be of {string.Join(" or ", flavors)}, which count differently. {HowToName}");
}
