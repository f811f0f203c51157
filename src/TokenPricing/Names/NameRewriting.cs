using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace TokenPricing.Names;

/// <summary>What must hold in the catalog for a rewriting to be used.</summary>
internal enum NameGuard
{
    /// <summary>Nothing: the word never says anything about the price.</summary>
    None,

    /// <summary>No provider prices the form with the word otherwise than the one without.</summary>
    SameWithWord,

    /// <summary>Every snapshot that the provider is known to offer costs the same as the one without a date.</summary>
    SameSnapshots,

    /// <summary>Every region's form that the provider is known to offer costs the same as the one without a region.</summary>
    SameRegions,

    /// <summary>It is known whose newest model is meant: a provider is given, or the model's maker sells it.</summary>
    KnownSeller,

    /// <summary>The provider is Amazon Bedrock.</summary>
    Bedrock,
}

/// <summary>
/// A word of a name that may be left away, or another way to write it, where the catalog does not know the name with it. A rewriting
/// is tried only after the exact names and the key, in the order of <see cref="All"/>, and each one used is a step that the answer shows.
/// </summary>
/// <param name="Pattern">What is replaced in the key.</param>
/// <param name="Replacement">By what.</param>
/// <param name="Meaning">What the word says, as the end of a sentence that begins with the word.</param>
/// <param name="Guard">What must hold.</param>
/// <remarks>What adds a price of its own, such as <c>:online</c> and <c>:extended</c>, and what takes one away, <c>:free</c>, is never left away.</remarks>
internal sealed record NameRewriting(Regex Pattern, string Replacement, string Meaning, NameGuard Guard)
{
    /// <summary>A snapshot's date at the end of a key: <c>-20240513</c>, <c>-05-2026</c>.</summary>
    public static readonly Regex Date = New(@"(?<!-20\d{6})-(20\d{6}|[01]\d-20\d\d)$");

    private static readonly Regex Version = New(@"-00\d$");

    public static readonly ImmutableArray<NameRewriting> All =
    [
        new(New(@"\((none|minimal|low|medium|high|xhigh|max|auto|\d+)\)$"), "", "is an effort, not a model", NameGuard.SameWithWord),
        new(New(@"(?<=^(gpt-5|gpt-oss|o\d|claude|grok|gemini-\d)(?!.*image).*)[:-](none|minimal|low|medium|high|xhigh)$"), "", "is an effort, not a model", NameGuard.SameWithWord),
        new(New(@":(nitro|floor|exacto|beta)$"), "", "chooses among those who serve it", NameGuard.SameWithWord),
        new(New(@"(:thinking|(?<=^([a-z-]+\.)?claude-.*)-thinking)(:(\d+|low|medium|high|max))?$"), "", "lets the model think and is billed as output", NameGuard.SameWithWord),
        new(New(@"-latest$"), "", "is whatever is newest under the name", NameGuard.KnownSeller),
        new(New(@"(?<=^ft:[^:]+):[^:]*:.*$"), "", "is the name of the buyer's own fine-tuning", NameGuard.None),
        new(Date, "", "is a snapshot that is not known; all that are known cost the same", NameGuard.SameSnapshots),
        new(Version, "", "is a version that is not known; all that are known cost the same", NameGuard.SameSnapshots),
        new(New(@"^(?!global\.|regional\.)[a-z0-9-]+\.(?=[a-z])"), "regional.", "is one of the regions that the list prices together", NameGuard.Bedrock),
        new(New(@"^[a-z0-9-]+\.(?=[a-z])"), "", "is a region; all that are known cost the same", NameGuard.SameRegions),
        new(New(@"^(?=[^.]+$)"), "regional.", "without a region runs in the caller's own", NameGuard.Bedrock),
    ];

    /// <summary>The key without this word; <see langword="null"/> where it is not in it.</summary>
    public string? Apply(string key) => Pattern.IsMatch(key) ? Pattern.Replace(key, Replacement, 1) : null;

    /// <summary>The step in words.</summary>
    public string Step(string key) => $"'{Word(key)}' {Meaning}";

    /// <summary>The word that is left away; the key itself where one is added.</summary>
    public string Word(string key) => Pattern.Match(key).Value is { Length: > 0 } word ? word : key;

    /// <summary>The key without a snapshot's date or version; <see langword="null"/> where it has none.</summary>
    public static string? Undated(string key) =>
        Date.Match(key) is { Success: true } date ? key[..date.Index] : Version.Match(key) is { Success: true } version ? key[..version.Index] : null;

    /// <summary>The key without its region; the key itself where it has none.</summary>
    public static string WithoutRegion(string key)
    {
        int dot = key.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && NameWords.IsRegion(key[..dot]) ? WithoutRegion(key[(dot + 1)..]) : key;
    }

    private static Regex New(string pattern) => new(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}
