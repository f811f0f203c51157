using System.Collections.Frozen;

namespace TokenPricing.Names;

/// <summary>The providers that several price lists know, each under its own id: which ids mean the same provider.</summary>
/// <remarks>
/// The canonical id is that of models.dev (2026-07-02) if it has one. The other ids are those of genai-prices (2026-08-21), of LiteLLM's
/// <c>litellm_provider</c> (2026-07-24), and the prefixes that client libraries put before a model. A plan that is billed differently, such
/// as a coding plan, is a provider of its own.
/// </remarks>
internal static class KnownProviders
{
    /// <summary>The canonical id and other ids.</summary>
    private static readonly (string Id, string Aliases)[] Table =
    [
        ("alibaba", "dashscope"),
        ("amazon-bedrock", "aws aws-bedrock aws.bedrock aws_bedrock bedrock bedrock_converse bedrock_mantle"),
        ("azure", "az.ai.inference az.ai.openai azure-openai azure.ai.inference azure.ai.openai azure_ai azure_openai azure_text"),
        ("cloudflare-workers-ai", "cloudflare workers-ai"),
        ("codestral", "text-completion-codestral"),
        ("cohere", "cohere_chat"),
        ("digitalocean", "gradient_ai"),
        ("fireworks-ai", "fireworks fireworks_ai fireworks_ai-embedding-models"),
        ("friendli", "friendliai"),
        ("github-copilot", "github_copilot"),
        ("gmicloud", "gmi"),
        ("google", "gcp.gemini gcp.gen_ai gemini google-ai-studio google-gla google_ai_studio palm"),
        ("google-vertex", "gcp.vertex_ai google-vertex-anthropic vertex vertex_ai vertexai"),
        ("inception", "text-completion-inception"),
        ("llama", "meta_llama"),
        ("mistral", "mistral_ai mistralai"),
        ("moonshotai", "moonshot moonshot_ai"),
        ("nova", "amazon_nova"),
        ("novita-ai", "novita"),
        ("nvidia", "nvidia_nim"),
        ("openai", "text-completion-openai"),
        ("snowflake-cortex", "snowflake"),
        ("togetherai", "together together-ai together_ai"),
        ("vercel", "vercel-ai-gateway vercel_ai_gateway"),
        ("voyageai", "voyage"),
        ("xai", "x-ai x_ai"),
        ("zai", "z-ai z.ai"),
        ("watsonx", "ibm.watsonx.ai"),
    ];

    /// <summary>Providers with one id. All that is known about them here is that the word before a slash means a provider.</summary>
    private static readonly FrozenSet<string> Others = Split("""
        302ai abacus aihubmix aiml alibaba-cn amazon-nova anthropic anyscale arcee avian baseten black_forest_labs cerebras chatgpt
        chutes cloudflare-ai-gateway cortecs crusoe cursor darkbloom databricks deepgram deepinfra deepseek doubleword fal_ai
        fastrouter featherless_ai gigachat github-models gitlab groq helicone heroku huggingface huggingface_cerebras
        huggingface_fireworks-ai huggingface_groq huggingface_hyperbolic huggingface_nebius huggingface_novita huggingface_nscale
        huggingface_ovhcloud huggingface_publicai huggingface_sambanova huggingface_together hyperbolic inference io-net jiekou kilo
        lambda_ai lemonade libertai llamagate llmgateway minimax minimax-cn modal moonshotai-cn morph nano-gpt nanogpt nearai nebius
        nlp_cloud nscale oci ollama ollama-cloud opencode openrouter orcarouter ovhcloud parallel_ai perplexity pinstripes poe
        publicai qiniu-ai replicate requesty routing-run sagemaker sambanova sap-ai-core scaleway siliconflow siliconflow-cn stability
        synthetic tensormesh tinfoil typesafe v0 venice volcengine wandb zai-coding-plan zenmux zhipuai zhipuai-coding-plan
        """).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> CanonicalIds = Table
        .SelectMany(p => Split(p.Aliases).Append(p.Id), (p, word) => (word, p.Id))
        .ToFrozenDictionary(p => p.word, p => p.Id, StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the canonical id of a provider that price lists know under many ids.</summary>
    /// <param name="id">The id, in any case, with or without white space around it.</param>
    /// <returns>The canonical id; the id itself, in lower case, if the provider is not in the table.</returns>
    public static string Canonical(string id)
    {
        string word = id.Trim();
        if (CanonicalIds.TryGetValue(word, out string? canonical))
        {
            return canonical;
        }

        // LiteLLM has a provider for each developer on Vertex AI, such as "vertex_ai-llama_models".
        return word.StartsWith("vertex_ai-", StringComparison.OrdinalIgnoreCase) ? "google-vertex" : word.ToLowerInvariant();
    }

    /// <summary>Returns the other ids of a provider. No id belongs to two providers.</summary>
    public static ImmutableArray<string> Aliases(string canonical)
    {
        string? aliases = Array.Find(Table, p => p.Id.Equals(canonical, StringComparison.OrdinalIgnoreCase)).Aliases;
        return [.. Split(aliases ?? ""), .. canonical == "google-vertex" ? VertexByMaker : []];
    }

    /// <summary>Returns whether a word is an id of a provider. Case is ignored.</summary>
    public static bool IsKnown(string word) =>
        CanonicalIds.ContainsKey(word) || Others.Contains(word) || word.StartsWith("vertex_ai-", StringComparison.OrdinalIgnoreCase);

    /// <summary>The ids of LiteLLM (2026-07-24).</summary>
    private static string[] VertexByMaker =>
    [
        .. Split("ai21 anthropic deepseek llama minimax mistral moonshot openai qwen zai").Select(maker => $"vertex_ai-{maker}_models"),
        .. Split("embedding image language text video").Select(kind => $"vertex_ai-{kind}-models"),
    ];

    private static string[] Split(string words) => words.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
}
