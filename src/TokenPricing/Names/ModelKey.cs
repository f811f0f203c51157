using System.Text;
using System.Text.RegularExpressions;

namespace TokenPricing.Names;

/// <summary>Computes the key of a model's name, which is the same for all spellings of the name.</summary>
/// <remarks>
/// <para>
/// The key leaves out what only the notation of a price list or an API adds. It keeps everything that may change the price: the region, the
/// date, the size, the precision, <c>:free</c>. The key of a key is the key itself.
/// </para>
/// <para>These rules apply, in this order:</para>
/// <list type="number">
/// <item>Case and surrounding white space are ignored: <c>GPT-4o</c> becomes <c>gpt-4o</c>.</item>
/// <item>
/// The route is removed: <c>publishers/google/models/</c>, <c>models/</c>, <c>accounts/fireworks/routers/</c>, <c>hf:</c>, and everything
/// before the model in an ARN of AWS.
/// </item>
/// <item>
/// Known providers and developers before a slash or a colon are removed: <c>openrouter/openai/gpt-4o</c> becomes <c>gpt-4o</c>, and
/// <c>cerebras:llama-3.3-70b</c> becomes <c>llama-3-3-70b</c>.
/// </item>
/// <item>
/// A region or a commitment before a slash or a dot moves to the beginning: <c>bedrock/us-east-1/anthropic.claude-v2</c> becomes
/// <c>us-east-1.claude-2</c>, and <c>eu/gpt-4o</c> becomes <c>eu.gpt-4o</c>.
/// </item>
/// <item>The developer before a dot is removed: <c>us.anthropic.claude-opus-4-6</c> becomes <c>us.claude-opus-4-6</c>.</item>
/// <item>
/// The version of Amazon Bedrock is removed: <c>-v1:0</c>, <c>:0</c>, <c>-1:0</c>, and <c>-v1</c> if a developer stood before a dot. Other
/// versions remain: <c>-v0:2</c> becomes <c>-v0-2</c>.
/// </item>
/// <item><c>@20250514</c> becomes <c>-20250514</c>; <c>@default</c> and <c>@latest</c> are removed.</item>
/// <item>
/// Spaces, underscores, repeated hyphens and separators between digits become one hyphen: <c>4.5</c>, <c>4_5</c> and <c>4p5</c> become
/// <c>4-5</c>.
/// </item>
/// <item>A date loses its hyphens: <c>2024-05-13</c> becomes <c>20240513</c>.</item>
/// <item>
/// Families get one spelling: <c>llama3</c> and <c>meta-llama-3</c> become <c>llama-3</c>, likewise Gemma, Qwen and Phi; <c>gpt-35</c>
/// becomes <c>gpt-3-5</c>.
/// </item>
/// <item>
/// Claude models get one spelling: <c>claude-4-5-sonnet</c> becomes <c>claude-sonnet-4-5</c>, <c>claude-opus-4-0</c> becomes
/// <c>claude-opus-4</c>, and <c>claude-v2</c> becomes <c>claude-2</c>.
/// </item>
/// </list>
/// </remarks>
internal static class ModelKey
{
    // A date with hyphens, such as the end of "gpt-4o-2024-05-13".
    private static readonly Regex Date = New(@"(?<=-)(20\d\d)-([01]\d)-([0-3]\d)(?!\d)");

    // A mark between two digits that stands for a decimal point: "4.5", "4_5", "4p5".
    private static readonly Regex Separator = New(@"(?<=\d)[._p](?=\d)");

    // The version of Amazon Bedrock: "-v1:0".
    private static readonly Regex BedrockVersion = New(@"-v(?<major>\d+):(?<minor>\d+)$");

    // Such a version after a date: "-20250514-v1".
    private static readonly Regex DatedVersion = New(@"(?<=-20\d{6})-v\d+$");

    // The colon of Ollama before a size: "llama3:70b".
    private static readonly Regex Size = New(@":(?=\d+([.-]\d+)?[bt]([-_]|$))");
    private static readonly Regex Hyphens = New("[-_ ]+");

    // A family whose version may follow with or without a hyphen: "llama3", "meta-llama-3".
    private static readonly Regex Family = New(@"(?<=^|-)(meta-)?(llama|gemma|qwen|phi)-?(?=\d)");

    // The spellings of Claude models: "claude-4-5-sonnet", "claude-opus-4-0", "claude-v2".
    private static readonly Regex ClaudeFamilyLast = New(
        @"claude-(?<version>\d(-\d)?)-(?<family>fable|haiku|mythos|opus|sonnet)(?=$|[-:])");
    private static readonly Regex ClaudeZero = New(@"(?<=claude-[a-z]+-\d)-0(?=$|[-:])");
    private static readonly Regex ClaudeV = New(@"(?<=claude-(instant-)?)v(?=\d)");

    /// <summary>Returns the key of a name.</summary>
    /// <param name="listing">The name, as a price list or a log writes it.</param>
    /// <param name="provider">
    /// The id of the provider that uses the name, which is then also removed as a prefix; <see langword="null"/> if it is not known.
    /// </param>
    public static string Of(string listing, string? provider = null)
    {
        (string variant, string name, bool isDotted) = Split(listing.Trim().ToLowerInvariant(), provider);
        return variant + Notation(WithoutVersion(WithoutAt(name), isDotted));
    }

    /// <summary>Splits a name into its region and its model, without route, providers and developers.</summary>
    /// <param name="listing">The name, in lower case.</param>
    /// <param name="provider">The id of the provider that uses the name; <see langword="null"/> if it is not known.</param>
    /// <returns>The region with a dot, or an empty string; the rest of the name; whether a developer stood before a dot.</returns>
    private static (string Variant, string Name, bool IsDotted) Split(string listing, string? provider)
    {
        string name = WithoutRoute(listing);
        StringBuilder variant = new();
        for (int slash = IndexWithin(name, '/'); slash > 0; slash = IndexWithin(name, '/'))
        {
            string word = name[..slash];
            if (NameWords.IsRegion(word) || NameWords.IsCommitment(word))
            {
                variant.Append(word).Append('.');
            }
            else if (!(IsPrefix(word, provider) && IsModel(name[(slash + 1)..])))
            {
                break;
            }

            name = WithoutRoute(name[(slash + 1)..]);
        }

        bool isDotted = false;
        for (int dot = IndexWithin(name, '.'); dot > 0; dot = IndexWithin(name, '.'))
        {
            string word = name[..dot];
            if (NameWords.IsRegion(word) || NameWords.IsCommitment(word))
            {
                variant.Append(word).Append('.');
                name = name[(dot + 1)..];
            }
            else if (NameWords.IsDottedMaker(word))
            {
                // Bedrock leaves "deepseek" out of the model's own name: "deepseek.r1".
                string rest = name[(dot + 1)..];
                name = word == "deepseek" && !rest.StartsWith(word, StringComparison.Ordinal) ? $"deepseek-{rest}" : rest;
                isDotted = true;
            }
            else
            {
                break;
            }
        }

        return (variant.ToString(), name, isDotted);
    }

    // Returns the position of a mark with something after it; -1 if there is none.
    private static int IndexWithin(string name, char mark)
    {
        int at = name.IndexOf(mark, StringComparison.Ordinal);
        return at + 1 < name.Length ? at : -1;
    }

    /// <summary>Returns a key without the date at its end, such as <c>-20240513</c>; <see langword="null"/> if it has no date.</summary>
    /// <param name="key">The key.</param>
    public static string? Undated(string key)
    {
        int at = key.Length - 9;
        return at > 0 && key[at] == '-'
            && key.AsSpan(at + 1, 2) is "20" && key.AsSpan(at + 1).IndexOfAnyExceptInRange('0', '9') < 0
            ? key[..at]
            : null;
    }

    /// <summary>Returns a name without the path by which an API reaches the model.</summary>
    private static string WithoutRoute(string name)
    {
        if (name.StartsWith("arn:", StringComparison.Ordinal))
        {
            name = name[(name.LastIndexOf('/') + 1)..];
        }

        foreach (string route in (ReadOnlySpan<string>)["models/", "routers/"])
        {
            int at = name.LastIndexOf(route, StringComparison.Ordinal);
            if (at + route.Length < name.Length && (at == 0 || (at > 0 && name[at - 1] == '/')))
            {
                name = name[(at + route.Length)..];
            }
        }

        int colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && colon + 1 < name.Length && NameWords.IsPrefix(name[..colon]) ? name[(colon + 1)..] : name;
    }

    /// <summary>Returns whether the word before a slash may be removed.</summary>
    private static bool IsPrefix(string word, string? provider) =>
        NameWords.IsPrefix(word) || word.Equals(provider, StringComparison.OrdinalIgnoreCase);

    // A provider's own router has a name that means nothing without the provider: "openrouter/auto".
    private static bool IsModel(string rest) =>
        rest is not ("auto" or "auto-beta" or "free" or "default" or "router" or "fusion" or "bodybuilder");

    /// <summary>Returns a name with the version after <c>@</c> in the usual notation.</summary>
    private static string WithoutAt(string name)
    {
        int at = name.IndexOf('@', StringComparison.Ordinal);
        return at < 1 ? name : name[(at + 1)..] is "default" or "latest" ? name[..at] : name.Replace('@', '-');
    }

    /// <summary>Returns a name without the version of Amazon Bedrock.</summary>
    private static string WithoutVersion(string name, bool isDotted)
    {
        if (BedrockVersion.Match(name) is { Success: true } version)
        {
            string stem = name[..version.Index];
            (string major, string minor) = (version.Groups["major"].Value, version.Groups["minor"].Value);
            name = (major, minor) switch
            {
                ("1", "0") when !IsBareClaude(stem) => stem,
                (_, "0") => $"{stem}-v{major}",
                _ => $"{stem}-v{major}-{minor}",
            };
        }
        else if (name.EndsWith(":0", StringComparison.Ordinal))
        {
            name = name.EndsWith("-1:0", StringComparison.Ordinal) ? name[..^4] : name[..^2];
        }

        if (isDotted && name.EndsWith("-v1", StringComparison.Ordinal) && !IsBareClaude(name[..^3]))
        {
            name = name[..^3];
        }

        return DatedVersion.Replace(name, "");
    }

    // The first Claude models are the exception: "v1" is the version of the model, as in "anthropic.claude-v1".
    private static bool IsBareClaude(string stem) => stem is "claude" or "claude-instant";

    /// <summary>Returns a name with one notation for separators, dates and families.</summary>
    private static string Notation(string name)
    {
        string key = Hyphens.Replace(Size.Replace(name, "-"), "-");
        key = Date.Replace(Separator.Replace(key, "-"), "$1$2$3");
        key = Family.Replace(key, "$2-");
        if (key.StartsWith("gpt-35", StringComparison.Ordinal))
        {
            key = "gpt-3-5" + key["gpt-35".Length..];
        }

        return key.Contains("claude", StringComparison.Ordinal)
            ? ClaudeZero.Replace(ClaudeFamilyLast.Replace(ClaudeV.Replace(key, ""), "claude-${family}-${version}"), "")
            : key;
    }

    private static Regex New(string pattern) => new(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}
