using System.Text;
using System.Text.RegularExpressions;

namespace TokenPricing.Names;

/// <summary>
/// The key under which all spellings of one listing meet: what only the notation of a price list or an API adds is taken away, and
/// what may change the price stays: the region, the date, the size, the precision, <c>:free</c>.
/// </summary>
/// <remarks>
/// Of one listing to the other it changes notation only, in this order; the key of a key is itself:
/// <list type="number">
/// <item>case, and spaces around it: <c>GPT-4o</c> is <c>gpt-4o</c></item>
/// <item>the route: <c>publishers/google/models/</c>, <c>models/</c>, <c>accounts/fireworks/routers/</c>, an ARN up to the model, <c>hf:</c></item>
/// <item>sellers and makers before a slash or colon, where they are known ones: <c>openrouter/openai/gpt-4o</c>, <c>cerebras:llama-3.3-70b</c></item>
/// <item>a region or commitment before a slash or dot becomes the beginning: <c>bedrock/us-east-1/anthropic.claude-v2</c> is <c>us-east-1.claude-2</c>, <c>eu/gpt-4o</c> is <c>eu.gpt-4o</c></item>
/// <item>the maker before a dot: <c>us.anthropic.claude-opus-4-6</c> is <c>us.claude-opus-4-6</c></item>
/// <item>Bedrock's versions: <c>-v1:0</c>, <c>:0</c> and <c>-1:0</c> go, <c>-v1</c> where the maker stood before a dot; <c>-v0:2</c> is <c>-v0-2</c></item>
/// <item><c>@20250514</c> is <c>-20250514</c>; <c>@default</c> and <c>@latest</c> go</item>
/// <item>spaces and underscores are hyphens, several are one, and so is what separates digits: <c>4.5</c>, <c>4_5</c>, <c>4p5</c></item>
/// <item><c>2024-05-13</c> is <c>20240513</c></item>
/// <item><c>llama3</c>, <c>meta-llama-3</c> are <c>llama-3</c>; likewise gemma, qwen and phi; <c>gpt-35</c> is <c>gpt-3-5</c></item>
/// <item><c>claude-4-5-sonnet</c> is <c>claude-sonnet-4-5</c>; <c>claude-opus-4-0</c> is <c>claude-opus-4</c>; <c>claude-v2</c> is <c>claude-2</c></item>
/// </list>
/// </remarks>
internal static class ModelKey
{
    private static readonly Regex Date = New(@"(?<=-)(20\d\d)-([01]\d)-([0-3]\d)(?!\d)");
    private static readonly Regex Separator = New(@"(?<=\d)[._p](?=\d)");
    private static readonly Regex BedrockVersion = New(@"-v(?<major>\d+):(?<minor>\d+)$");
    private static readonly Regex DatedVersion = New(@"(?<=-20\d{6})-v\d+$");
    private static readonly Regex Size = New(@":(?=\d+([.-]\d+)?[bt]([-_]|$))");
    private static readonly Regex Hyphens = New("[-_ ]+");
    private static readonly Regex Family = New(@"(?<=^|-)(meta-)?(llama|gemma|qwen|phi)-?(?=\d)");
    private static readonly Regex ClaudeFamilyLast = New(@"claude-(?<version>\d(-\d)?)-(?<family>fable|haiku|mythos|opus|sonnet)(?=$|[-:])");
    private static readonly Regex ClaudeZero = New(@"(?<=claude-[a-z]+-\d)-0(?=$|[-:])");
    private static readonly Regex ClaudeV = New(@"(?<=claude-(instant-)?)v(?=\d)");

    /// <summary>The key of a name.</summary>
    /// <param name="listing">The name, as a price list or a log writes it.</param>
    /// <param name="provider">The id of the provider that writes so; <see langword="null"/>: not known.</param>
    public static string Of(string listing, string? provider = null)
    {
        (string variant, string name, bool isDotted) = Split(listing.Trim().ToLowerInvariant(), provider);
        return variant + Notation(WithoutVersion(WithoutAt(name), isDotted));
    }

    /// <summary>What stands before the model in a name: the route, the sellers and the makers, without the region.</summary>
    /// <param name="listing">The name.</param>
    /// <param name="provider">The id of the provider that writes so; <see langword="null"/>: not known.</param>
    /// <returns>The region with a dot after it, or nothing; the rest without maker; whether a maker stood before a dot.</returns>
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
                // DeepSeek's models have no name of their own there: "deepseek.r1".
                name = (word == "deepseek" && !name[(dot + 1)..].StartsWith(word, StringComparison.Ordinal) ? "deepseek-" : "") + name[(dot + 1)..];
                isDotted = true;
            }
            else
            {
                break;
            }
        }

        return (variant.ToString(), name, isDotted);
    }

    // Where a mark stands that has something before and after it.
    private static int IndexWithin(string name, char mark)
    {
        int at = name.IndexOf(mark, StringComparison.Ordinal);
        return at + 1 < name.Length ? at : -1;
    }

    /// <summary>A key without the date at its end; <see langword="null"/> where there is none.</summary>
    /// <param name="key">The key.</param>
    public static string? Undated(string key)
    {
        int at = key.Length - 9;
        return at > 0 && key[at] == '-' && key.AsSpan(at + 1, 2) is "20" && key.AsSpan(at + 1).IndexOfAnyExceptInRange('0', '9') < 0 ? key[..at] : null;
    }

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

    private static bool IsPrefix(string word, string? provider) =>
        NameWords.IsPrefix(word) || word.Equals(provider, StringComparison.OrdinalIgnoreCase);

    // A seller's own router has a name that means nothing without the seller: "openrouter/auto".
    private static bool IsModel(string rest) => rest is not ("auto" or "auto-beta" or "free" or "default" or "router" or "fusion" or "bodybuilder");

    private static string WithoutAt(string name)
    {
        int at = name.IndexOf('@', StringComparison.Ordinal);
        return at < 1 ? name : name[(at + 1)..] is "default" or "latest" ? name[..at] : name.Replace('@', '-');
    }

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

    // Here the version is the model's own: "anthropic.claude-v1".
    private static bool IsBareClaude(string stem) => stem is "claude" or "claude-instant";

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
