namespace TokenPricing.Usage;

/// <summary>
/// Represents the API that wrote a response, which decides how its usage is counted: what each total contains.
/// </summary>
/// <remarks>
/// <para><c>TokenUsage.FromResponse</c> reads by it. Each flavor below describes how its vendor counts and where that
/// is documented, as of 2026-11-21. "API description" is the vendor's own, in the clients generated from it.</para>
/// <para>Counts that a response omits or sets to null are not reported. Fields that are not named here are not
/// read.</para>
/// <para>Equality is by identity; flavors have no order. The <see langword="default"/> value is
/// <see cref="OpenAIChat"/>. The text of a flavor is its <see cref="Id"/>.</para>
/// </remarks>
public readonly struct ResponseFlavor : IEquatable<ResponseFlavor>, ISpanParsable<ResponseFlavor>
{
    private static readonly ImmutableArray<string> Ids =
    [
        "openai-chat", "openai-responses", "openai-embeddings", "anthropic", "gemini", "bedrock", "mistral", "cohere", "deepseek",
        "groq", "xai", "openrouter", "cerebras", "perplexity", "moonshot", "openai-images", "openai-audio", "ollama", "ai-sdk",
        "langchain", "codex",
    ];

    private readonly byte _index;

    private ResponseFlavor(int index) => _index = (byte)index;

    /// <summary>Gets the flavor of OpenAI's Chat Completions API and the many APIs compatible with it.</summary>
    /// <remarks>
    /// <para><c>prompt_tokens</c> contains <c>prompt_tokens_details</c>: tokens read from the cache, tokens written to
    /// it, audio, images and video. <c>completion_tokens</c> contains <c>completion_tokens_details</c>: reasoning,
    /// audio and images. Rejected predictions are in <c>completion_tokens</c> and are billed as output.
    /// <c>cached_tokens_details</c> tells how many of the cached tokens were audio or images. Reasoning or cached tokens are beside the
    /// totals where only then the tokens add up to <c>total_tokens</c>, as some proxies pass them on; so in every flavor.</para>
    /// <para>Source: OpenAI, API description, object <c>CompletionUsage</c>.</para>
    /// </remarks>
    public static ResponseFlavor OpenAIChat => new(0);

    /// <summary>Gets the flavor of OpenAI's Responses API.</summary>
    /// <remarks>
    /// <para><c>input_tokens</c> contains <c>input_tokens_details</c>: tokens read from the cache, tokens written to
    /// it, audio and images. <c>output_tokens</c> contains <c>output_tokens_details</c>: reasoning, audio and
    /// images. The Realtime API counts alike and calls the details <c>input_token_details</c> and
    /// <c>output_token_details</c>.</para>
    /// <para>Source: OpenAI, API description, object <c>ResponseUsage</c>.</para>
    /// </remarks>
    public static ResponseFlavor OpenAIResponses => new(1);

    /// <summary>Gets the flavor of OpenAI's Embeddings API, which reports <c>prompt_tokens</c> and no output.</summary>
    /// <remarks>
    /// <para>Embeddings and ranks of others, such as Voyage AI and Jina AI, report <c>total_tokens</c> alone, which are the input.</para>
    /// <para>Source: OpenAI, API description, object <c>CreateEmbeddingResponse</c>; Voyage AI, "Text embedding models", returned
    /// content.</para>
    /// </remarks>
    public static ResponseFlavor OpenAIEmbeddings => new(2);

    /// <summary>Gets the flavor of Anthropic's Messages API.</summary>
    /// <remarks>
    /// <para><c>input_tokens</c>, <c>cache_read_input_tokens</c> and <c>cache_creation_input_tokens</c> do not overlap;
    /// their sum is the input. <c>cache_creation</c> splits the writes into five minutes and one hour.
    /// <c>output_tokens</c> contains <c>output_tokens_details.thinking_tokens</c>. <c>server_tool_use</c> counts web
    /// searches.</para>
    /// <para>The counts of a <c>message_delta</c> event are cumulative, so the last one has the usage of the request. A
    /// <c>message_start</c> event knows little of the output.</para>
    /// <para>The calls in <c>iterations</c>, such as a compaction, are billed one by one (<see cref="ServedCall.Billed"/>); the counts at
    /// the top are those of the message alone ("Compaction").</para>
    /// <para>Source: Anthropic, API description, objects <c>BetaUsage</c> and <c>MessageDeltaUsage</c>; "Messages",
    /// usage, for the sum of the three input counts.</para>
    /// </remarks>
    public static ResponseFlavor Anthropic => new(3);

    /// <summary>Gets the flavor of Google's <c>generateContent</c>, on the Gemini API and on Vertex AI.</summary>
    /// <remarks>
    /// <para><c>promptTokenCount</c> contains <c>cachedContentTokenCount</c> but not <c>toolUsePromptTokenCount</c>;
    /// prompt and tool use are the input. <c>candidatesTokenCount</c> does not contain <c>thoughtsTokenCount</c>; their
    /// sum is the output, unless the total shows that the thoughts are inside. The names may also be in snake case, as
    /// Google's libraries write them.</para>
    /// <para>The details split the prompt, its cached part, the tool use and the candidates by modality. Documents
    /// count as images, because the model reads them as images. The Interactions API calls them <c>total_input_tokens</c>,
    /// <c>total_thought_tokens</c> and so on, and counts alike.</para>
    /// <para>Source: Google, API description, object <c>UsageMetadata</c>; Vertex AI reference,
    /// "ModalityTokenCount".</para>
    /// </remarks>
    public static ResponseFlavor Gemini => new(4);

    /// <summary>Gets the flavor of Amazon Bedrock: of its Converse API, and of what models answer to InvokeModel.</summary>
    /// <remarks>
    /// <para><c>inputTokens</c>, <c>cacheReadInputTokens</c> and <c>cacheWriteInputTokens</c> do not overlap; their sum
    /// is the input. <c>outputTokens</c> is the output. In real responses, <c>totalTokens</c> is the sum of all
    /// four.</para>
    /// <para><c>cacheDetails</c> tells how long what was written is kept (<c>ttl</c>).</para>
    /// <para>InvokeModel answers as the model does: Claude as <see cref="Anthropic"/>; Titan with <c>inputTextTokenCount</c> and a
    /// <c>tokenCount</c> for each result; Llama with <c>prompt_token_count</c> and <c>generation_token_count</c>. The end of any stream
    /// has <c>amazon-bedrock-invocationMetrics</c>, which count as Converse does.</para>
    /// <para>Source: AWS, Bedrock API reference, "TokenUsage"; Bedrock user guide, "Inference request parameters and response
    /// fields".</para>
    /// </remarks>
    public static ResponseFlavor Bedrock => new(5);

    /// <summary>
    /// Gets the flavor of Mistral's Chat Completions API, which counts as <see cref="OpenAIChat"/> does.
    /// </summary>
    /// <remarks>
    /// <para>Tokens read from the cache are in <c>prompt_tokens_details.cached_tokens</c>. <c>num_cached_tokens</c> counts
    /// what the servers reused, billed or not, and is not read.</para>
    /// <para>OCR has <c>usage_info</c> with <c>pages_processed</c>; with a <c>document_annotation</c> they are annotated pages.</para>
    /// <para>Source: Mistral, API description, object <c>UsageInfo</c>; "Prompt caching".</para>
    /// </remarks>
    public static ResponseFlavor Mistral => new(6);

    /// <summary>Gets the flavor of Cohere's Chat API, version 2.</summary>
    /// <remarks>
    /// <para><c>tokens</c> are what the model read and wrote, and <c>cached_tokens</c> is the part of the input that
    /// was in the cache. If a response has no <c>tokens</c>, its <c>billed_units</c> are read.</para>
    /// <para>Cohere bills <c>billed_units</c>, which exclude what Cohere itself adds to the prompt and may be far
    /// fewer. They are in <see cref="ServedCall.Billed"/>.</para>
    /// <para>Source: Cohere, API description, object <c>Usage</c>; "How Does Cohere's Pricing Work?".</para>
    /// </remarks>
    public static ResponseFlavor Cohere => new(7);

    /// <summary>
    /// Gets the flavor of DeepSeek's Chat Completions API, which counts as <see cref="OpenAIChat"/> does.
    /// </summary>
    /// <remarks>
    /// <para><c>prompt_cache_hit_tokens</c> are the tokens read from the cache. Hits and misses add up to
    /// <c>prompt_tokens</c>; a body in which they do not is rejected.</para>
    /// <para>Source: DeepSeek, "Context Caching".</para>
    /// </remarks>
    public static ResponseFlavor DeepSeek => new(8);

    /// <summary>
    /// Gets the flavor of Groq's Chat Completions API, which counts as <see cref="OpenAIChat"/> does.
    /// </summary>
    /// <remarks>
    /// <para>The last chunk of a stream may have the usage inside <c>x_groq</c>.</para>
    /// <para>Source: Groq, API description, object <c>CompletionUsage</c>; "Prompt Caching".</para>
    /// </remarks>
    public static ResponseFlavor Groq => new(9);

    /// <summary>Gets the flavor of xAI's Chat Completions API.</summary>
    /// <remarks>
    /// <para>The input is counted as in <see cref="OpenAIChat"/>. <c>completion_tokens</c> does not contain
    /// <c>reasoning_tokens</c>, and their sum is the output. If <c>total_tokens</c> shows that the reasoning is inside
    /// the completion, it is not added.</para>
    /// <para>Source: xAI, "Prompt Caching: Usage &amp; Pricing"; Google Cloud, "Reasoning for Grok Models", on the
    /// separate reasoning count.</para>
    /// </remarks>
    public static ResponseFlavor XAI => new(10);

    /// <summary>
    /// Gets the flavor of OpenRouter's Chat Completions API, which counts as <see cref="OpenAIChat"/> does for every
    /// provider behind it.
    /// </summary>
    /// <remarks>Source: OpenRouter, "Usage Accounting"; SDK reference, "PromptTokensDetails".</remarks>
    public static ResponseFlavor OpenRouter => new(11);

    /// <summary>
    /// Gets the flavor of Cerebras' Chat Completions API, which counts as <see cref="OpenAIChat"/> does.
    /// </summary>
    /// <remarks>Source: Cerebras, Inference documentation, "Prompt Caching".</remarks>
    public static ResponseFlavor Cerebras => new(12);

    /// <summary>Gets the flavor of Perplexity's Chat Completions API.</summary>
    /// <remarks>
    /// <para>It counts as <see cref="OpenAIChat"/> does. <c>citation_tokens</c> and <c>reasoning_tokens</c> at the top are beside
    /// the completion and are output; <c>num_search_queries</c> are web searches; <c>search_context_size</c> decides the fee of the
    /// request.</para>
    /// <para>Source: Perplexity, "Pricing", cost breakdown of a request.</para>
    /// </remarks>
    public static ResponseFlavor Perplexity => new(13);

    /// <summary>Gets the flavor of Moonshot's Chat Completions API, which counts as <see cref="OpenAIChat"/> does.</summary>
    /// <remarks>
    /// <para>Tokens read from the cache are in <c>cached_tokens</c> at the top of the usage.</para>
    /// <para>Source: Moonshot, "Chat Completion", returned content.</para>
    /// </remarks>
    public static ResponseFlavor Moonshot => new(14);

    /// <summary>Gets the flavor of OpenAI's Images API.</summary>
    /// <remarks>
    /// <para>It counts as <see cref="OpenAIResponses"/> does. Without <c>output_tokens_details</c>, the output is image
    /// tokens. A body without a usage is billed by the images in its <c>data</c>, and by their <c>quality</c> and <c>size</c> where it
    /// states them.</para>
    /// <para>Source: OpenAI, API description, object <c>ImageGenUsage</c>.</para>
    /// </remarks>
    public static ResponseFlavor OpenAIImages => new(15);

    /// <summary>Gets the flavor of OpenAI's Audio API: transcriptions and speech.</summary>
    /// <remarks>
    /// <para>A transcription reports tokens, as <see cref="OpenAIResponses"/> does, or <c>seconds</c> of audio. The output of a
    /// speech is audio tokens.</para>
    /// <para>Source: OpenAI, API description, objects <c>TranscriptTextUsageTokens</c>,
    /// <c>TranscriptTextUsageDuration</c> and <c>SpeechAudioDoneEvent</c>.</para>
    /// </remarks>
    public static ResponseFlavor OpenAIAudio => new(16);

    /// <summary>Gets the flavor of Ollama's own API.</summary>
    /// <remarks>
    /// <para><c>prompt_eval_count</c> is the input and <c>eval_count</c> the output; they stand at the top of the body.</para>
    /// <para>Source: Ollama, API reference, "Generate a chat completion".</para>
    /// </remarks>
    public static ResponseFlavor Ollama => new(17);

    /// <summary>Gets the flavor of the usage that the Vercel AI SDK hands out.</summary>
    /// <remarks>
    /// <para><c>inputTokens</c> contains <c>cachedInputTokens</c> (or <c>inputTokenDetails</c>) and <c>outputTokens</c> contains
    /// <c>reasoningTokens</c>. Cached tokens that exceed the input are added to it. The usage of a provider of the SDK has objects in
    /// place of the totals: <c>total</c>, <c>cacheRead</c>, <c>cacheWrite</c>, <c>reasoning</c>. The vendor's own usage, in <c>raw</c> or
    /// <c>providerMetadata</c>, is read where it is whole and no less. .NET's <c>UsageDetails</c> counts alike.</para>
    /// <para>Source: Vercel, AI SDK reference, <c>LanguageModelUsage</c>, versions 4 to 6, and <c>LanguageModelV3Usage</c>.</para>
    /// </remarks>
    public static ResponseFlavor AiSdk => new(18);

    /// <summary>Gets the flavor of LangChain's <c>usage_metadata</c>.</summary>
    /// <remarks>
    /// <para><c>input_tokens</c> contains <c>input_token_details</c> (<c>cache_read</c>, <c>cache_creation</c>, <c>audio</c>) and
    /// <c>output_tokens</c> contains <c>output_token_details</c> (<c>reasoning</c>, <c>audio</c>). The vendor's own usage in
    /// <c>response_metadata</c> is read where it is whole and no less.</para>
    /// <para>Source: LangChain, API reference, <c>UsageMetadata</c>.</para>
    /// </remarks>
    public static ResponseFlavor LangChain => new(19);

    /// <summary>Gets the flavor of the usage that OpenAI's Codex writes.</summary>
    /// <remarks>
    /// <para><c>input_tokens</c> contains <c>cached_input_tokens</c> and <c>cache_write_input_tokens</c>, and <c>output_tokens</c> contains
    /// <c>reasoning_output_tokens</c>.</para>
    /// <para>Source: OpenAI, Codex, <c>TokenUsage</c> of its protocol.</para>
    /// </remarks>
    public static ResponseFlavor Codex => new(20);

    /// <summary>Gets all flavors, in a fixed order.</summary>
    public static ImmutableArray<ResponseFlavor> All { get; } = [.. Enumerable.Range(0, Ids.Length).Select(i => new ResponseFlavor(i))];

    /// <summary>
    /// Gets the name of the flavor in files and on the command line, such as <c>openai-chat</c>: lower case, with words
    /// joined by hyphens.
    /// </summary>
    public string Id => Ids[_index];

    /// <summary>
    /// Determines whether two values are the same flavor. Flavors that count alike are still different.
    /// </summary>
    public static bool operator ==(ResponseFlavor left, ResponseFlavor right) => left.Equals(right);

    /// <summary>Determines whether two values are different flavors.</summary>
    public static bool operator !=(ResponseFlavor left, ResponseFlavor right) => !left.Equals(right);

    /// <summary>Parses the <see cref="Id"/> of a flavor.</summary>
    /// <param name="text">The id, such as <c>openai-chat</c>, in upper or lower case.</param>
    /// <returns>The flavor.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is <see langword="null"/>.</exception>
    /// <exception cref="FormatException">No flavor has this id. The message lists all ids.</exception>
    public static ResponseFlavor Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(text.AsSpan());
    }

    /// <inheritdoc cref="Parse(string)"/>
    public static ResponseFlavor Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out ResponseFlavor flavor)
            ? flavor
            : throw new FormatException($"'{text}' is not a response flavor. Write one of {string.Join(", ", Ids)}.");

    /// <summary>Tries to parse the <see cref="Id"/> of a flavor, in upper or lower case.</summary>
    /// <param name="text">The id; <see langword="null"/> is not a flavor.</param>
    /// <param name="result">The flavor, or <see cref="OpenAIChat"/> if no flavor has this id.</param>
    /// <returns><see langword="true"/> if a flavor has this id; otherwise, <see langword="false"/>.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out ResponseFlavor result) => TryParse(text.AsSpan(), out result);

    /// <inheritdoc cref="TryParse(string?, out ResponseFlavor)"/>
    public static bool TryParse(ReadOnlySpan<char> text, out ResponseFlavor result)
    {
        for (int i = 0; i < Ids.Length; i++)
        {
            if (text.Equals(Ids[i], StringComparison.OrdinalIgnoreCase))
            {
                result = new ResponseFlavor(i);
                return true;
            }
        }

        result = default;
        return false;
    }

    /// <inheritdoc/>
    public bool Equals(ResponseFlavor other) => _index == other._index;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is ResponseFlavor other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _index;

    /// <summary>Returns the <see cref="Id"/> of the flavor, which <see cref="Parse(string)"/> reads.</summary>
    public override string ToString() => Id;

    static ResponseFlavor IParsable<ResponseFlavor>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static ResponseFlavor ISpanParsable<ResponseFlavor>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<ResponseFlavor>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ResponseFlavor result) =>
        TryParse(s, out result);

    static bool ISpanParsable<ResponseFlavor>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out ResponseFlavor result) =>
        TryParse(s, out result);
}
