namespace TokenPricing.Names;

/// <summary>The provider that a name points to by its own form, such as <c>azure/gpt-4o</c>.</summary>
/// <param name="Word">The part of the name that points to the provider, such as <c>azure/</c>.</param>
/// <param name="Seller">The word to look the provider up by.</param>
/// <param name="IsSure">
/// Whether no other provider can be meant. <c>openai/</c> is not sure: it may be the provider, or the developer of a model that others
/// sell.
/// </param>
internal sealed record NameHint(string Word, string Seller, bool IsSure)
{
    private const string Bedrock = "amazon-bedrock";
    private const string OpenRouter = "openrouter";

    /// <summary>Routing preferences, which only OpenRouter understands (openrouter.ai/docs, 2026).</summary>
    private static readonly string[] OpenRouterPreferences = [":nitro", ":floor", ":exacto"];

    /// <summary>The beginnings of resource names in the APIs of AWS, Fireworks, Google Cloud, the Gemini API and Cloudflare.</summary>
    private static readonly (string Start, string Seller, bool IsSure)[] Routes =
    [
        ("arn:aws", Bedrock, true),
        ("accounts/fireworks/", "fireworks-ai", true),
        ("publishers/", "google-vertex", false),
        ("projects/", "google-vertex", false),
        ("models/gem", "google", false),
        ("@cf/", "cloudflare-workers-ai", true),
    ];

    /// <summary>Returns the hint in a name; <see langword="null"/> if the name does not point to a provider.</summary>
    /// <param name="name">The name.</param>
    /// <param name="isSeller">Returns whether the catalog has a provider with this name.</param>
    public static NameHint? Of(string name, Func<string, bool> isSeller)
    {
        string text = name.Trim().ToLowerInvariant();
        if (Array.Find(OpenRouterPreferences, p => text.EndsWith(p, StringComparison.Ordinal)) is { } preference && isSeller(OpenRouter))
        {
            return new NameHint(preference, OpenRouter, IsSure: true);
        }

        return Array.Find(Routes, r => text.StartsWith(r.Start, StringComparison.Ordinal)) is { Start: not null } route
            ? new NameHint(route.Start, route.Seller, route.IsSure)
            : OfSuffix(text, isSeller) ?? OfPrefix(text, isSeller) ?? OfShape(text);
    }

    /// <summary>Returns the hint in the word after the last colon: Hugging Face routes "openai/gpt-oss-120b:groq" to Groq.</summary>
    private static NameHint? OfSuffix(string text, Func<string, bool> isSeller)
    {
        int colon = text.LastIndexOf(':');
        string word = text[(colon + 1)..];
        return colon > 0 && KnownProviders.IsKnown(word) && isSeller(word) ? new NameHint(text[colon..], word, IsSure: true) : null;
    }

    /// <summary>Returns the hint in the word before the first slash or colon.</summary>
    private static NameHint? OfPrefix(string text, Func<string, bool> isSeller)
    {
        int end = text.AsSpan().IndexOfAny('/', ':');
        if (end < 1)
        {
            return null;
        }

        string word = text[..end];
        bool isMaker = NameWords.IsMaker(word);
        return isSeller(word) || (KnownProviders.IsKnown(word) && !isMaker) ? new NameHint(text[..(end + 1)], word, !isMaker) : null;
    }

    /// <summary>The notation of Amazon Bedrock: "us.anthropic.claude-sonnet-4-5-20250929-v1:0".</summary>
    private static NameHint? OfShape(string text)
    {
        string[] words = text.Split('.');
        int maker = NameWords.IsRegion(words[0]) ? 1 : 0;
        if (words.Length > maker + 1 && NameWords.IsDottedMaker(words[maker]))
        {
            return new NameHint(words[maker] + ".", Bedrock, IsSure: true);
        }

        int version = text.LastIndexOf("-v", StringComparison.Ordinal);
        return version > 0 && text[version..] is ['-', 'v', >= '0' and <= '9', ':', >= '0' and <= '9'] shape
            ? new NameHint(shape, Bedrock, IsSure: false)
            : null;
    }
}
