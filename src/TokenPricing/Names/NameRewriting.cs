using System.Text.RegularExpressions;

namespace TokenPricing.Names;

/// <summary>Specifies what must be true in the catalog for a <see cref="NameRewriting"/> to be used.</summary>
internal enum NameGuard
{
    /// <summary>Nothing: the word never affects the price.</summary>
    None,

    /// <summary>No provider has another price for the variant with the word than for the one without.</summary>
    SameWithWord,

    /// <summary>Every snapshot that the provider offers costs the same as the model without a date.</summary>
    SameSnapshots,

    /// <summary>The variant in every region that the provider offers costs the same as the one without a region.</summary>
    SameRegions,

    /// <summary>The provider is known: it is given, or the model's developer sells it.</summary>
    KnownSeller,

    /// <summary>The provider is Amazon Bedrock.</summary>
    Bedrock,
}

/// <summary>Drops or replaces a word of a name that the catalog does not have with it.</summary>
/// <param name="Pattern">The word, in the key of the name.</param>
/// <param name="Replacement">What replaces the word; empty to drop it.</param>
/// <param name="Meaning">What the word means: the end of a sentence that begins with the word.</param>
/// <param name="Guard">What must be true in the catalog.</param>
/// <remarks>
/// Rewritings are tried in the order of <see cref="All"/>, after the exact name and its key. Each one used is a step in
/// <see cref="NameMatch.Steps"/>. A word that adds a price of its own, such as <c>:online</c> or <c>:extended</c>, or that removes one,
/// <c>:free</c>, is never dropped.
/// </remarks>
internal sealed record NameRewriting(Regex Pattern, string Replacement, string Meaning, NameGuard Guard)
{
    /// <summary>The date of a snapshot at the end of a key, such as <c>-20240513</c> or <c>-05-2026</c>.</summary>
    public static readonly Regex Date = New(@"(?<!-20\d{6})-(20\d{6}|[01]\d-20\d\d)$");

    // A version at the end of a key, such as "-001" of Gemini models.
    private static readonly Regex Version = New(@"-00\d$");

    /// <summary>All rewritings, in the order in which they are tried.</summary>
    /// <remarks>
    /// Reasoning efforts come first, then routing preferences, thinking, <c>-latest</c>, fine-tuned models, unknown dates and versions, and
    /// regions. The order matters where a name has several such words: those at the end must be dropped before those in front of them.
    /// </remarks>
    public static readonly ImmutableArray<NameRewriting> All =
    [
        // "gpt-5(high)", as proxies write it.
        new(New(@"\((none|minimal|low|medium|high|xhigh|max|auto|\d+)\)$"), "", "is an effort, not a model", NameGuard.SameWithWord),

        // "gpt-5-high", only for families that have efforts: elsewhere such a word may belong to the model.
        new(
            New(@"(?<=^(gpt-5|gpt-oss|o\d|claude|grok|gemini-\d)(?!.*image).*)[:-](none|minimal|low|medium|high|xhigh)$"), "",
            "is an effort, not a model", NameGuard.SameWithWord),

        // "gpt-4o:nitro": how OpenRouter chooses a provider.
        new(New(@":(nitro|floor|exacto|beta)$"), "", "is a routing preference", NameGuard.SameWithWord),

        // "claude-sonnet-4-5-thinking:8000".
        new(
            New(@"(:thinking|(?<=^([a-z-]+\.)?claude-.*)-thinking)(:(\d+|low|medium|high|max))?$"), "",
            "turns on thinking, which is billed as output", NameGuard.SameWithWord),

        // "claude-3-5-sonnet-latest".
        new(New(@"-latest$"), "", "means the newest version", NameGuard.KnownSeller),

        // "ft:gpt-4o:acme::9abc".
        new(New(@"(?<=^ft:[^:]+):[^:]*:.*$"), "", "is the name of a customer's fine-tuned model", NameGuard.None),

        // "gpt-4o-20991231" and "gemini-2-5-pro-009".
        new(Date, "", "is an unknown snapshot; all known ones cost the same", NameGuard.SameSnapshots),
        new(Version, "", "is an unknown version; all known ones cost the same", NameGuard.SameSnapshots),

        // "us.claude-sonnet-4-5": Bedrock's list has one price for all regions but "global".
        new(
            New(@"^(?!global\.|regional\.)[a-z0-9-]+\.(?=[a-z])"), "regional.",
            "is one of the regions that the price list combines", NameGuard.Bedrock),
        new(New(@"^[a-z0-9-]+\.(?=[a-z])"), "", "is a region; all known ones cost the same", NameGuard.SameRegions),
        new(New(@"^(?=[^.]+$)"), "regional.", "without a region means the caller's own region", NameGuard.Bedrock),
    ];

    /// <summary>Returns a key after this rewriting; <see langword="null"/> if the key does not have the word.</summary>
    public string? Apply(string key) => Pattern.IsMatch(key) ? Pattern.Replace(key, Replacement, 1) : null;

    /// <summary>Returns the step in words, such as <c>'(high)' is an effort, not a model</c>.</summary>
    public string Step(string key) => $"'{Word(key)}' {Meaning}";

    /// <summary>Returns the word that is dropped; the key itself if a word is added.</summary>
    public string Word(string key) => Pattern.Match(key).Value is { Length: > 0 } word ? word : key;

    /// <summary>Returns a key without the date or version of a snapshot; <see langword="null"/> if it has none.</summary>
    public static string? Undated(string key) =>
        Date.Match(key) is { Success: true } date ? key[..date.Index]
        : Version.Match(key) is { Success: true } version ? key[..version.Index]
        : null;

    /// <summary>Returns a key without its regions; the key itself if it has none.</summary>
    public static string WithoutRegion(string key)
    {
        int dot = key.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && NameWords.IsRegion(key[..dot]) ? WithoutRegion(key[(dot + 1)..]) : key;
    }

    private static Regex New(string pattern) => new(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}
