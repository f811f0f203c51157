using System.Collections.Frozen;
using System.Collections.Immutable;

namespace TokenPricing.Catalogs;

/// <summary>What no imported list, or each list otherwise, says of the providers: names, and the addresses of their APIs.</summary>
/// <remarks>
/// The addresses are those stated by genai-prices (2026-08-21) and models.dev (2026-07-02), and those for regions of the providers' own
/// documentation. The names are of providers that models.dev does not list.
/// </remarks>
internal static class ProviderFacts
{
    /// <summary>The canonical id; the name, if models.dev has no such provider; addresses.</summary>
    private static readonly FrozenDictionary<string, (string Id, string? Name, string Addresses)> Known =
        new (string Id, string? Name, string Addresses)[]
    {
        ("alibaba", null, "dashscope-intl.aliyuncs.com"),
        ("alibaba-cn", null, "dashscope.aliyuncs.com"),
        (
            "amazon-bedrock", null,
            "bedrock-runtime.{region}.amazonaws.com bedrock-runtime-fips.{region}.amazonaws.com bedrock-mantle.{region}.api.aws"),
        ("anthropic", null, "api.anthropic.com"),
        ("avian", "Avian", "api.avian.io"),
        ("azure", null, "*.openai.azure.com *.services.ai.azure.com *.cognitiveservices.azure.com *.azure-api.net"),
        ("cerebras", null, "api.cerebras.ai"),
        ("cloudflare-workers-ai", null, "api.cloudflare.com"),
        ("codestral", "Mistral Codestral endpoint", "codestral.mistral.ai"),
        ("cohere", null, "api.cohere.com api.cohere.ai"),
        ("deepinfra", null, "api.deepinfra.com"),
        ("deepseek", null, "api.deepseek.com"),
        ("digitalocean", null, "inference.do-ai.run"),
        ("doubleword", "Doubleword", "api.doubleword.ai"),
        ("fireworks-ai", null, "api.fireworks.ai"),
        ("friendli", null, "api.friendli.ai"),
        ("github-copilot", null, "api.githubcopilot.com"),
        ("gmicloud", null, "api.gmi-serving.com"),
        ("google", null, "generativelanguage.googleapis.com"),
        ("google-vertex", null, "aiplatform.googleapis.com {region}-aiplatform.googleapis.com aiplatform.{region}.rep.googleapis.com"),
        ("groq", null, "api.groq.com"),
        ("huggingface", null, "router.huggingface.co"),
        ("huggingface_cerebras", "Hugging Face (Cerebras)", "router.huggingface.co/cerebras"),
        ("huggingface_fireworks-ai", "Hugging Face (Fireworks)", "router.huggingface.co/fireworks-ai"),
        ("huggingface_groq", "Hugging Face (Groq)", "router.huggingface.co/groq"),
        ("huggingface_hyperbolic", "Hugging Face (Hyperbolic)", "router.huggingface.co/hyperbolic"),
        ("huggingface_nebius", "Hugging Face (Nebius)", "router.huggingface.co/nebius"),
        ("huggingface_novita", "Hugging Face (Novita)", "router.huggingface.co/novita"),
        ("huggingface_nscale", "Hugging Face (Nscale)", "router.huggingface.co/nscale"),
        ("huggingface_ovhcloud", "Hugging Face (OVHcloud)", "router.huggingface.co/ovhcloud"),
        ("huggingface_publicai", "Hugging Face (Public AI)", "router.huggingface.co/publicai"),
        ("huggingface_sambanova", "Hugging Face (SambaNova)", "router.huggingface.co/sambanova"),
        ("huggingface_together", "Hugging Face (Together)", "router.huggingface.co/together"),
        ("inception", null, "api.inceptionlabs.ai"),
        ("llama", null, "api.llama.com"),
        ("minimax", null, "api.minimax.io api.minimax.com"),
        ("minimax-cn", null, "api.minimaxi.com"),
        ("mistral", null, "api.mistral.ai"),
        ("modal", "Modal", "*.modal.run *.modal.direct"),
        ("moonshotai", null, "api.moonshot.ai"),
        ("moonshotai-cn", null, "api.moonshot.cn"),
        ("nebius", null, "api.tokenfactory.nebius.com api.studio.nebius.com"),
        ("nova", null, "api.nova.amazon.com"),
        ("novita-ai", null, "api.novita.ai"),
        ("nvidia", null, "integrate.api.nvidia.com"),
        ("openai", null, "api.openai.com {region}.api.openai.com"),
        ("openrouter", null, "openrouter.ai api.openrouter.ai"),
        ("ovhcloud", null, "oai.endpoints.kepler.ai.cloud.ovh.net"),
        ("perplexity", null, "api.perplexity.ai"),
        ("sambanova", "SambaNova", "api.sambanova.ai"),
        ("snowflake-cortex", null, "*.snowflakecomputing.com"),
        ("togetherai", null, "api.together.xyz api.together.ai"),
        ("vercel", null, "ai-gateway.vercel.sh"),
        ("voyageai", "Voyage AI", "api.voyageai.com"),
        ("xai", null, "api.x.ai"),
        ("zai", null, "api.z.ai"),
        ("watsonx", "IBM watsonx.ai", ""),
        ("zai-coding-plan", null, "api.z.ai/api/coding"),
        ("zhipuai", null, "open.bigmodel.cn"),
        ("zhipuai-coding-plan", null, "open.bigmodel.cn/api/coding"),
    }.ToFrozenDictionary(p => p.Id, StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the display name; <see langword="null"/> if models.dev has one, or if none is known.</summary>
    public static string? Name(string canonical) => Known.GetValueOrDefault(canonical).Name;

    /// <summary>Returns the hosts, followed by a path if providers share one, of a provider's API; empty if none is known.</summary>
    public static ImmutableArray<string> Addresses(string canonical) =>
        [.. (Known.GetValueOrDefault(canonical).Addresses ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
