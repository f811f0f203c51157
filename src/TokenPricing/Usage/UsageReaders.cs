namespace TokenPricing.Usage;

/// <summary>
/// Reads the counts of each response flavor. <see cref="ResponseFlavor"/> documents how they are counted, with the
/// sources.
/// </summary>
internal static class UsageReaders
{
    /// <summary>Reads the counts of a usage as totals by meter.</summary>
    /// <param name="flavor">The flavor of the response.</param>
    /// <param name="usage">The object with the counts.</param>
    public static UsageCounts Read(ResponseFlavor flavor, JsonLocation usage) => flavor.Id switch
    {
        "openai-responses" => Responses(usage),
        "anthropic" => Anthropic(usage),
        "gemini" => Gemini(usage),
        "bedrock" => Bedrock(usage),
        "cohere" => Cohere(usage),
        "deepseek" => Chat(usage, DeepSeekHits(usage), addReasoning: false),
        "xai" => Chat(usage, null, addReasoning: !TotalHasReasoningInside(usage)),
        _ => Chat(usage, null, addReasoning: false),
    };

    /// <summary>
    /// Determines whether <c>total_tokens</c> is exactly the sum of the given counts; <see langword="null"/> if it is
    /// not reported.
    /// </summary>
    public static bool? TotalIs(JsonLocation usage, params ReadOnlySpan<JsonCount?> summands) =>
        usage.Count("total_tokens") is { } total ? JsonCount.Sum(summands)?.Value == total.Value : null;

    /// <summary>
    /// Returns the reasoning tokens of a chat completion, or <see langword="null"/> if they are not reported.
    /// </summary>
    public static JsonCount? ChatReasoning(JsonLocation usage) => usage.FindObject("completion_tokens_details")?.Count("reasoning_tokens");

    /// <summary>Reads the counts of a chat completion.</summary>
    /// <param name="usage">The usage.</param>
    /// <param name="cacheRead">
    /// The count of cached tokens; <see langword="null"/> to read it from the details of the prompt.
    /// </param>
    /// <param name="addReasoning">
    /// Whether the completion does not contain the reasoning, so that their sum is the output.
    /// </param>
    private static UsageCounts Chat(JsonLocation usage, JsonCount? cacheRead, bool addReasoning)
    {
        JsonLocation? prompt = usage.FindObject("prompt_tokens_details");
        JsonLocation? completion = usage.FindObject("completion_tokens_details");
        JsonCount? reasoning = ChatReasoning(usage);
        return Detailed(
            new UsageCounts()
                .Add(Meter.Input, usage.Count("prompt_tokens"))
                .Add(Meter.Output, JsonCount.Sum(usage.Count("completion_tokens"), addReasoning ? reasoning : null))
                .Add(Meter.CacheRead, cacheRead ?? prompt?.Count("cached_tokens"))
                .Add(Meter.Reasoning, reasoning),
            prompt,
            completion);
    }

    /// <summary>Reads the counts of OpenAI's Responses.</summary>
    private static UsageCounts Responses(JsonLocation usage)
    {
        JsonLocation? input = usage.FindObject("input_tokens_details") ?? usage.FindObject("input_token_details");
        JsonLocation? output = usage.FindObject("output_tokens_details") ?? usage.FindObject("output_token_details");
        return Detailed(
            new UsageCounts()
                .Add(Meter.Input, usage.Count("input_tokens"))
                .Add(Meter.Output, usage.Count("output_tokens"))
                .Add(Meter.CacheRead, input?.Count("cached_tokens"))
                .Add(Meter.Reasoning, output?.Count("reasoning_tokens")),
            input,
            output);
    }

    /// <summary>Adds the counts that chat completions, Responses and Realtime name alike in their details.</summary>
    private static UsageCounts Detailed(UsageCounts counts, JsonLocation? input, JsonLocation? output)
    {
        counts
            .Add(Meter.CacheWrite, input?.Count("cache_write_tokens"))
            .Add(Meter.OutputAudio, output?.Count("audio_tokens"))
            .Add(Meter.OutputImage, output?.Count("image_tokens"));

        // If the details cover all cached tokens, a modality that they do not name has none.
        JsonLocation? cached = input?.FindObject("cached_tokens_details");
        JsonCount? known = JsonCount.Sum([cached?.Count("text_tokens"), .. TokenModality.All.Select(m => cached?.Count(m.Field))]);
        bool areAllCovered = cached is not null && known is { } sum && sum.Value == input?.Count("cached_tokens")?.Value;
        foreach (TokenModality modality in TokenModality.All)
        {
            JsonCount? whole = input?.Count(modality.Field);
            JsonCount? read = cached?.Count(modality.Field) ?? (areAllCovered ? Zero(whole) : null);
            counts.Add(modality.Input, whole).Add(modality.CacheRead, read);
        }

        return counts;
    }

    /// <summary>Returns the tokens that DeepSeek read from the cache.</summary>
    /// <exception cref="PricingException">
    /// The hits differ from the cached tokens, or hits and misses do not add up to the prompt, as documented.
    /// </exception>
    private static JsonCount? DeepSeekHits(JsonLocation usage)
    {
        JsonCount? hits = usage.Count("prompt_cache_hit_tokens");
        JsonCount? misses = usage.Count("prompt_cache_miss_tokens");
        JsonCount? cached = usage.FindObject("prompt_tokens_details")?.Count("cached_tokens");
        if (hits is { } h && cached is { } c && h.Value != c.Value)
        {
            throw new PricingException(
                PricingError.ContradictoryUsage, $"The response's usage contradicts itself: {h} and {c} are the same tokens.");
        }

        if (hits is not null && misses is not null && usage.Count("prompt_tokens") is { } prompt
            && JsonCount.Sum(hits, misses) is { } sum && sum.Value != prompt.Value)
        {
            throw new PricingException(PricingError.ContradictoryUsage, $"The response's usage contradicts itself: {sum} is not {prompt}.");
        }

        return hits;
    }

    /// <summary>Determines whether the total shows that the completion already contains the reasoning.</summary>
    private static bool TotalHasReasoningInside(JsonLocation usage) =>
        ChatReasoning(usage) is { Value: > 0 } && TotalIs(usage, usage.Count("prompt_tokens"), usage.Count("completion_tokens")) == true;

    /// <summary>
    /// Reads the counts of Anthropic's Messages. Writes without a total are the sum of both lifetimes.
    /// </summary>
    private static UsageCounts Anthropic(JsonLocation usage)
    {
        JsonLocation? written = usage.FindObject("cache_creation");
        JsonCount? fiveMinutes = written?.Count("ephemeral_5m_input_tokens");
        JsonCount? oneHour = written?.Count("ephemeral_1h_input_tokens");
        JsonCount? write = usage.Count("cache_creation_input_tokens") ?? JsonCount.Sum(fiveMinutes, oneHour);
        return new UsageCounts()
            .Add(Meter.Input, InputTotal(usage.Count("input_tokens"), usage.Count("cache_read_input_tokens"), write))
            .Add(Meter.Output, usage.Count("output_tokens"))
            .Add(Meter.CacheRead, usage.Count("cache_read_input_tokens"))
            .Add(Meter.CacheWrite, write)
            .Add(Meter.CacheWrite5m, fiveMinutes)
            .Add(Meter.CacheWrite1h, oneHour)
            .Add(Meter.Reasoning, usage.FindObject("output_tokens_details")?.Count("thinking_tokens"))
            .Add(Meter.WebSearches, usage.FindObject("server_tool_use")?.Count("web_search_requests"));
    }

    /// <summary>Reads the counts of Amazon Bedrock's Converse.</summary>
    private static UsageCounts Bedrock(JsonLocation usage)
    {
        JsonCount? read = usage.Count("cacheReadInputTokens");
        JsonCount? write = usage.Count("cacheWriteInputTokens");
        return new UsageCounts()
            .Add(Meter.Input, InputTotal(usage.Count("inputTokens"), read, write))
            .Add(Meter.Output, usage.Count("outputTokens"))
            .Add(Meter.CacheRead, read)
            .Add(Meter.CacheWrite, write);
    }

    /// <summary>
    /// Reads the counts of Cohere's Chat. <c>cached_tokens</c> is a part of <c>tokens</c>, so it is not read with
    /// <c>billed_units</c>.
    /// </summary>
    private static UsageCounts Cohere(JsonLocation usage)
    {
        JsonLocation? tokens = usage.FindObject("tokens");
        JsonLocation? counted = tokens ?? usage.FindObject("billed_units");
        return new UsageCounts()
            .Add(Meter.Input, counted?.Count("input_tokens"))
            .Add(Meter.Output, counted?.Count("output_tokens"))
            .Add(Meter.CacheRead, counted is null || tokens is not null ? usage.Count("cached_tokens") : null);
    }

    /// <summary>Reads the counts of Google's <c>generateContent</c>, with the modalities of all of its lists.</summary>
    private static UsageCounts Gemini(JsonLocation usage)
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

        // If the list covers all cached tokens, a modality that it does not name has none. Thoughts are not in the candidates.
        bool listCoversCached = cached is { } c && cache.Total == c.Value;
        foreach (TokenModality modality in TokenModality.All)
        {
            JsonCount? input = JsonCount.Sum(prompt[modality], tools[modality]);
            JsonCount? output = candidates[modality];
            counts
                .Add(modality.Input, input)
                .Add(modality.CacheRead, cache[modality] ?? (input is not null && listCoversCached ? Zero(cached) : null))
                .Add(modality.Output, output)
                .Add(modality.Reasoning, output is null ? null : Zero(thoughts));
        }

        return counts;
    }

    /// <summary>
    /// Returns the sum of three counts that do not overlap, or <see langword="null"/> if the uncached input is not
    /// reported.
    /// </summary>
    private static JsonCount? InputTotal(JsonCount? uncached, JsonCount? read, JsonCount? written) =>
        uncached is null ? null : JsonCount.Sum(uncached, read, written);

    private static JsonCount? Zero(JsonCount? count) => count is { } reported ? reported with { Value = 0 } : null;
}
