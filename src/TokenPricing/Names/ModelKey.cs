using System.Text;

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
/// <c>4-5</c>; <c>command-r+</c> becomes <c>command-r-plus</c>.
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
    private static readonly string[] Families = ["llama", "gemma", "qwen", "phi"];
    private static readonly string[] ClaudeFamilies = ["fable", "haiku", "mythos", "opus", "sonnet"];

    /// <summary>Returns the key of a name.</summary>
    /// <param name="listing">The name, as a price list or a log writes it.</param>
    /// <param name="provider">
    /// The id of the provider that uses the name, which is then also removed as a prefix; <see langword="null"/> or empty for none.
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
        // What is removed is counted, not copied, so that a name of many prefixes takes no longer than another.
        int models = listing.LastIndexOf("models/", StringComparison.Ordinal);
        int routers = listing.LastIndexOf("routers/", StringComparison.Ordinal);
        int from = AfterRoute(listing, 0, models, routers);
        StringBuilder variant = new();
        for (int length = WordBefore(listing, from, '/'); length > 0; length = WordBefore(listing, from, '/'))
        {
            string word = listing.Substring(from, length);
            if (NameWords.IsRegion(word) || NameWords.IsCommitment(word))
            {
                variant.Append(word).Append('.');
            }
            else if (!(IsPrefix(word, provider) && IsModel(listing.AsSpan(from + length + 1))))
            {
                break;
            }

            from = AfterRoute(listing, from + length + 1, models, routers);
        }

        bool isDotted = false;
        for (int length = WordBefore(listing, from, '.'); length > 0; length = WordBefore(listing, from, '.'))
        {
            string word = listing.Substring(from, length);
            bool isMaker = NameWords.IsDottedMaker(word);
            if (NameWords.IsRegion(word) || NameWords.IsCommitment(word))
            {
                variant.Append(word).Append('.');
            }
            else if (!isMaker)
            {
                break;
            }

            isDotted |= isMaker;
            from += length + 1;

            // Bedrock leaves "deepseek" out of the model's own name: "deepseek.r1".
            if (word == "deepseek" && !listing.AsSpan(from).StartsWith(word, StringComparison.Ordinal))
            {
                return (variant.ToString(), $"deepseek-{listing.AsSpan(from)}", isDotted);
            }
        }

        return (variant.ToString(), listing[from..], isDotted);
    }

    /// <summary>Returns the length of the word from a position to a mark with something after it; -1 if there is none.</summary>
    private static int WordBefore(string name, int from, char mark)
    {
        int at = name.IndexOf(mark, from);
        return at >= 0 && at + 1 < name.Length ? at - from : -1;
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

    /// <summary>Returns where a name goes on after the path by which an API reaches the model.</summary>
    /// <param name="name">The name.</param>
    /// <param name="from">Where what is left of the name begins.</param>
    /// <param name="models">Where the last <c>models/</c> is; negative for none.</param>
    /// <param name="routers">Where the last <c>routers/</c> is; negative for none.</param>
    private static int AfterRoute(string name, int from, int models, int routers)
    {
        if (name.AsSpan(from).StartsWith("arn:", StringComparison.Ordinal))
        {
            from = Math.Max(from, name.LastIndexOf('/') + 1);
        }

        foreach ((int at, int end) in (ReadOnlySpan<(int, int)>)[(models, models + 7), (routers, routers + 8)])
        {
            if (end < name.Length && (at == from || (at > from && name[at - 1] == '/')))
            {
                from = end;
            }
        }

        int colon = name.AsSpan(from).IndexOfAny('/', ':');
        while (colon > 0 && name[from + colon] == ':' && from + colon + 1 < name.Length && NameWords.IsPrefix(name.Substring(from, colon)))
        {
            from += colon + 1;
            colon = name.AsSpan(from).IndexOfAny('/', ':');
        }

        return from;
    }

    /// <summary>Returns whether the word before a slash may be removed.</summary>
    private static bool IsPrefix(string word, string? provider) =>
        NameWords.IsPrefix(word) || word.Equals(provider, StringComparison.OrdinalIgnoreCase);

    /// <summary>A provider's own router has a name that means nothing without the provider: "openrouter/auto".</summary>
    private static bool IsModel(ReadOnlySpan<char> rest) =>
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
        int minor = NameScan.DigitsBefore(name, name.Length);
        int major = minor > 0 && minor < name.Length && name[minor - 1] == ':' ? NameScan.DigitsBefore(name, minor - 1) : 0;
        if (major > 0 && major < minor - 1 && name.AsSpan(0, major).EndsWith("-v", StringComparison.Ordinal))
        {
            string stem = name[..(major - 2)];
            name = (name[major..(minor - 1)], name[minor..]) switch
            {
                ("1", "0") when !IsBareClaude(stem) => stem,
                (var version, "0") => $"{stem}-v{version}",
                var (version, part) => $"{stem}-v{version}-{part}",
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

        // A version after a date: "-20250514-v1".
        int digits = NameScan.DigitsBefore(name, name.Length);
        return digits < name.Length && name.AsSpan(0, digits).EndsWith("-v", StringComparison.Ordinal)
            && NameScan.EndsAs(name.AsSpan(0, digits - 2), "-20DDDDDD") ? name[..(digits - 2)] : name;
    }

    /// <summary>The first Claude models are the exception: "v1" is the version of the model, as in "anthropic.claude-v1".</summary>
    private static bool IsBareClaude(string stem) => stem is "claude" or "claude-instant";

    /// <summary>Returns a name with one notation for separators, dates and families.</summary>
    private static string Notation(string name)
    {
        string key = NameScan.Replace(NameScan.Replace(NameScan.Replace(name, Size), Plus), Hyphens);
        key = NameScan.Replace(NameScan.Replace(key, Separator), Date);
        key = NameScan.Replace(key, Family);
        if (key.StartsWith("gpt-35", StringComparison.Ordinal))
        {
            key = "gpt-3-5" + key["gpt-35".Length..];
        }

        return key.Contains("claude", StringComparison.Ordinal)
            ? NameScan.Replace(NameScan.Replace(NameScan.Replace(key, ClaudeV), ClaudeFamilyLast), ClaudeZero)
            : key;
    }

    /// <summary>The colon of Ollama before a size: "llama3:70b", "mixtral:8x7b".</summary>
    private static (int, string) Size(string name, int at)
    {
        int end = name[at] == ':' ? NameScan.DigitsAfter(name, at + 1) : at;
        if (end <= at + 1)
        {
            return default;
        }

        int fraction = NameScan.Has(name, end, ".-x") ? NameScan.DigitsAfter(name, end + 1) : end;
        end = fraction > end + 1 ? fraction : end;
        return NameScan.Has(name, end, "bt") && (end + 1 == name.Length || NameScan.Has(name, end + 1, "-_")) ? (1, "-") : default;
    }

    /// <summary>The plus at the end of a word: "command-r+".</summary>
    private static (int, string) Plus(string name, int at) =>
        name[at] == '+' && at > 0 && (at + 1 == name.Length || NameScan.Has(name, at + 1, "-_ :+")) ? (1, "-plus") : default;

    private static (int, string) Hyphens(string name, int at)
    {
        int length = name.AsSpan(at).IndexOfAnyExcept("-_ ");
        return (length < 0 ? name.Length - at : length, "-");
    }

    /// <summary>A mark between two digits that stands for a decimal point: "4.5", "4_5", "4p5".</summary>
    private static (int, string) Separator(string name, int at) =>
        at > 0 && NameScan.Has(name, at, "._p") && char.IsAsciiDigit(name[at - 1]) && NameScan.HasDigit(name, at + 1) ? (1, "-") : default;

    /// <summary>A date with hyphens, such as the end of "gpt-4o-2024-05-13".</summary>
    private static (int, string) Date(string name, int at) =>
        at > 0 && name[at - 1] == '-' && NameScan.BeginsAs(name.AsSpan(at), "20DD-MD-TD") && !NameScan.HasDigit(name, at + 10)
            ? (10, name.Substring(at, 10).Replace("-", "", StringComparison.Ordinal))
            : default;

    /// <summary>A family whose version may follow with or without a hyphen: "llama3", "meta-llama-3".</summary>
    private static (int, string) Family(string name, int at)
    {
        if (at > 0 && name[at - 1] != '-')
        {
            return default;
        }

        int start = name.AsSpan(at).StartsWith("meta-", StringComparison.Ordinal) ? at + 5 : at;
        string? family = Array.Find(Families, f => name.AsSpan(start).StartsWith(f, StringComparison.Ordinal));
        int end = start + (family?.Length ?? 0);
        end += NameScan.Has(name, end, "-") ? 1 : 0;
        return family is not null && NameScan.HasDigit(name, end) ? (end - at, family + "-") : default;
    }

    /// <summary>"claude-v2".</summary>
    private static (int, string) ClaudeV(string name, int at) =>
        name[at] == 'v' && NameScan.HasDigit(name, at + 1)
        && (name.AsSpan(0, at).EndsWith("claude-", StringComparison.Ordinal)
            || name.AsSpan(0, at).EndsWith("claude-instant-", StringComparison.Ordinal))
            ? (1, "")
            : default;

    /// <summary>"claude-4-5-sonnet".</summary>
    private static (int, string) ClaudeFamilyLast(string name, int at)
    {
        ReadOnlySpan<char> rest = name.AsSpan(at);
        int version = NameScan.BeginsAs(rest, "claude-D-D-") ? 3 : NameScan.BeginsAs(rest, "claude-D-") ? 1 : 0;
        int start = at + "claude-".Length + version + 1;
        string? family = version == 0 ? null : Array.Find(ClaudeFamilies, f => name.AsSpan(start).StartsWith(f, StringComparison.Ordinal));
        return family is not null && IsEndOfWord(name, start + family.Length)
            ? (start + family.Length - at, $"claude-{family}-{name.AsSpan(start - 1 - version, version)}")
            : default;
    }

    /// <summary>"claude-opus-4-0".</summary>
    private static (int, string) ClaudeZero(string name, int at)
    {
        if (!name.AsSpan(at).StartsWith("-0", StringComparison.Ordinal) || !IsEndOfWord(name, at + 2)
            || !NameScan.EndsAs(name.AsSpan(0, at), "-D"))
        {
            return default;
        }

        int start = name.AsSpan(0, at - 2).LastIndexOfAnyExceptInRange('a', 'z') + 1;
        return name.AsSpan(0, start).EndsWith("claude-", StringComparison.Ordinal) ? (2, "") : default;
    }

    private static bool IsEndOfWord(string name, int at) => at == name.Length || NameScan.Has(name, at, "-:");
}
