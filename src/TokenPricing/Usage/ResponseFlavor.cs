using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace TokenPricing.Usage;

/// <summary>
/// Whose API wrote a response, and with that, how its usage was counted: what is inside what. <c>TokenUsage.FromResponse</c>
/// reads by it.
/// </summary>
/// <remarks>
/// <para>Each flavor tells how its vendor counts, and where that was read, on 2026-11-21; "API description" is the vendor's own,
/// in the clients generated from it. Counts that a response leaves out or sets to null are not reported; fields not named here
/// are not read.</para>
/// <para>Equality is by identity; <see langword="default"/> is <see cref="OpenAIChat"/>. The text is the <see cref="Id"/>.</para>
/// </remarks>
public readonly struct ResponseFlavor : IEquatable<ResponseFlavor>, ISpanParsable<ResponseFlavor>
{
    private static readonly ImmutableArray<string> Ids =
    [
        "openai-chat", "openai-responses", "openai-embeddings", "anthropic", "gemini", "bedrock", "mistral", "cohere", "deepseek",
        "groq", "xai", "openrouter", "cerebras",
    ];

    private readonly byte _index;

    private ResponseFlavor(int index) => _index = (byte)index;

    /// <summary>
    /// OpenAI's Chat Completions, and the many APIs that copy it. <c>prompt_tokens</c> contains <c>prompt_tokens_details</c>: what
    /// was read from the cache, written to it, audio, images and video. <c>completion_tokens</c> contains
    /// <c>completion_tokens_details</c>: reasoning, audio and images. Rejected predictions are in <c>completion_tokens</c> and are billed as such.
    /// </summary>
    /// <remarks>Source: OpenAI, API description, object <c>CompletionUsage</c>.</remarks>
    public static ResponseFlavor OpenAIChat => new(0);

    /// <summary>
    /// OpenAI's Responses. <c>input_tokens</c> contains <c>input_tokens_details</c> (read from the cache, written to it, audio,
    /// images), and <c>output_tokens</c> contains <c>output_tokens_details</c> (reasoning, audio, images).
    /// </summary>
    /// <remarks>Source: OpenAI, API description, object <c>ResponseUsage</c>.</remarks>
    public static ResponseFlavor OpenAIResponses => new(1);

    /// <summary>OpenAI's Embeddings: <c>prompt_tokens</c>, and no output.</summary>
    /// <remarks>Source: OpenAI, API description, object <c>CreateEmbeddingResponse</c>.</remarks>
    public static ResponseFlavor OpenAIEmbeddings => new(2);

    /// <summary>
    /// Anthropic's Messages. <c>input_tokens</c>, <c>cache_read_input_tokens</c> and <c>cache_creation_input_tokens</c> share
    /// nothing and are the input together; <c>cache_creation</c> splits the writes into five minutes and one hour.
    /// <c>output_tokens</c> contains <c>output_tokens_details.thinking_tokens</c>. Web searches are counted in <c>server_tool_use</c>.
    /// </summary>
    /// <remarks>
    /// <para>Source: Anthropic, API description, objects <c>BetaUsage</c> (thinking is inside the output) and
    /// <c>MessageDeltaUsage</c>: its counts are cumulative, so the last <c>message_delta</c> is that of the request, while
    /// <c>message_start</c> knows little of the output. That the three input counts are summed: "Messages", usage, as widely quoted.</para>
    /// <para><c>iterations</c> is not added: calls that Anthropic lists there beside the message, such as compaction or an
    /// advising model of another price, are billed ("Compaction at a token threshold") but are not in the counts at the top.</para>
    /// </remarks>
    public static ResponseFlavor Anthropic => new(3);

    /// <summary>
    /// Google's <c>generateContent</c>, on Gemini's own API and on Vertex AI. <c>promptTokenCount</c> contains
    /// <c>cachedContentTokenCount</c>; <c>toolUsePromptTokenCount</c> stands beside it and is input as well.
    /// <c>thoughtsTokenCount</c> stands beside <c>candidatesTokenCount</c>; both together are the output. The details split the
    /// prompt, its cached part, the tool use and the candidates by modality; documents count as images, which is how they are read.
    /// </summary>
    /// <remarks>Source: Google, API description, object <c>UsageMetadata</c>; Vertex AI reference, "ModalityTokenCount".</remarks>
    public static ResponseFlavor Gemini => new(4);

    /// <summary>
    /// Amazon Bedrock's Converse. <c>inputTokens</c>, <c>cacheReadInputTokens</c> and <c>cacheWriteInputTokens</c> share nothing
    /// and are the input together; <c>outputTokens</c> is the output.
    /// </summary>
    /// <remarks>
    /// <para>Source: AWS, Bedrock API reference, "TokenUsage"; in real responses <c>totalTokens</c> is the sum of all four.</para>
    /// <para><c>cacheDetails</c> is not read: writes are counted for whatever time.</para>
    /// </remarks>
    public static ResponseFlavor Bedrock => new(5);

    /// <summary>
    /// Mistral's Chat Completions: counts as <see cref="OpenAIChat"/> does. <c>num_cached_tokens</c> is not read; what was read from the cache is in
    /// <c>prompt_tokens_details.cached_tokens</c>.
    /// </summary>
    /// <remarks>Source: Mistral, API description, object <c>UsageInfo</c>; "Prompt caching".</remarks>
    public static ResponseFlavor Mistral => new(6);

    /// <summary>
    /// Cohere's Chat, version 2. <c>tokens</c> are what the model read and wrote, <c>cached_tokens</c> those of the input that
    /// were in the cache. Where a response has no <c>tokens</c>, its <c>billed_units</c> are read.
    /// </summary>
    /// <remarks>
    /// <para>Source: Cohere, API description, object <c>Usage</c>; "How Does Cohere's Pricing Work?".</para>
    /// <para>Cohere bills <c>billed_units</c>, which leave out what Cohere itself adds to the prompt and may be far fewer: a cost
    /// of <c>tokens</c> is an upper bound.</para>
    /// </remarks>
    public static ResponseFlavor Cohere => new(7);

    /// <summary>
    /// DeepSeek's Chat Completions: counts as <see cref="OpenAIChat"/> does, and <c>prompt_cache_hit_tokens</c> says what was
    /// read from the cache. Hits and misses together are <c>prompt_tokens</c>.
    /// </summary>
    /// <remarks>Source: DeepSeek, "Context Caching".</remarks>
    public static ResponseFlavor DeepSeek => new(8);

    /// <summary>Groq's Chat Completions: counts as <see cref="OpenAIChat"/> does. A stream's last chunk may have the usage in <c>x_groq</c>.</summary>
    /// <remarks>Source: Groq, API description, object <c>CompletionUsage</c>; "Prompt Caching".</remarks>
    public static ResponseFlavor Groq => new(9);

    /// <summary>
    /// xAI's Chat Completions: the input as <see cref="OpenAIChat"/>, but <c>reasoning_tokens</c> stand beside
    /// <c>completion_tokens</c>, and both together are the output; where <c>total_tokens</c> says that they are inside, they are.
    /// </summary>
    /// <remarks>Source: xAI, "Prompt Caching: Usage &amp; Pricing"; Google Cloud, "Reasoning for Grok Models", on the separate reasoning count.</remarks>
    public static ResponseFlavor XAI => new(10);

    /// <summary>OpenRouter's Chat Completions, whoever serves the model: counts as <see cref="OpenAIChat"/> does.</summary>
    /// <remarks>Source: OpenRouter, "Usage Accounting"; SDK reference, "PromptTokensDetails".</remarks>
    public static ResponseFlavor OpenRouter => new(11);

    /// <summary>Cerebras' Chat Completions: counts as <see cref="OpenAIChat"/> does.</summary>
    /// <remarks>Source: Cerebras, Inference documentation, "Prompt Caching".</remarks>
    public static ResponseFlavor Cerebras => new(12);

    /// <summary>All flavors.</summary>
    public static ImmutableArray<ResponseFlavor> All { get; } = [.. Enumerable.Range(0, Ids.Length).Select(i => new ResponseFlavor(i))];

    /// <summary>The flavor's name in files and on the command line: lower case, words joined by hyphens, such as <c>openai-chat</c>.</summary>
    public string Id => Ids[_index];

    /// <summary>Whether the two are the same flavor.</summary>
    public static bool operator ==(ResponseFlavor left, ResponseFlavor right) => left.Equals(right);

    /// <summary>Whether the two are different flavors.</summary>
    public static bool operator !=(ResponseFlavor left, ResponseFlavor right) => !left.Equals(right);

    /// <summary>Reads a flavor's <see cref="Id"/>, in any case.</summary>
    /// <param name="text">The id.</param>
    /// <exception cref="FormatException">No flavor has this id; the message lists those there are.</exception>
    public static ResponseFlavor Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(text.AsSpan());
    }

    /// <inheritdoc cref="Parse(string)"/>
    public static ResponseFlavor Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out ResponseFlavor flavor)
            ? flavor
            : throw new FormatException($"'{text}' is not a flavor of response; expected one of {string.Join(", ", Ids)}.");

    /// <summary>Reads a flavor as <see cref="Parse(string)"/> does; <see langword="false"/> where that would throw.</summary>
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

    /// <summary>The flavor's <see cref="Id"/>.</summary>
    public override string ToString() => Id;

    static ResponseFlavor IParsable<ResponseFlavor>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static ResponseFlavor ISpanParsable<ResponseFlavor>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<ResponseFlavor>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ResponseFlavor result) => TryParse(s, out result);

    static bool ISpanParsable<ResponseFlavor>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out ResponseFlavor result) => TryParse(s, out result);
}
