namespace TokenPricing.Names;

/// <summary>The seller that a name speaks of by itself, such as <c>azure/gpt-4o</c>.</summary>
/// <param name="Word">What tells so.</param>
/// <param name="Seller">The word to look the seller up by.</param>
/// <param name="IsSure">Whether nobody else can be meant: <c>openai/</c> may be the seller, or the maker of what another sells.</param>
internal sealed record NameHint(string Word, string Seller, bool IsSure)
{
    private const string Bedrock = "amazon-bedrock";
    private const string OpenRouter = "openrouter";

    // How OpenRouter is to choose among those who serve it (openrouter.ai/docs, 2026): nobody else reads these words.
    private static readonly string[] OpenRouterPreferences = [":nitro", ":floor", ":exacto"];

    private static readonly (string Start, string Seller, bool IsSure)[] Routes =
    [
        ("arn:aws", Bedrock, true),
        ("accounts/fireworks/", "fireworks-ai", true),
        ("publishers/", "google-vertex", false),
        ("projects/", "google-vertex", false),
        ("models/gem", "google", false),
        ("@cf/", "cloudflare-workers-ai", true),
    ];

    /// <summary>What a name says; <see langword="null"/> where it says nothing of a seller.</summary>
    /// <param name="name">The name.</param>
    /// <param name="isSeller">Whether the catalog has a seller of this word.</param>
    public static NameHint? Of(string name, Func<string, bool> isSeller)
    {
        string text = name.Trim().ToLowerInvariant();
        if (OpenRouterPreferences.FirstOrDefault(text.EndsWith) is { } preference && isSeller(OpenRouter))
        {
            return new NameHint(preference, OpenRouter, IsSure: true);
        }

        foreach ((string start, string seller, bool isSure) in Routes)
        {
            if (text.StartsWith(start, StringComparison.Ordinal))
            {
                return new NameHint(start, seller, isSure);
            }
        }

        return OfPrefix(text, isSeller) ?? OfShape(text);
    }

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

    // Amazon Bedrock's own way to write: "us.anthropic.claude-sonnet-4-5-20250929-v1:0".
    private static NameHint? OfShape(string text)
    {
        string[] words = text.Split('.');
        int maker = words.Length > 2 && NameWords.IsRegion(words[0]) ? 1 : 0;
        if (words.Length > maker + 1 && NameWords.IsDottedMaker(words[maker]))
        {
            return new NameHint(words[maker] + ".", Bedrock, IsSure: true);
        }

        int version = text.LastIndexOf("-v", StringComparison.Ordinal);
        return version > 0 && text[version..] is ['-', 'v', >= '0' and <= '9', ':', >= '0' and <= '9'] shape ? new NameHint(shape, Bedrock, IsSure: false) : null;
    }
}
