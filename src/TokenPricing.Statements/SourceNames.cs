using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace TokenPricing.Statements;

/// <summary>Names that usage files have for providers and models, and that the catalog does not know.</summary>
internal static class SourceNames
{
    // Names of OpenTelemetry's semantic conventions, of OpenRouter and of Helicone.
    private static readonly FrozenDictionary<string, string> Providers = new Dictionary<string, string>
    {
        ["aws.bedrock"] = "amazon-bedrock",
        ["amazonbedrock"] = "amazon-bedrock",
        ["amazon bedrock"] = "amazon-bedrock",
        ["az.ai.openai"] = "azure",
        ["azure.ai.openai"] = "azure",
        ["az.ai.inference"] = "azure",
        ["azure.ai.inference"] = "azure",
        ["azure openai"] = "azure",
        ["gcp.gemini"] = "google",
        ["gcp.gen_ai"] = "google",
        ["gcp.vertex_ai"] = "google-vertex",
        ["google ai studio"] = "google",
        ["google vertex"] = "google-vertex",
        ["google.vertex"] = "google-vertex",
        ["vertex ai"] = "google-vertex",
        ["mistral_ai"] = "mistral",
        ["x_ai"] = "xai",
        ["ibm.watsonx.ai"] = "watsonx",
        ["together ai"] = "togetherai",
        ["together"] = "togetherai",
        ["fireworks"] = "fireworks-ai",
        ["moonshot_ai"] = "moonshotai",
        ["moonshot ai"] = "moonshotai",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    // The AI SDK's names of APIs, also of those that a cloud has of a developer, as in google.vertex.anthropic.messages.
    private static readonly FrozenSet<string> Interfaces = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "responses", "messages", "chat", "completion", "completions", "embedding", "embeddings", "text-embedding", "image", "speech",
        "transcription", "reranking", "generative-ai", "anthropic", "maas");

    /// <summary>Returns the catalog's id for a provider, or the name itself.</summary>
    public static string Provider(string name) => Providers.GetValueOrDefault(name.Trim(), name);

    /// <summary>
    /// Returns the name of a provider without that of its API, which the Vercel AI SDK appends, as in <c>openai.responses</c>.
    /// </summary>
    public static string WithoutInterface(string name)
    {
        int dot = name.LastIndexOf('.');
        return dot > 0 && !Providers.ContainsKey(name.Trim()) && Interfaces.Contains(name[(dot + 1)..])
            ? WithoutInterface(name[..dot])
            : name;
    }

    /// <summary>Returns other spellings of a model that the catalog does not know, the likeliest first.</summary>
    public static IEnumerable<string> Variants(string model)
    {
        string split = Split(model);
        if (!split.Equals(model, StringComparison.Ordinal))
        {
            yield return split;
        }

        foreach (string name in new[] { model, split }.Distinct())
        {
            if (!name.EndsWith("-instruct", StringComparison.OrdinalIgnoreCase))
            {
                yield return name + "-instruct";
            }

            if (name.EndsWith("-instruct", StringComparison.OrdinalIgnoreCase))
            {
                yield return name[..^"-instruct".Length];
            }
        }
    }

    /// <summary>Returns a name such as <c>Claude4.5Sonnet</c> as <c>claude-4.5-sonnet</c>.</summary>
    public static string Split(string name)
    {
        StringBuilder words = new();
        for (int i = 0; i < name.Length; i++)
        {
            char c = name[i];
            if (i > 0 && char.IsAsciiLetterOrDigit(c) && char.IsAsciiLetterOrDigit(name[i - 1]))
            {
                char before = name[i - 1];
                bool isStart = (char.IsAsciiLetterUpper(c) && !char.IsAsciiLetterUpper(before) && !char.IsAsciiDigit(before))
                    || (char.IsAsciiLetterUpper(c) && char.IsAsciiDigit(before)
                        && i + 1 < name.Length && char.IsAsciiLetterLower(name[i + 1]))
                    || (char.IsAsciiDigit(c) && char.IsAsciiLetter(before) && (i < 2 || char.IsAsciiLetter(name[i - 2])));
                words.Append(isStart ? "-" : "");
            }

            words.Append(c is ' ' or '_' ? '-' : char.ToLower(c, CultureInfo.InvariantCulture));
        }

        return words.ToString();
    }
}
