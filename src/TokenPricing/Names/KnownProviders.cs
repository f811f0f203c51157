using System.Collections.Frozen;

namespace TokenPricing.Names;

/// <summary>
/// The providers that several price lists know, each under its own id: which ids mean the same provider, and which addresses its API has.
/// </summary>
/// <remarks>
/// The canonical id is that of models.dev (2026-07-02) if it has one. The other ids are those of genai-prices (2026-08-21), of LiteLLM's
/// <c>litellm_provider</c> (2026-07-24), and the prefixes that client libraries put before a model. The addresses are those stated by
/// genai-prices and models.dev. A plan that is billed differently, such as a coding plan, is a provider of its own.
/// </remarks>
internal static class KnownProviders
{
    /// <summary>
    /// The canonical id; the name, if models.dev has no such provider; other ids; addresses of the API, as in ProviderRow.Addresses.
    /// </summary>
    private static readonly (string Id, string? Name, string Aliases, string Addresses)[] Table =
    [
        ("alibaba", null, "dashscope", "dashscope-intl.aliyuncs.com"),
        ("alibaba-cn", null, "", "dashscope.aliyuncs.com"),
        (
            "amazon-bedrock", null, "aws aws-bedrock aws.bedrock aws_bedrock bedrock bedrock_converse bedrock_mantle",
            "bedrock-runtime.{region}.amazonaws.com bedrock-runtime-fips.{region}.amazonaws.com bedrock-mantle.{region}.api.aws"),
        ("anthropic", null, "", "api.anthropic.com"),
        ("avian", "Avian", "", "api.avian.io"),
        (
            "azure", null, "az.ai.inference az.ai.openai azure-openai azure.ai.inference azure.ai.openai azure_ai azure_openai azure_text",
            "*.openai.azure.com *.services.ai.azure.com *.cognitiveservices.azure.com *.azure-api.net"),
        ("cerebras", null, "", "api.cerebras.ai"),
        ("cloudflare-workers-ai", null, "cloudflare workers-ai", "api.cloudflare.com"),
        ("codestral", "Mistral Codestral endpoint", "text-completion-codestral", "codestral.mistral.ai"),
        ("cohere", null, "cohere_chat", "api.cohere.com api.cohere.ai"),
        ("deepinfra", null, "", "api.deepinfra.com"),
        ("deepseek", null, "", "api.deepseek.com"),
        ("digitalocean", null, "gradient_ai", "inference.do-ai.run"),
        ("doubleword", "Doubleword", "", "api.doubleword.ai"),
        ("fireworks-ai", null, "fireworks fireworks_ai fireworks_ai-embedding-models", "api.fireworks.ai"),
        ("friendli", null, "friendliai", "api.friendli.ai"),
        ("github-copilot", null, "github_copilot", "api.githubcopilot.com"),
        ("gmicloud", null, "gmi", "api.gmi-serving.com"),
        (
            "google", null, "gcp.gemini gcp.gen_ai gemini google-ai-studio google-gla google_ai_studio palm",
            "generativelanguage.googleapis.com"),
        (
            "google-vertex", null, "gcp.vertex_ai google-vertex-anthropic vertex vertex_ai vertexai",
            "aiplatform.googleapis.com {region}-aiplatform.googleapis.com aiplatform.{region}.rep.googleapis.com"),
        ("groq", null, "", "api.groq.com"),
        ("huggingface", null, "", "router.huggingface.co"),
        ("huggingface_cerebras", "Hugging Face (Cerebras)", "", "router.huggingface.co/cerebras"),
        ("huggingface_fireworks-ai", "Hugging Face (Fireworks)", "", "router.huggingface.co/fireworks-ai"),
        ("huggingface_groq", "Hugging Face (Groq)", "", "router.huggingface.co/groq"),
        ("huggingface_hyperbolic", "Hugging Face (Hyperbolic)", "", "router.huggingface.co/hyperbolic"),
        ("huggingface_nebius", "Hugging Face (Nebius)", "", "router.huggingface.co/nebius"),
        ("huggingface_novita", "Hugging Face (Novita)", "", "router.huggingface.co/novita"),
        ("huggingface_nscale", "Hugging Face (Nscale)", "", "router.huggingface.co/nscale"),
        ("huggingface_ovhcloud", "Hugging Face (OVHcloud)", "", "router.huggingface.co/ovhcloud"),
        ("huggingface_publicai", "Hugging Face (Public AI)", "", "router.huggingface.co/publicai"),
        ("huggingface_sambanova", "Hugging Face (SambaNova)", "", "router.huggingface.co/sambanova"),
        ("huggingface_together", "Hugging Face (Together)", "", "router.huggingface.co/together"),
        ("inception", null, "text-completion-inception", "api.inceptionlabs.ai"),
        ("llama", null, "meta_llama", "api.llama.com"),
        ("minimax", null, "", "api.minimax.io api.minimax.com"),
        ("minimax-cn", null, "", "api.minimaxi.com"),
        ("mistral", null, "mistral_ai mistralai", "api.mistral.ai"),
        ("modal", "Modal", "", "*.modal.run *.modal.direct"),
        ("moonshotai", null, "moonshot moonshot_ai", "api.moonshot.ai"),
        ("moonshotai-cn", null, "", "api.moonshot.cn"),
        ("nebius", null, "", "api.tokenfactory.nebius.com api.studio.nebius.com"),
        ("nova", null, "amazon_nova", "api.nova.amazon.com"),
        ("novita-ai", null, "novita", "api.novita.ai"),
        ("nvidia", null, "nvidia_nim", "integrate.api.nvidia.com"),
        ("openai", null, "text-completion-openai", "api.openai.com {region}.api.openai.com"),
        ("openrouter", null, "", "openrouter.ai api.openrouter.ai"),
        ("ovhcloud", null, "", "oai.endpoints.kepler.ai.cloud.ovh.net"),
        ("perplexity", null, "", "api.perplexity.ai"),
        ("sambanova", "SambaNova", "", "api.sambanova.ai"),
        ("snowflake-cortex", null, "snowflake", "*.snowflakecomputing.com"),
        ("togetherai", null, "together together-ai together_ai", "api.together.xyz api.together.ai"),
        ("vercel", null, "vercel-ai-gateway vercel_ai_gateway", "ai-gateway.vercel.sh"),
        ("voyageai", "Voyage AI", "voyage", "api.voyageai.com"),
        ("xai", null, "x-ai x_ai", "api.x.ai"),
        ("zai", null, "z-ai z.ai", "api.z.ai"),
        ("watsonx", "IBM watsonx.ai", "ibm.watsonx.ai", ""),
        ("zai-coding-plan", null, "", "api.z.ai/api/coding"),
        ("zhipuai", null, "", "open.bigmodel.cn"),
        ("zhipuai-coding-plan", null, "", "open.bigmodel.cn/api/coding"),
    ];

    /// <summary>Providers of only one price list. All that is known about them is that the word before a slash means a provider.</summary>
    private static readonly FrozenSet<string> Others = Split("""
        302ai abacus aihubmix aiml amazon-nova anyscale arcee baseten black_forest_labs chatgpt chutes cloudflare-ai-gateway
        cortecs crusoe cursor darkbloom databricks deepgram fal_ai fastrouter featherless_ai gigachat github-models gitlab
        helicone heroku hyperbolic inference io-net jiekou kilo lambda_ai lemonade libertai llamagate llmgateway morph nano-gpt
        nanogpt nearai nlp_cloud nscale oci ollama ollama-cloud opencode orcarouter parallel_ai pinstripes poe publicai qiniu-ai
        replicate requesty routing-run sagemaker sap-ai-core scaleway siliconflow siliconflow-cn stability synthetic tensormesh
        tinfoil typesafe v0 venice volcengine wandb zenmux
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

    /// <summary>Returns the display name; <see langword="null"/> if models.dev has one, or if none is known.</summary>
    public static string? Name(string canonical) => Find(canonical).Name;

    /// <summary>Returns the other ids of a provider. No id belongs to two providers.</summary>
    public static ImmutableArray<string> Aliases(string canonical) =>
        canonical == "google-vertex"
            ? [.. Split(Find(canonical).Aliases), .. VertexByMaker]
            : [.. Split(Find(canonical).Aliases ?? "")];

    /// <summary>Returns the addresses of a provider's API, as <see cref="ProviderRow.Addresses"/> holds them.</summary>
    /// <param name="canonical">The canonical id.</param>
    /// <param name="api">
    /// The address that models.dev states, which is used for a provider that is not in the table; <see langword="null"/> if there is none.
    /// </param>
    public static ImmutableArray<string> Addresses(string canonical, string? api = null)
    {
        if (Find(canonical) is { Id: not null } known)
        {
            return [.. Split(known.Addresses)];
        }

        // A plan shares the address of its provider. A local address, or one with a placeholder, belongs to no provider.
        bool isPlan = canonical.Contains("-plan", StringComparison.Ordinal) || canonical is "kimi-for-coding" or "perplexity-agent";
        return !isPlan && api?.Contains('$', StringComparison.Ordinal) == false
            && Uri.TryCreate(api, UriKind.Absolute, out Uri? uri) && !uri.IsLoopback
            ? [uri.Host.ToLowerInvariant() + Path(uri)]
            : [];
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

    /// <summary>Returns the path without the API version at its end, which does not tell providers apart.</summary>
    private static string Path(Uri uri)
    {
        string path = uri.AbsolutePath.TrimEnd('/');
        return path.EndsWith("/v1", StringComparison.Ordinal) ? path[..^3] : path;
    }

    private static (string Id, string? Name, string Aliases, string Addresses) Find(string canonical) =>
        Array.Find(Table, p => p.Id.Equals(canonical, StringComparison.OrdinalIgnoreCase));

    private static string[] Split(string words) => words.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
}
