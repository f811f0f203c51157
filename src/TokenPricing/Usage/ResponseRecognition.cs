namespace TokenPricing.Usage;

/// <summary>Which flavor a response has that nobody named: only where no other could have written it, or would count it otherwise.</summary>
internal static class ResponseRecognition
{
    private static readonly string[] AnthropicFields = ["cache_creation_input_tokens", "cache_read_input_tokens", "cache_creation", "server_tool_use"];

    public static ResponseFlavor Recognize(JsonPlace body, JsonPlace usage)
    {
        List<ResponseFlavor> families = [];
        AddIf(usage.HasAny("promptTokenCount", "candidatesTokenCount", "cachedContentTokenCount", "thoughtsTokenCount"), ResponseFlavor.Gemini);
        AddIf(usage.HasAny("inputTokens", "outputTokens"), ResponseFlavor.Bedrock);
        AddIf(usage.HasAny("tokens", "billed_units"), ResponseFlavor.Cohere);
        AddIf(usage.HasAny("prompt_tokens", "completion_tokens"), ResponseFlavor.OpenAIChat);
        AddIf(usage.HasAny("input_tokens", "output_tokens"), ResponseFlavor.OpenAIResponses);
        AddIf(usage.HasAny(AnthropicFields), ResponseFlavor.Anthropic);
        return families switch
        {
            [] => throw new PricingException(
                PricingError.UnknownResponseFlavor,
                $"The response's {usage.Path} has none of the fields by which a flavor is recognized; it has {usage.Names}. {HowToName}"),
            [var only] when only == ResponseFlavor.OpenAIChat => AmongChats(usage),
            [var only] when only == ResponseFlavor.OpenAIResponses => AmongMessages(body, usage),
            [var only] => only,
            [var first, var second] when first == ResponseFlavor.OpenAIResponses && second == ResponseFlavor.Anthropic => AmongMessages(body, usage),
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

    private static string HowToName => $"Name the flavor: one of {string.Join(", ", ResponseFlavor.All)}.";

    private static ResponseFlavor AmongMessages(JsonPlace body, JsonPlace usage)
    {
        bool anthropic = usage.HasAny(AnthropicFields) || body.Says("type", "message", "message_start", "message_delta");
        bool responses = usage.HasAny("input_tokens_details") || body.Says("object", "response")
            || body.Says("type", "response.completed", "response.incomplete", "response.failed");
        return (anthropic, responses) switch
        {
            (true, false) => ResponseFlavor.Anthropic,
            (false, true) => ResponseFlavor.OpenAIResponses,
            _ => throw Ambiguous(usage, ResponseFlavor.Anthropic, ResponseFlavor.OpenAIResponses),
        };
    }

    // All chat completions count alike but xAI's, whose reasoning stands beside the completion: only the total tells.
    private static ResponseFlavor AmongChats(JsonPlace usage)
    {
        if (usage.HasAny("num_sources_used", "cost_in_usd_ticks"))
        {
            return ResponseFlavor.XAI;
        }

        if (usage.HasAny("prompt_cache_hit_tokens"))
        {
            return ResponseFlavor.DeepSeek;
        }

        // Some, such as Perplexity, count more beside the completion, at the same level.
        if (usage.HasAny("reasoning_tokens", "citation_tokens"))
        {
            throw Ambiguous(usage, ResponseFlavor.OpenAIChat, ResponseFlavor.XAI);
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

    private static PricingException Ambiguous(JsonPlace usage, params ResponseFlavor[] flavors) => new(
        PricingError.UnknownResponseFlavor,
        $"The response's {usage.Path} ({usage.Names}) could be of {string.Join(" or ", flavors)}, which count differently. {HowToName}");
}
