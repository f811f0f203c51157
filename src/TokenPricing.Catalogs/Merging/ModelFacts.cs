using System.Text.RegularExpressions;

namespace TokenPricing.Catalogs;

/// <summary>What names tell about a model: its display name without what a list adds, and what it does.</summary>
internal static partial class ModelFacts
{
    // The first word that a name has tells the kind; the order matters, since "voyage-rerank" is no embedding.
    private static readonly (string[] Words, ModelKind Kind)[] Kinds =
    [
        (["rerank", "reranker"], ModelKind.Rerank),
        (["embed", "embedding", "embeddings", "bge", "e5", "gte", "minilm"], ModelKind.Embedding),
        (["moderation", "guard", "safeguard", "shieldgemma"], ModelKind.Moderation),
        (["whisper", "transcribe", "asr", "stt", "scribe"], ModelKind.Transcription),
        (["tts", "speech"], ModelKind.Speech),
        (["veo", "sora", "kling", "video", "t2v", "i2v", "seedance", "hailuo"], ModelKind.Video),
        (["dall", "flux", "imagen", "seedream", "recraft", "diffusion", "ideogram"], ModelKind.Image),
    ];

    /// <summary>
    /// Returns a display name without the maker before a colon and without what stands in parentheses at the end:
    /// <c>OpenAI: GPT-4o-mini (2024-07-18)</c> becomes <c>GPT-4o-mini</c>. <see langword="null"/> for a name that is only an id.
    /// </summary>
    public static string? DisplayName(string name)
    {
        string clean = Maker().Replace(Addition().Replace(name, ""), "").Trim();
        bool isId = clean.Length == 0 || clean.Contains('/', StringComparison.Ordinal) || clean.Contains('@', StringComparison.Ordinal)
            || (!clean.Any(char.IsUpper) && !clean.Contains(' ', StringComparison.Ordinal));
        return isId ? null : clean;
    }

    /// <summary>Returns what a model does; <see langword="null"/> if nothing tells.</summary>
    /// <param name="key">The name. Its words go before a list's "chat", which lists also say where they know no better.</param>
    /// <param name="stated">What a list states.</param>
    /// <param name="writes">What the model writes, which tells where neither does.</param>
    public static ModelKind? Kind(string key, ModelKind? stated, IReadOnlyCollection<string> writes)
    {
        if (stated is not (null or ModelKind.Chat))
        {
            return stated;
        }

        string[] words = key.Split('-', '/', ':', '.', '_');
        return Kinds.Where(k => k.Words.Any(words.Contains)).Select(k => (ModelKind?)k.Kind).FirstOrDefault()
            ?? stated
            ?? (writes.Contains("text") ? ModelKind.Chat
                : writes.Contains("image") ? ModelKind.Image
                : writes.Contains("video") ? ModelKind.Video
                : writes.Contains("audio") ? ModelKind.Speech
                : null);
    }

    [GeneratedRegex(@"^[A-Za-z][\w.\- ]{1,24}: +", RegexOptions.CultureInvariant)]
    private static partial Regex Maker();

    [GeneratedRegex(@"( *\([^()]*\))+$", RegexOptions.CultureInvariant)]
    private static partial Regex Addition();
}
