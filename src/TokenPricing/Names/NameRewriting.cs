using System.Buffers;

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
/// <param name="Find">Returns where the key of the name has the word; <see langword="null"/> if it does not have it.</param>
/// <param name="Replacement">What replaces the word; empty to drop it.</param>
/// <param name="Meaning">What the word means: the end of a sentence that begins with the word.</param>
/// <param name="Guard">What must be true in the catalog.</param>
/// <remarks>
/// Rewritings are tried in the order of <see cref="All"/>, after the exact name and its key. Each one used is a step in
/// <see cref="NameMatch.Steps"/>. A word that adds a price of its own, such as <c>:online</c> or <c>:extended</c>, or that removes one,
/// <c>:free</c>, is never dropped.
/// </remarks>
internal sealed record NameRewriting(Func<string, Range?> Find, string Replacement, string Meaning, NameGuard Guard)
{
    private static readonly string[] Efforts = ["none", "minimal", "low", "medium", "high", "xhigh"];
    private static readonly string[] Budgets = ["low", "medium", "high", "max"];
    private static readonly SearchValues<char> RegionLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>All rewritings, in the order in which they are tried.</summary>
    /// <remarks>
    /// Reasoning efforts come first, then routing preferences, thinking, <c>-latest</c>, fine-tuned models, unknown dates and versions, and
    /// regions. The order matters where a name has several such words: those at the end must be dropped before those in front of them.
    /// </remarks>
    public static readonly ImmutableArray<NameRewriting> All =
    [
        new(EffortInParentheses, "", "is an effort, not a model", NameGuard.SameWithWord),
        new(Effort, "", "is an effort, not a model", NameGuard.SameWithWord),
        new(Preference, "", "is a routing preference", NameGuard.SameWithWord),
        new(Thinking, "", "turns on thinking, which is billed as output", NameGuard.SameWithWord),
        new(Latest, "", "means the newest version", NameGuard.KnownSeller),
        new(FineTuned, "", "is the name of a customer's fine-tuned model", NameGuard.None),
        new(Date, "", "is an unknown snapshot; all known ones cost the same", NameGuard.SameSnapshots),
        new(Version, "", "is an unknown version; all known ones cost the same", NameGuard.SameSnapshots),
        new(SingleRegion, "regional.", "is one of the regions that the price list combines", NameGuard.Bedrock),
        new(Region, "", "is a region; all known ones cost the same", NameGuard.SameRegions),
        new(NoRegion, "regional.", "without a region means the caller's own region", NameGuard.Bedrock),
    ];

    /// <summary>Returns a key after this rewriting; <see langword="null"/> if the key does not have the word.</summary>
    public string? Apply(string key)
    {
        if (Find(key) is not { } word)
        {
            return null;
        }

        (int start, int length) = word.GetOffsetAndLength(key.Length);
        return string.Concat(key.AsSpan(0, start), Replacement, key.AsSpan(start + length));
    }

    /// <summary>Returns the step in words, such as <c>'(high)' is an effort, not a model</c>.</summary>
    public string Step(string key) => $"'{Word(key)}' {Meaning}";

    /// <summary>Returns the word that is dropped; the key itself if a word is added.</summary>
    public string Word(string key) => Find(key) is { } at && key[at] is { Length: > 0 } word ? word : key;

    /// <summary>Returns a key without the date or version of a snapshot; <see langword="null"/> if it has none.</summary>
    public static string? Undated(string key) => (Date(key) ?? Version(key)) is { } at ? key[..at.Start] : null;

    /// <summary>Returns a key without its regions; the key itself if it has none.</summary>
    public static string WithoutRegion(string key)
    {
        int from = 0;
        for (int dot = key.IndexOf('.', StringComparison.Ordinal); dot > from && NameWords.IsRegion(key[from..dot]);)
        {
            from = dot + 1;
            dot = key.IndexOf('.', from);
        }

        return key[from..];
    }

    /// <summary>"gpt-5(high)", as proxies write it, or "GPT-5 (high)", as leaderboards do.</summary>
    private static Range? EffortInParentheses(string key)
    {
        (int at, string word) = InParentheses(key);
        return at >= 0 && (word is "max" or "auto" || Efforts.Contains(word) || IsNumber(word)) ? at.. : null;
    }

    /// <summary>Returns the word in parentheses at the end of a key, and where it begins, with the hyphen of a space before it.</summary>
    private static (int At, string Word) InParentheses(string key)
    {
        int at = key.EndsWith(')') ? key.LastIndexOf('(') : -1;
        return at < 0 ? (at, "") : (at > 0 && key[at - 1] == '-' ? at - 1 : at, key[(at + 1)..^1]);
    }

    /// <summary>"gpt-5-high", only for families that have efforts: elsewhere such a word may belong to the model.</summary>
    private static Range? Effort(string key)
    {
        int at = key.AsSpan().LastIndexOfAny('-', ':');
        string? family = at < 0 || !Efforts.Contains(key[(at + 1)..]) || key.Contains("image", StringComparison.Ordinal)
            ? null
            : Array.Find(["gpt-5", "gpt-oss", "oD", "claude", "grok", "gemini-D"], f => NameScan.BeginsAs(key, f));
        return family?.Length <= at ? at.. : null;
    }

    /// <summary>"gpt-4o:nitro", how OpenRouter chooses a provider, or "gpt-oss-120b:groq", how Hugging Face does.</summary>
    private static Range? Preference(string key)
    {
        int at = key.LastIndexOf(':');
        return at >= 0 && key[(at + 1)..] is var word && (word is "nitro" or "floor" or "exacto" or "beta" || KnownProviders.IsKnown(word))
            ? at..
            : null;
    }

    /// <summary>"claude-sonnet-4-5-thinking:8000", "claude-sonnet-4-5-thinking-32k" or "Claude Sonnet 4.5 (Thinking)".</summary>
    private static Range? Thinking(string key)
    {
        if (key.StartsWith("claude-", StringComparison.Ordinal) && InParentheses(key) is ( > 0 and var bracket, "thinking"))
        {
            return bracket..;
        }

        int mark = key.AsSpan().LastIndexOfAny(':', '-');
        string word = key[(mark + 1)..];
        bool isBudget = IsNumber(word) || Budgets.Contains(word) || (word.EndsWith('k') && IsNumber(word[..^1]));
        int end = mark >= 0 && isBudget && (key[mark] == ':' || word.EndsWith('k')) ? mark : key.Length;
        int at = end - "-thinking".Length;
        ReadOnlySpan<char> before = key.AsSpan(0, end);
        if (before.EndsWith(":thinking", StringComparison.Ordinal))
        {
            return at..;
        }

        int dot = key.StartsWith("claude-", StringComparison.Ordinal) ? -1 : key.IndexOf('.', StringComparison.Ordinal);
        ReadOnlySpan<char> region = key.AsSpan(0, Math.Max(dot, 0));
        return before.EndsWith("-thinking", StringComparison.Ordinal)
            && key.AsSpan(dot + 1).StartsWith("claude-", StringComparison.Ordinal)
            && at >= dot + 1 + "claude-".Length
            && dot != 0 && !region.ContainsAnyExcept(RegionLetters) && !region.ContainsAnyInRange('0', '9')
            ? at..
            : null;
    }

    /// <summary>"claude-3-5-sonnet-latest", or Ollama's "mixtral:latest".</summary>
    private static Range? Latest(string key) =>
        key.EndsWith("-latest", StringComparison.Ordinal) || key.EndsWith(":latest", StringComparison.Ordinal) ? (key.Length - 7).. : null;

    /// <summary>"ft:gpt-4o:acme::9abc".</summary>
    private static Range? FineTuned(string key)
    {
        int at = key.StartsWith("ft:", StringComparison.Ordinal) ? key.IndexOf(':', 3) : -1;
        return at > 3 && key.IndexOf(':', at + 1) > 0 ? at.. : null;
    }

    /// <summary>
    /// The date of a snapshot at the end of a key, such as "-20240513" or "-05-2026", unless another date stands before it.
    /// </summary>
    private static Range? Date(string key)
    {
        int at = key.Length - (NameScan.EndsAs(key, "-20DDDDDD") ? 9 : NameScan.EndsAs(key, "-MD-20DD") ? 8 : 0);
        return at < key.Length && !NameScan.EndsAs(key.AsSpan(0, at), "-20DDDDDD") ? at.. : null;
    }

    /// <summary>A version at the end of a key, such as "-001" of Gemini models.</summary>
    private static Range? Version(string key) => NameScan.EndsAs(key, "-00D") ? (key.Length - 4).. : null;

    /// <summary>"us.claude-sonnet-4-5": Bedrock's list has one price for all regions but "global".</summary>
    private static Range? SingleRegion(string key) =>
        key.StartsWith("global.", StringComparison.Ordinal) || key.StartsWith("regional.", StringComparison.Ordinal) ? null : Region(key);

    private static Range? Region(string key)
    {
        int dot = key.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && dot + 1 < key.Length && char.IsAsciiLetterLower(key[dot + 1])
            && !key.AsSpan(0, dot).ContainsAnyExcept(RegionLetters) ? ..(dot + 1) : null;
    }

    private static Range? NoRegion(string key) => key.Length > 0 && !key.Contains('.', StringComparison.Ordinal) ? ..0 : null;

    private static bool IsNumber(string word) => word.Length > 0 && !word.AsSpan().ContainsAnyExceptInRange('0', '9');
}
