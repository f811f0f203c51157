using System.Text.Json;

namespace TokenPricing.Usage;

/// <summary>
/// Reads the counts of each response flavor. <see cref="ResponseFlavor"/> documents how they are counted, with the
/// sources.
/// </summary>
internal static class UsageReaders
{
    private static readonly Meter Citations = Meter.Parse("citation");
    private static readonly string[] AnthropicCounts = ["cache_read_input_tokens", "cache_creation_input_tokens"];

    /// <summary>Reads the counts of a usage as totals by meter.</summary>
    /// <param name="flavor">The flavor of the response.</param>
    /// <param name="usage">The object with the counts.</param>
    /// <param name="envelope">The object that holds the response.</param>
    public static UsageCounts Read(ResponseFlavor flavor, JsonLocation usage, JsonLocation envelope) =>
        CountsOf(flavor, usage, envelope).ExplainedBy(Total(usage));

    private static UsageCounts CountsOf(ResponseFlavor flavor, JsonLocation usage, JsonLocation envelope) => flavor.Id switch
    {
        "openai-responses" => Responses(usage),
        "openai-images" => Images(usage, envelope),
        "openai-audio" => Audio(usage),
        "anthropic" => Anthropic(usage),
        "gemini" => Gemini(usage),
        "bedrock" => Bedrock(usage),
        "mistral" when usage.HasAny("pages_processed") => Pages(usage, envelope),
        "openai-embeddings" when !usage.HasAny("prompt_tokens") => new UsageCounts().Add(Meter.Input, usage.Count("total_tokens")),
        "cohere" => Cohere(usage),
        "ollama" => new UsageCounts().Add(Meter.Input, usage.Count("prompt_eval_count")).Add(Meter.Output, usage.Count("eval_count")),
        "ai-sdk" => AiSdk(usage, envelope),
        "langchain" => LangChain(usage),
        "codex" => Codex(usage),
        _ => Chat(flavor, usage),
    };

    /// <summary>
    /// Determines whether <c>total_tokens</c> is exactly the sum of the given counts; <see langword="null"/> if it is
    /// not reported.
    /// </summary>
    public static bool? TotalIs(JsonLocation usage, params ReadOnlySpan<JsonCount?> summands) =>
        usage.Count("total_tokens") is { } total ? JsonCount.Sum(summands)?.Value == total.Value : null;

    /// <summary>Returns the stated sum of all tokens, in the words of any flavor; <see langword="null"/> if there is none.</summary>
    public static JsonCount? Total(JsonLocation usage) =>
        FirstOf(usage, "total_tokens", "totalTokens", "totalTokenCount", "total_token_count");

    /// <summary>Returns the first of several counts that is there, such as one and its older name.</summary>
    /// <param name="holder">The object that may have them; <see langword="null"/> if there is none.</param>
    /// <param name="names">The names, the usual one first. Later ones are not read, so that another number there is told.</param>
    /// <returns>The count; <see langword="null"/> if none is reported.</returns>
    /// <exception cref="PricingException">The field is not a whole number, or is negative.</exception>
    public static JsonCount? FirstOf(JsonLocation? holder, params ReadOnlySpan<string> names) =>
        holder?.FindAny(names) is { } found ? holder.Count(found.Name) : null;

    /// <summary>
    /// Returns the reasoning tokens of a chat completion, or <see langword="null"/> if they are not reported.
    /// </summary>
    public static JsonCount? ChatReasoning(JsonLocation usage) => usage.FindObject("completion_tokens_details")?.Count("reasoning_tokens");

    /// <summary>
    /// Reads the counts of a chat completion. Vendors add fields of their own, and a proxy may pass them on under another flavor's name,
    /// so that all are read.
    /// </summary>
    /// <param name="flavor">The flavor: xAI's completion does not contain the reasoning, unless the total shows it.</param>
    /// <param name="usage">The usage.</param>
    /// <remarks>
    /// Reasoning at the top is beside the completion, as Perplexity's is, whose totals leave it out; elsewhere, as at SGLang, a total shows
    /// that it is inside. Perplexity's citations are never in the completion.
    /// </remarks>
    private static UsageCounts Chat(ResponseFlavor flavor, JsonLocation usage)
    {
        JsonLocation? prompt = usage.FindObject("prompt_tokens_details") ?? usage.FindObject("prompt_token_details");
        JsonLocation? completion = usage.FindObject("completion_tokens_details");
        JsonCount? top = completion?.Count("reasoning_tokens") is null ? usage.Count("reasoning_tokens") : null;
        JsonCount? reasoning = top ?? ChatReasoning(usage);
        bool isInside = TotalIs(usage, usage.Count("prompt_tokens"), usage.Count("completion_tokens")) == true;
        bool isPerplexity = flavor == ResponseFlavor.Perplexity || usage.HasAny(ResponseRecognition.PerplexityFields);
        bool addReasoning = top is { } beside
            ? !isInside || isPerplexity || beside.Value > usage.Count("completion_tokens")?.Value
            : flavor == ResponseFlavor.XAI && !isInside;
        JsonCount? citations = usage.Count("citation_tokens");
        JsonCount? read = CachedByChat(usage, prompt);
        UsageCounts counts = new UsageCounts()
            .Add(Meter.Input, PromptOf(usage, prompt, read))
            .Add(Meter.Output, JsonCount.Sum(usage.Count("completion_tokens"), addReasoning ? reasoning : null, citations))
            .Add(Meter.CacheRead, read)
            .Add(Meter.Reasoning, reasoning)
            .Add(Citations, citations)
            .Add(Meter.WebSearches, usage.Count("num_search_queries") ?? usage.FindObject("connectors")?.Count("web_search"));
        JsonLocation? kept = prompt?.FindObject("cache_creation_token_details") ?? prompt?.FindObject("cache_creation")
            ?? usage.FindObject("cache_creation");
        counts.Add(Meter.CacheWrite, WrittenByChat(usage, prompt))
            .Add(Meter.CacheWrite5m, kept?.Count("ephemeral_5m_input_tokens"))
            .Add(Meter.CacheWrite1h, kept?.Count("ephemeral_1h_input_tokens"));
        if (usage.Text("search_context_size") is { } size && Meter.TryParse($"requests-search-{size}", out Meter fee))
        {
            JsonCount one = new(1, $"{usage.Path}.search_context_size");
            counts.Add(Meter.Requests, one).Add(fee, one);
        }

        return Detailed(counts, prompt, completion);
    }

    /// <summary>
    /// Returns the tokens that a chat completion read from the cache, of which vendors tell in four ways: in the details, at the top
    /// (Moonshot), as hits (DeepSeek), or in Anthropic's words (proxies).
    /// </summary>
    private static JsonCount? CachedByChat(JsonLocation usage, JsonLocation? prompt)
    {
        JsonCount? top = usage.Count("cached_tokens");
        JsonCount? proxied = usage.Count("cache_read_input_tokens");
        JsonCount? detailed = prompt?.Count("cached_tokens");
        ThrowIfDifferent(top, detailed);
        return DeepSeekHits(usage, detailed) ?? detailed ?? top ?? proxied;
    }

    /// <summary>
    /// Returns all input tokens of a chat completion. Where a proxy passes Anthropic's counts on and they exceed the prompt, they are
    /// beside it; newer versions have them inside.
    /// </summary>
    private static JsonCount? PromptOf(JsonLocation usage, JsonLocation? prompt, JsonCount? read)
    {
        JsonCount? all = usage.Count("prompt_tokens");
        JsonCount? written = WrittenByChat(usage, prompt);
        return all is { } known && usage.HasAny(AnthropicCounts) && JsonCount.Sum(read, written) is { } cached && cached.Value > known.Value
            ? JsonCount.Sum(all, read, written)
            : all;
    }

    /// <summary>Returns the tokens that a chat completion wrote to the cache: in the details, or in Anthropic's words.</summary>
    private static JsonCount? WrittenByChat(JsonLocation usage, JsonLocation? prompt)
    {
        JsonCount? proxied = usage.Count("cache_creation_input_tokens");
        JsonCount? detailed = prompt?.Count("cache_creation_tokens") ?? prompt?.Count("cache_creation_input_tokens");
        return prompt?.Count("cache_write_tokens") ?? proxied ?? detailed;
    }

    /// <summary>
    /// Returns how many images a body of OpenAI's Images has; <see langword="null"/> if it is no such body. Other lists of data have other
    /// items.
    /// </summary>
    public static JsonCount? Drawings(JsonLocation body)
    {
        int images = body.HasAny("created") && body.Find("data") is { Kind: JsonValueKind.Array }
            ? body.Items("data").Count(i => i.IsObject && i.HasAny("url", "b64_json"))
            : 0;
        return images == 0 ? null : new JsonCount(images, "data");
    }

    /// <summary>
    /// Reads the counts of OpenAI's Images: what is drawn are image tokens, even where no details say so. Models that are billed by the
    /// image have no usage at all, or one of nothing.
    /// </summary>
    /// <param name="usage">The usage, whose input has details in every version of the API; or the body.</param>
    /// <param name="envelope">The body, which has the images.</param>
    private static UsageCounts Images(JsonLocation usage, JsonLocation envelope)
    {
        UsageCounts counts = Responses(usage);
        if (usage.Count("total_tokens") is null or { Value: 0 })
        {
            counts.Add(Meter.Parse("output-images"), Drawings(envelope));
        }

        return (usage.FindObject("output_tokens_details") ?? usage.FindObject("output_token_details")) is null
            ? counts.Add(Meter.OutputImage, usage.Count("output_tokens"))
            : counts;
    }

    /// <summary>
    /// Reads the counts of OpenAI's Audio. A transcription is billed by tokens, or by the seconds of the audio; what a speech says are
    /// audio tokens.
    /// </summary>
    private static UsageCounts Audio(JsonLocation usage) => usage.HasAny("seconds")
        ? new UsageCounts()
            .Add(Meter.Parse("audio-seconds"), usage.Amount("seconds"))
            .Add(Meter.Parse("input-audio-seconds"), usage.Amount("seconds"))
        : usage.HasAny("input_token_details") ? Responses(usage)
        : Responses(usage).Add(Meter.OutputAudio, usage.Count("output_tokens"));

    /// <summary>
    /// Reads the counts of the Vercel AI SDK, older and newer. Cached tokens that exceed the input are beside it, as its fifth version
    /// passes on Anthropic's counts; what was written to the cache is then in the provider's metadata alone.
    /// </summary>
    /// <param name="usage">The usage, in the names of any version from the fourth on.</param>
    /// <param name="envelope">The metadata of the provider, or the body.</param>
    /// <remarks>
    /// Where an older version's cached tokens are beside the input and fewer than it, the shape does not show it: read the vendor's own
    /// body where you have it.
    /// </remarks>
    private static UsageCounts AiSdk(JsonLocation usage, JsonLocation envelope)
    {
        // What the SDK's providers hand out has the totals among the details.
        (JsonLocation? totalIn, JsonLocation? totalOut) = (Nested("inputTokens"), Nested("outputTokens"));
        JsonLocation? input = totalIn ?? Details("inputTokenDetails", "promptTokensDetails", "inputTokensDetails");
        JsonLocation? output = totalOut ?? Details("outputTokenDetails", "completionTokensDetails", "outputTokensDetails");
        JsonCount? all = totalIn is { } i ? i.Count("total") : FirstOf(usage, "inputTokens", "promptTokens", "inputTokenCount");
        JsonCount? wrote = totalOut is { } o ? o.Count("total") : FirstOf(usage, "outputTokens", "completionTokens", "outputTokenCount");

        // Newer versions repeat these beside the details.
        JsonCount? olderRead = FirstOf(usage, "cachedInputTokens", "cachedInputTokenCount");
        JsonCount? olderReasoning = FirstOf(usage, "reasoningTokens", "reasoningTokenCount");
        JsonCount? read = FirstOf(input, "cacheReadTokens", "cacheRead", "cachedTokens") ?? olderRead;
        JsonCount? passedOn = input is not null ? null : envelope.Count("cacheCreationInputTokens")
            ?? (envelope.Find("usage") is { IsObject: true } bedrocks ? bedrocks.Count("cacheWriteInputTokens") : null);
        read ??= passedOn is null ? null : envelope.Count("cacheReadInputTokens");
        JsonCount? written = FirstOf(input, "cacheWriteTokens", "cacheWrite") ?? passedOn;
        bool areBeside = all is { } known && JsonCount.Sum(read, written) is { } cached
            && (passedOn is not null || cached.Value > known.Value);
        return new UsageCounts()
            .Add(Meter.Input, areBeside ? JsonCount.Sum(all, read, written) : all)
            .Add(Meter.Output, wrote)
            .Add(Meter.CacheRead, read)
            .Add(Meter.CacheWrite, written)
            .Add(Meter.Reasoning, FirstOf(output, "reasoningTokens", "reasoning") ?? olderReasoning)
            .Add(Meter.InputAudio, input?.Count("audioTokens"))
            .Add(Meter.OutputAudio, output?.Count("audioTokens"));

        JsonLocation? Nested(string name) => usage.Find(name) is { IsObject: true } counts ? counts : null;

        JsonLocation? Details(params ReadOnlySpan<string> names) => usage.FindAny(names) is { } found ? usage.FindObject(found.Name) : null;
    }

    /// <summary>Reads the counts of LangChain's <c>usage_metadata</c>, whose totals contain the details.</summary>
    /// <param name="usage">The object <c>usage_metadata</c>.</param>
    /// <remarks>
    /// Newer versions take writes with a lifetime out of <c>cache_creation</c>, older ones leave them in. The writes with a lifetime tell:
    /// they cannot be more than a sum that contains them. Where OpenAI served another tier than its standard, the counts have its name.
    /// </remarks>
    private static UsageCounts LangChain(JsonLocation usage)
    {
        JsonLocation? input = usage.FindObject("input_token_details");
        JsonLocation? output = usage.FindObject("output_token_details");
        string? tier = ServedTerms.LangChainTierOf(usage);
        _ = tier is null ? default : (input?.Count(tier), output?.Count(tier));
        JsonCount? fiveMinutes = input?.Count("ephemeral_5m_input_tokens");
        JsonCount? oneHour = input?.Count("ephemeral_1h_input_tokens");
        JsonCount? timed = JsonCount.Sum(fiveMinutes, oneHour);
        JsonCount? written = input?.Count("cache_creation");

        // Newer versions leave in cache_creation only what has no time of its own.
        JsonCount? all = written is { } w && timed is { } t && w.Value < t.Value ? JsonCount.Sum(written, timed) : written ?? timed;
        return new UsageCounts()
            .Add(Meter.Input, usage.Count("input_tokens"))
            .Add(Meter.Output, usage.Count("output_tokens"))
            .Add(Meter.CacheRead, input?.Count("cache_read") ?? input?.Count($"{tier}_cache_read"))
            .Add(Meter.CacheWrite, all)
            .Add(Meter.CacheWrite5m, fiveMinutes)
            .Add(Meter.CacheWrite1h, oneHour)
            .Add(Meter.Reasoning, output?.Count("reasoning") ?? output?.Count($"{tier}_reasoning"))
            .Add(Meter.InputAudio, input?.Count("audio"))
            .Add(Meter.OutputAudio, output?.Count("audio"));
    }

    /// <summary>Reads the counts of OpenAI's Codex: totals that contain what was read and written, and the reasoning.</summary>
    private static UsageCounts Codex(JsonLocation usage) => new UsageCounts()
        .Add(Meter.Input, usage.Count("input_tokens"))
        .Add(Meter.Output, usage.Count("output_tokens"))
        .Add(Meter.CacheRead, usage.Count("cached_input_tokens"))
        .Add(Meter.CacheWrite, usage.Count("cache_write_input_tokens"))
        .Add(Meter.Reasoning, usage.Count("reasoning_output_tokens"));

    /// <summary>Reads the counts of OpenAI's Responses.</summary>
    private static UsageCounts Responses(JsonLocation usage)
    {
        // Alibaba's own API has the details of chat completions, and a list of requests that tells what was written to the cache.
        JsonLocation? input = usage.FindObject("input_tokens_details") ?? usage.FindObject("input_token_details")
            ?? usage.FindObject("prompt_tokens_details");
        JsonLocation? output = usage.FindObject("output_tokens_details") ?? usage.FindObject("output_token_details");
        JsonCount? written = JsonCount.Sum(
        [
            input?.Count("cache_creation_input_tokens"),
            .. usage.Items("x_details").Where(x => x.IsObject).Select(x =>
                x.FindObject("prompt_tokens_details")?.Count("cache_creation_input_tokens")),
        ]);

        // xAI repeats here what was in the last of several turns with tools.
        _ = usage.FindObject("context_details") is { } last ? (last.Count("input_tokens"), last.Count("output_tokens")) : default;
        return Detailed(
            new UsageCounts()
                .Add(Meter.Input, usage.Count("input_tokens"))
                .Add(Meter.Output, usage.Count("output_tokens"))
                .Add(Meter.CacheRead, input?.Count("cached_tokens"))
                .Add(Meter.CacheWrite, written)
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
        JsonCount? known = cached is null ? null
            : JsonCount.Sum([cached.Count("text_tokens"), .. TokenModality.All.Select(m => cached.Count(m.Field))]);
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
    private static JsonCount? DeepSeekHits(JsonLocation usage, JsonCount? cached)
    {
        JsonCount? hits = usage.Count("prompt_cache_hit_tokens");
        JsonCount? misses = usage.Count("prompt_cache_miss_tokens");
        ThrowIfDifferent(hits, cached);
        if (hits is not null && misses is not null && usage.Count("prompt_tokens") is { } prompt
            && JsonCount.Sum(hits, misses) is { } sum && sum.Value != prompt.Value)
        {
            throw new PricingException(PricingError.ContradictoryUsage, $"The response's usage contradicts itself: {sum} is not {prompt}.");
        }

        return hits;
    }

    private static void ThrowIfDifferent(JsonCount? one, JsonCount? other)
    {
        if (one is { } first && other is { } second && first.Value != second.Value)
        {
            throw new PricingException(
                PricingError.ContradictoryUsage, $"The response's usage contradicts itself: {first} and {second} are the same tokens.");
        }
    }

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

    /// <summary>Reads the pages of Mistral's OCR, which cost more where the whole document is annotated.</summary>
    /// <param name="usage">The object <c>usage_info</c>.</param>
    /// <param name="envelope">The body, which has the annotation.</param>
    private static UsageCounts Pages(JsonLocation usage, JsonLocation envelope)
    {
        JsonCount? pages = usage.Count("pages_processed");
        UsageCounts counts = new UsageCounts().Add(Meter.Parse("input-document-pages"), pages);
        return envelope.Text("document_annotation") is { Length: > 0 }
            ? counts.Add(Meter.Parse("input-annotated-document-pages"), pages)
            : counts;
    }

    /// <summary>
    /// Reads the counts of Amazon Bedrock, of Converse and of its models' own bodies. What was written is kept for five minutes unless its
    /// details say an hour. Some responses have counts of the cache twice, by their older names.
    /// </summary>
    private static UsageCounts Bedrock(JsonLocation usage)
    {
        (JsonCount? olderRead, JsonCount? olderWrite) = (usage.Count("cacheReadInputTokenCount"), usage.Count("cacheWriteInputTokenCount"));
        (JsonCount? fiveMinutes, JsonCount? oneHour) = (Kept("5m"), Kept("1h"));
        JsonCount? read = usage.Count("cacheReadInputTokens") ?? olderRead;
        JsonCount? write = usage.Count("cacheWriteInputTokens") ?? olderWrite ?? JsonCount.Sum(fiveMinutes, oneHour);
        JsonCount? input = FirstOf(usage, "inputTokens", "inputTokenCount", "inputTextTokenCount", "prompt_token_count");
        JsonCount? output = FirstOf(usage, "outputTokens", "outputTokenCount", "totalOutputTextTokenCount", "generation_token_count");
        return new UsageCounts()
            .Add(Meter.Input, InputTotal(input, read, write))
            .Add(Meter.Output, output ?? Results())
            .Add(Meter.CacheRead, read)
            .Add(Meter.CacheWrite, write)
            .Add(Meter.CacheWrite1h, oneHour);

        // Titan counts what each of its results wrote.
        JsonCount? Results() => JsonCount.Sum([.. usage.Items("results").Where(r => r.IsObject).Select(r => r.Count("tokenCount"))]);

        JsonCount? Kept(string time)
        {
            IEnumerable<JsonLocation> details = usage.Items("cacheDetails").Where(d => d.IsObject && d.HasText("ttl", time));
            return JsonCount.Sum([.. details.Select(d => d.Count("inputTokens"))]);
        }
    }

    /// <summary>
    /// Reads the counts of Cohere's Chat. <c>cached_tokens</c> is a part of <c>tokens</c>, so it is not read with
    /// <c>billed_units</c>.
    /// </summary>
    private static UsageCounts Cohere(JsonLocation usage)
    {
        JsonLocation? tokens = usage.FindObject("tokens");
        JsonLocation? counted = tokens ?? usage.FindObject("billed_units");
        JsonCount? cached = usage.Count("cached_tokens");

        // Some bodies repeat the counts in the words of chat completions.
        _ = (usage.Count("prompt_tokens"), usage.Count("completion_tokens"));
        JsonCount? images = counted?.Count("image_tokens");
        return new UsageCounts()
            .Add(Meter.Input, JsonCount.Sum(counted?.Count("input_tokens"), images))
            .Add(Meter.Output, counted?.Count("output_tokens"))
            .Add(Meter.InputImage, images)
            .Add(Meter.Parse("input-images"), usage.FindObject("billed_units")?.Count("images"))
            .Add(Meter.Parse("rerank-searches"), usage.FindObject("billed_units")?.Count("search_units"))
            .Add(Meter.CacheRead, counted is null || tokens is not null ? cached : null);
    }

    /// <summary>Reads the counts of Google's <c>generateContent</c>, with the modalities of all of its lists.</summary>
    private static UsageCounts Gemini(JsonLocation usage)
    {
        JsonCount? cached = Count("cachedContentTokenCount", "cached_content_token_count", "total_cached_tokens", "totalCachedTokens");
        JsonCount? thoughts = Count("thoughtsTokenCount", "thoughts_token_count", "total_thought_tokens", "totalThoughtTokens");
        JsonCount? input = JsonCount.Sum(
            Count("promptTokenCount", "prompt_token_count", "total_input_tokens", "totalInputTokens"),
            Count("toolUsePromptTokenCount", "tool_use_prompt_token_count", "total_tool_use_tokens", "totalToolUseTokens"));

        // The Live API calls its candidates a response.
        JsonCount? written = Count("candidatesTokenCount", "candidates_token_count")
            ?? Count("responseTokenCount", "response_token_count", "total_output_tokens", "totalOutputTokens");
        JsonCount? total = Total(usage);
        bool areThoughtsInside = written?.Value >= thoughts?.Value && total is { } all && JsonCount.Sum(input, written)?.Value == all.Value;
        UsageCounts counts = new UsageCounts()
            .Add(Meter.Input, input)
            .Add(Meter.Output, areThoughtsInside ? written : JsonCount.Sum(written, thoughts))
            .Add(Meter.CacheRead, cached)
            .Add(Meter.Reasoning, thoughts);
        ModalityCounts prompt = ModalityCounts.Read(
            usage,
            "promptTokensDetails", "prompt_tokens_details", "promptTokenDetails", "input_tokens_by_modality", "inputTokensByModality");
        ModalityCounts tools = ModalityCounts.Read(
            usage,
            "toolUsePromptTokensDetails", "tool_use_prompt_tokens_details", "tool_use_tokens_by_modality", "toolUseTokensByModality");
        ModalityCounts cache = ModalityCounts.Read(
            usage, "cacheTokensDetails", "cache_tokens_details", "cached_tokens_by_modality", "cachedTokensByModality");
        ModalityCounts candidates = ModalityCounts.Read(
            usage,
            "candidatesTokensDetails", "candidates_tokens_details", "responseTokensDetails", "response_tokens_details",
            "output_tokens_by_modality", "outputTokensByModality");

        // If the list covers all cached tokens, a modality that it does not name has none. Thoughts are not in the candidates.
        bool listCoversCached = cached is { } c && cache.Total == c.Value;
        foreach (TokenModality modality in TokenModality.All)
        {
            JsonCount? inModality = JsonCount.Sum(prompt[modality], tools[modality]);
            JsonCount? output = candidates[modality];
            counts
                .Add(modality.Input, inModality)
                .Add(modality.CacheRead, cache[modality] ?? (inModality is not null && listCoversCached ? Zero(cached) : null))
                .Add(modality.Output, output)
                .Add(modality.Reasoning, output is null ? null : Zero(thoughts));
        }

        return counts;

        JsonCount? Count(params ReadOnlySpan<string> names) => FirstOf(usage, names);
    }

    /// <summary>
    /// Returns the sum of three counts that do not overlap, or <see langword="null"/> if the uncached input is not
    /// reported.
    /// </summary>
    private static JsonCount? InputTotal(JsonCount? uncached, JsonCount? read, JsonCount? written) =>
        uncached is null ? null : JsonCount.Sum(uncached, read, written);

    private static JsonCount? Zero(JsonCount? count) => count is { } reported ? reported with { Value = 0 } : null;
}
