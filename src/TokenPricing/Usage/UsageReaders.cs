namespace TokenPricing.Usage;

/// <summary>How each flavor of response counts; <see cref="ResponseFlavor"/> has the words and the sources.</summary>
internal static class UsageReaders
{
    public static UsageCounts Read(ResponseFlavor flavor, JsonPlace usage) => flavor.Id switch
    {
        "openai-responses" => Responses(usage),
        "anthropic" => Anthropic(usage),
        "gemini" => Gemini(usage),
        "bedrock" => Bedrock(usage),
        "cohere" => Cohere(usage),
        "deepseek" => Chat(usage, DeepSeekHits(usage), reasoningBeside: false),
        "xai" => Chat(usage, null, reasoningBeside: !TotalHasReasoningInside(usage)),
        _ => Chat(usage, null, reasoningBeside: false),
    };

    /// <summary>Whether <c>total_tokens</c> is the prompt and the completion and nothing else; <see langword="null"/> where it is not reported.</summary>
    public static bool? TotalIs(JsonPlace usage, params ReadOnlySpan<JsonCount?> summands) =>
        usage.Count("total_tokens") is { } total ? JsonCount.Sum(summands)?.Value == total.Value : null;

    public static JsonCount? ChatReasoning(JsonPlace usage) => usage.FindObject("completion_tokens_details")?.Count("reasoning_tokens");

    private static UsageCounts Chat(JsonPlace usage, JsonCount? cacheRead, bool reasoningBeside)
    {
        JsonPlace? prompt = usage.FindObject("prompt_tokens_details");
        JsonPlace? completion = usage.FindObject("completion_tokens_details");
        JsonCount? reasoning = ChatReasoning(usage);
        return Detailed(
            new UsageCounts()
                .Add(Meter.Input, usage.Count("prompt_tokens"))
                .Add(Meter.Output, JsonCount.Sum(usage.Count("completion_tokens"), reasoningBeside ? reasoning : null))
                .Add(Meter.CacheRead, cacheRead ?? prompt?.Count("cached_tokens"))
                .Add(Meter.Reasoning, reasoning),
            prompt,
            completion);
    }

    private static UsageCounts Responses(JsonPlace usage)
    {
        JsonPlace? input = usage.FindObject("input_tokens_details");
        JsonPlace? output = usage.FindObject("output_tokens_details");
        return Detailed(
            new UsageCounts()
                .Add(Meter.Input, usage.Count("input_tokens"))
                .Add(Meter.Output, usage.Count("output_tokens"))
                .Add(Meter.CacheRead, input?.Count("cached_tokens"))
                .Add(Meter.Reasoning, output?.Count("reasoning_tokens")),
            input,
            output);
    }

    private static UsageCounts Detailed(UsageCounts counts, JsonPlace? input, JsonPlace? output) => counts
        .Add(Meter.CacheWrite, input?.Count("cache_write_tokens"))
        .Add(Meter.InputAudio, input?.Count("audio_tokens"))
        .Add(Meter.InputImage, input?.Count("image_tokens"))
        .Add(InputVideo, input?.Count("video_tokens"))
        .Add(Meter.OutputAudio, output?.Count("audio_tokens"))
        .Add(Meter.OutputImage, output?.Count("image_tokens"));

    // Hits and misses are documented to be the prompt; a body in which they are not would be priced wrong, either way.
    private static JsonCount? DeepSeekHits(JsonPlace usage)
    {
        JsonCount? hits = usage.Count("prompt_cache_hit_tokens");
        JsonCount? misses = usage.Count("prompt_cache_miss_tokens");
        JsonCount? cached = usage.FindObject("prompt_tokens_details")?.Count("cached_tokens");
        if (hits is { } h && cached is { } c && h.Value != c.Value)
        {
            throw new PricingException(PricingError.ContradictoryUsage, $"The response's usage contradicts itself: {h} and {c} are the same tokens.");
        }

        if (hits is not null && misses is not null && usage.Count("prompt_tokens") is { } prompt && JsonCount.Sum(hits, misses) is { } sum && sum.Value != prompt.Value)
        {
            throw new PricingException(PricingError.ContradictoryUsage, $"The response's usage contradicts itself: {sum} is not {prompt}.");
        }

        return hits;
    }

    private static bool TotalHasReasoningInside(JsonPlace usage) =>
        ChatReasoning(usage) is { Value: > 0 } && TotalIs(usage, usage.Count("prompt_tokens"), usage.Count("completion_tokens")) == true;

    private static UsageCounts Anthropic(JsonPlace usage)
    {
        JsonPlace? written = usage.FindObject("cache_creation");
        JsonCount? fiveMinutes = written?.Count("ephemeral_5m_input_tokens");
        JsonCount? oneHour = written?.Count("ephemeral_1h_input_tokens");
        JsonCount? write = usage.Count("cache_creation_input_tokens") ?? JsonCount.Sum(fiveMinutes, oneHour);
        return new UsageCounts()
            .Add(Meter.Input, Together(usage.Count("input_tokens"), usage.Count("cache_read_input_tokens"), write))
            .Add(Meter.Output, usage.Count("output_tokens"))
            .Add(Meter.CacheRead, usage.Count("cache_read_input_tokens"))
            .Add(Meter.CacheWrite, write)
            .Add(Meter.CacheWrite5m, fiveMinutes)
            .Add(Meter.CacheWrite1h, oneHour)
            .Add(Meter.Reasoning, usage.FindObject("output_tokens_details")?.Count("thinking_tokens"))
            .Add(Meter.WebSearches, usage.FindObject("server_tool_use")?.Count("web_search_requests"));
    }

    private static UsageCounts Bedrock(JsonPlace usage)
    {
        JsonCount? read = usage.Count("cacheReadInputTokens");
        JsonCount? write = usage.Count("cacheWriteInputTokens");
        return new UsageCounts()
            .Add(Meter.Input, Together(usage.Count("inputTokens"), read, write))
            .Add(Meter.Output, usage.Count("outputTokens"))
            .Add(Meter.CacheRead, read)
            .Add(Meter.CacheWrite, write);
    }

    private static UsageCounts Cohere(JsonPlace usage)
    {
        JsonPlace? tokens = usage.FindObject("tokens");
        JsonPlace? counted = tokens ?? usage.FindObject("billed_units");
        return new UsageCounts()
            .Add(Meter.Input, counted?.Count("input_tokens"))
            .Add(Meter.Output, counted?.Count("output_tokens"))
            .Add(Meter.CacheRead, counted is null || tokens is not null ? usage.Count("cached_tokens") : null);
    }

    private static UsageCounts Gemini(JsonPlace usage)
    {
        JsonCount? cached = usage.Count("cachedContentTokenCount");
        JsonCount? thoughts = usage.Count("thoughtsTokenCount");
        UsageCounts counts = new UsageCounts()
            .Add(Meter.Input, JsonCount.Sum(usage.Count("promptTokenCount"), usage.Count("toolUsePromptTokenCount")))
            .Add(Meter.Output, JsonCount.Sum(usage.Count("candidatesTokenCount"), thoughts))
            .Add(Meter.CacheRead, cached)
            .Add(Meter.Reasoning, thoughts);
        ModalityCounts prompt = ModalityCounts.Read(usage, "promptTokensDetails");
        ModalityCounts tools = ModalityCounts.Read(usage, "toolUsePromptTokensDetails");
        ModalityCounts cache = ModalityCounts.Read(usage, "cacheTokensDetails");
        ModalityCounts candidates = ModalityCounts.Read(usage, "candidatesTokensDetails");

        // Cached tokens whose modalities are all told are none of those that are not; thoughts are no part of the candidates.
        bool allCachedTold = cached is { } c && cache.Total == c.Value;
        foreach (GeminiModality modality in GeminiModality.All)
        {
            JsonCount? input = JsonCount.Sum(prompt[modality], tools[modality]);
            JsonCount? output = candidates[modality];
            counts
                .Add(modality.Input, input)
                .Add(modality.CacheRead, cache[modality] ?? (input is not null && allCachedTold ? Zero(cached) : null))
                .Add(modality.Output, output)
                .Add(modality.Reasoning, output is null ? null : Zero(thoughts));
        }

        return counts;
    }

    // Where the first is not reported, nobody knows what all of them are together.
    private static JsonCount? Together(JsonCount? first, JsonCount? second, JsonCount? third) => first is null ? null : JsonCount.Sum(first, second, third);

    private static JsonCount? Zero(JsonCount? count) => count is { } reported ? reported with { Value = 0 } : null;

    private static Meter InputVideo { get; } = Meter.Parse("input-video");
}
