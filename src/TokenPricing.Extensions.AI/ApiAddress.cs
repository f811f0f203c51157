using System.Buffers;

namespace TokenPricing.Extensions.AI;

/// <summary>Knows what the address of an API says about a call.</summary>
internal static class ApiAddress
{
    // Where a path says how a response is counted, if its fields leave a doubt.
    private static readonly (string Part, ResponseFlavor Flavor)[] Paths =
    [
        ("/v1/messages", ResponseFlavor.Anthropic), (":rawPredict", ResponseFlavor.Anthropic),
        (":streamRawPredict", ResponseFlavor.Anthropic), ("/responses", ResponseFlavor.OpenAIResponses),
        ("/chat/completions", ResponseFlavor.OpenAIChat), ("/embeddings", ResponseFlavor.OpenAIEmbeddings),
        ("/images/", ResponseFlavor.OpenAIImages), ("/audio/", ResponseFlavor.OpenAIAudio),
        ("enerateContent", ResponseFlavor.Gemini), ("/converse", ResponseFlavor.Bedrock),
    ];

    private static readonly SearchValues<string> ModelPaths = Any(
        "/messages", "/responses", "/completions", "/embed", "/images/", "/audio/", "enerateContent", "RawPredict", "/converse", "/invoke",
        "/api/chat", "/api/generate", "/v2/chat", "/rerank", ":predict");

    // Creating a batch, counting tokens and stopping a response are no calls of a model.
    private static readonly SearchValues<string> OtherPaths =
        Any("/batches", "/count_tokens", "/input_tokens", "/cancel", ":batchGenerateContent", ":asyncBatch", ":countTokens");

    // What comes behind the model in a path, or in place of it.
    private static readonly HashSet<string> Operations = new(StringComparer.OrdinalIgnoreCase)
    {
        "v1", "v2", "chat", "completions", "embeddings", "embed", "responses", "messages", "images", "audio", "rerank", "pipeline",
        "predict",
    };

    private static readonly (string Host, ResponseFlavor Flavor)[] Hosts =
    [
        ("api.x.ai", ResponseFlavor.XAI), ("api.deepseek.com", ResponseFlavor.DeepSeek), ("api.perplexity.ai", ResponseFlavor.Perplexity),
        ("openrouter.ai", ResponseFlavor.OpenRouter), ("api.anthropic.com", ResponseFlavor.Anthropic),
    ];

    /// <summary>Returns the flavor of an address's responses; <see langword="null"/> if it does not say.</summary>
    public static ResponseFlavor? FlavorOf(Uri? address)
    {
        if (address is null)
        {
            return null;
        }

        bool isMessages = address.AbsolutePath.Contains("/messages", StringComparison.OrdinalIgnoreCase);
        foreach ((string host, ResponseFlavor flavor) in Hosts)
        {
            if (!isMessages && address.Host.EndsWith(host, StringComparison.OrdinalIgnoreCase))
            {
                return flavor;
            }
        }

        foreach ((string part, ResponseFlavor flavor) in Paths)
        {
            if (address.AbsolutePath.Contains(part, StringComparison.OrdinalIgnoreCase))
            {
                return flavor;
            }
        }

        return null;
    }

    /// <summary>Returns whether a request is of a model, so that a response without a usage is worth a word.</summary>
    public static bool IsModelCall(Uri? address) =>
        address is not null && HasAny(address.AbsolutePath, ModelPaths) && !HasAny(address.AbsolutePath, OtherPaths);

    /// <summary>Returns whether a response at an address can be fetched again by its id.</summary>
    public static bool CanBeFetched(Uri? address) =>
        address is not null && address.AbsolutePath.Contains("/responses", StringComparison.Ordinal);

    /// <summary>Returns whether a request fetches a response that was made in the background.</summary>
    public static bool IsFetch(Uri? address) =>
        address is not null && address.AbsolutePath.Contains("/responses/", StringComparison.Ordinal);

    /// <summary>Returns whether a request stops a response that is made in the background, and fetches what there is of it.</summary>
    public static bool IsStop(Uri? address) => IsFetch(address) && address!.AbsolutePath.EndsWith("/cancel", StringComparison.Ordinal);

    /// <summary>
    /// Returns whether a request may download the results of a batch: a file at OpenAI and those who follow it, and at Google, or the
    /// results at Anthropic.
    /// </summary>
    public static bool IsBatchFile(Uri? address) => address?.AbsolutePath is { } path
        && (path.EndsWith("/content", StringComparison.Ordinal) ? path.Contains("/files/", StringComparison.Ordinal)
            : path.EndsWith("/results", StringComparison.Ordinal) ? path.Contains("/batches/", StringComparison.Ordinal)
            : path.EndsWith(":download", StringComparison.Ordinal) && path.Contains("/files/", StringComparison.Ordinal));

    /// <summary>Returns the operation of a request.</summary>
    public static CallOperation OperationOf(Uri? address) => address?.AbsolutePath switch
    {
        { } path when path.Contains("mbed", StringComparison.Ordinal) => CallOperation.Embeddings,
        { } path when path.Contains("/images/", StringComparison.Ordinal) => CallOperation.Images,
        { } path when path.Contains("/audio/speech", StringComparison.Ordinal) => CallOperation.TextToSpeech,
        { } path when path.Contains("/audio/", StringComparison.Ordinal) => CallOperation.SpeechToText,
        _ => CallOperation.Chat,
    };

    /// <summary>
    /// Returns the model that the path of a request names, as Google's, Bedrock's and Azure's do; <see langword="null"/> if it names none.
    /// </summary>
    public static string? ModelOf(Uri? address)
    {
        // Most paths name none, and are not worth taking apart.
        if (address is null || !(address.AbsolutePath.Contains("/model", StringComparison.Ordinal)
            || address.AbsolutePath.Contains("/deployments", StringComparison.Ordinal)))
        {
            return null;
        }

        string[] parts = address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        int at = Array.FindIndex(parts, p => p is "model" or "models" or "deployments");
        if (at < 0 || at + 1 >= parts.Length)
        {
            return null;
        }

        string model = Uri.UnescapeDataString(parts[at + 1]);
        if (parts[at] != "models")
        {
            return model;
        }

        // Google's have a verb behind the model; Azure's name none before the operation; those of Hugging Face have a maker before it.
        int verb = model.LastIndexOf(':');
        string[] names = [.. parts[(at + 1)..].TakeWhile(p => !Operations.Contains(p))];
        return verb > 0 ? model[..verb] : names.Length == 0 ? null : Uri.UnescapeDataString(string.Join('/', names));
    }

    private static bool HasAny(string path, SearchValues<string> parts) => path.AsSpan().ContainsAny(parts);

    private static SearchValues<string> Any(params ReadOnlySpan<string> parts) =>
        SearchValues.Create(parts, StringComparison.OrdinalIgnoreCase);
}
