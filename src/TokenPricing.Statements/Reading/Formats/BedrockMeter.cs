using System.Globalization;
using System.Text.RegularExpressions;

namespace TokenPricing.Statements;

/// <summary>What a usage type of Amazon Bedrock says, such as <c>USW2-Claude4.5Sonnet-cache-read-input-token-count</c>.</summary>
/// <param name="Model">The model, with a prefix for global and regional routing.</param>
/// <param name="OtherModels">Other spellings of the model.</param>
/// <param name="Meter">What is counted.</param>
/// <param name="Tier">The service tier; <see langword="null"/> for standard.</param>
/// <param name="IsLong">Whether the requests were beyond the context threshold.</param>
/// <param name="Problem">Why the price is not that of the model; <see langword="null"/> if it is.</param>
internal sealed partial record BedrockMeter(
    string Model, IReadOnlyList<string> OtherModels, Meter Meter, string? Tier, bool IsLong, string? Problem)
{
    // The longest first: each contains the ones after it.
    private static readonly (string Words, Meter Meter)[] Counts =
    [
        ("cache-write-1h-input-token", Meter.CacheWrite1h),
        ("cache-write-5m-input-token", Meter.CacheWrite5m),
        ("cache-read-input-token", Meter.CacheRead),
        ("cache-write-input-token", Meter.CacheWrite),
        ("cache-write-1h-token", Meter.CacheWrite1h),
        ("cache-write-5m-token", Meter.CacheWrite5m),
        ("cache-read-token", Meter.CacheRead),
        ("cache-write-token", Meter.CacheWrite),
        ("input-token", Meter.Input),
        ("output-token", Meter.Output),
    ];

    // Words behind the count that are no price of their own, or are read elsewhere.
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "", "s", "count", "counts", "cross", "region", "regional", "global", "geo", "standard", "ondemand", "on", "demand", "batch", "flex",
        "priority", "latency", "optimized", "lctx", "long", "ctx", "context", "1h", "5m", "unit", "units", "mantle",
    };

    /// <summary>Reads a usage type; <see langword="null"/> if it is not about tokens, or if nothing names a model.</summary>
    /// <param name="usageType">The usage type.</param>
    /// <param name="names">
    /// Texts of the line that name the model of a marketplace's usage type: its description, its product, the ARN of the model.
    /// </param>
    public static BedrockMeter? Parse(string usageType, params ReadOnlySpan<string?> names)
    {
        int marketplace = usageType.IndexOf("-MP:", StringComparison.Ordinal);
        string sold = marketplace >= 0 ? usageType[(marketplace + 4)..] : "";
        string type = marketplace >= 0 ? sold[(sold.IndexOf('_', StringComparison.Ordinal) + 1)..] : WithoutRegion(usageType);
        string words = Words(type);
        foreach ((string count, Meter meter) in Counts)
        {
            int at = words.IndexOf(count, StringComparison.Ordinal);
            if (at < 0)
            {
                continue;
            }

            string rest = words[(at + count.Length)..];
            string before = words[..at].TrimEnd('-');
            bool isCustom = Has(rest, "custom") || Has(before, "custom");
            string? model = marketplace >= 0 ? Marketplace(names) : Named(type, words, at);
            if (string.IsNullOrEmpty(model))
            {
                return null;
            }

            string[] unknown =
            [
                .. rest.Split('-').Where(w => !Known.Contains(w) && !(isCustom && w is "custom" or "model")),
                .. marketplace >= 0 && before.Length > 0 ? before.Split('-') : [],
            ];
            string routed = Routed(model, rest.Contains("global", StringComparison.Ordinal));
            return new BedrockMeter(
                routed,
                [.. Spellings(routed)],
                meter == Meter.CacheWrite && Has(rest, "1h") ? Meter.CacheWrite1h
                    : meter == Meter.CacheWrite && Has(rest, "5m") ? Meter.CacheWrite5m
                    : meter,
                Has(rest, "optimized") ? "latency-optimized"
                    : Has(rest, "batch") ? "batch"
                    : Has(rest, "flex") ? "flex"
                    : Has(rest, "priority") ? "priority"
                    : null,
                Has(rest, "lctx") || Has(rest, "long"),
                isCustom ? $"'{usageType}' is about a model that was customized, which has prices of its own that are not known."
                    : unknown.Length > 0 ? $"The words '{string.Join(' ', unknown)}' of '{usageType}' are not understood."
                    : null);
        }

        return null;
    }

    private static bool Has(string words, string word) => $"-{words}-".Contains($"-{word}-", StringComparison.Ordinal);

    /// <summary>Returns a usage type as words, such as <c>input-token-count-global</c>.</summary>
    private static string Words(string type) => SourceNames.Split(type.Replace('_', '-')).Replace("--", "-", StringComparison.Ordinal);

    /// <summary>Returns the model before the count in the original spelling, without the words that are no model.</summary>
    private static string Named(string type, string words, int at)
    {
        string model = words[..at].TrimEnd('-');
        foreach (string word in new[] { "-mantle", "-custom-model" })
        {
            model = model.EndsWith(word, StringComparison.Ordinal) ? model[..^word.Length] : model;
        }

        // The original spelling of a name that is already one, such as 'openai.gpt-oss-120b'.
        return type.StartsWith(model, StringComparison.OrdinalIgnoreCase) ? type[..model.Length] : model;
    }

    /// <summary>
    /// Returns the model of a text such as <c>Claude Sonnet 4.6 (Amazon Bedrock Edition)</c>, or of the ARN of a model.
    /// </summary>
    private static string? Marketplace(ReadOnlySpan<string?> names)
    {
        foreach (string? name in names)
        {
            int at = name?.IndexOf("(Amazon Bedrock Edition)", StringComparison.OrdinalIgnoreCase) ?? -1;
            if (at > 0)
            {
                // Behind a count and a colon, as in 'usage|us-east-1|Million Input Tokens Regional: Claude Sonnet 4.5'.
                string text = name![..at];
                return SourceNames.Split(text[(text.LastIndexOfAny(['|', ':', '"']) + 1)..].Trim());
            }

            if (name is not null && Arn().Match(name) is { Success: true } arn)
            {
                return arn.Groups[1].Value;
            }
        }

        return null;
    }

    private static string WithoutRegion(string usageType)
    {
        int dash = usageType.IndexOf('-', StringComparison.Ordinal);
        return dash is > 1 and <= 5 && usageType[..dash].All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c))
            ? usageType[(dash + 1)..]
            : usageType;
    }

    /// <summary>
    /// Returns a model with its routing. Claude is sold in a region at a price of its own from version 4.5 on; other models have one price.
    /// </summary>
    private static string Routed(string model, bool isGlobal)
    {
        string name = ClaudeName(model);
        bool isClaude = name.Contains("claude", StringComparison.OrdinalIgnoreCase);
        return !isClaude || name.Contains("claude-3", StringComparison.OrdinalIgnoreCase) ? name
            : isGlobal ? "global." + name
            : ClaudeVersion(name) >= 4.5m ? "regional." + name
            : name;
    }

    /// <summary>
    /// Returns other spellings: <c>nova-2.0-lite</c> is also <c>nova-2-lite</c>, and <c>deep-seek-r-1</c> <c>deepseek-r1</c>.
    /// </summary>
    private static IEnumerable<string> Spellings(string model)
    {
        // A letter alone belongs to the number after it, as in 'kimi-k-2.5'.
        string joined = Letter().Replace(SourceNames.Split(model), "$1$2").Replace("deep-seek", "deepseek", StringComparison.Ordinal);
        return new[] { joined, joined.Replace(".0", "", StringComparison.Ordinal) }.Distinct().Where(m => m != model);
    }

    [GeneratedRegex(@"\b([a-z])-(\d)")]
    private static partial Regex Letter();

    [GeneratedRegex(
        @"^arn:aws[a-z-]*:bedrock:.*(?:foundation-model|inference-profile)/(?:[a-z]{2,6}\.)?"
        + @"anthropic\.(claude-[a-z0-9-]+?)(?:-\d{8})?(?:-v\d+(?::\d+)?)?$")]
    private static partial Regex Arn();

    /// <summary>Returns <c>claude-4.5-sonnet</c> as <c>claude-sonnet-4-5</c>, which is the name in price lists.</summary>
    private static string ClaudeName(string model)
    {
        string[] words = model.Split('-');
        if (words is ["claude", _, _] or ["claude", _, _, ..] && char.IsAsciiDigit(words[1][0]) && words.Length == 3
            && !words[1].StartsWith('3'))
        {
            return $"claude-{words[2]}-{words[1].Replace('.', '-')}";
        }

        return model.StartsWith("claude-", StringComparison.Ordinal) ? model.Replace('.', '-') : model;
    }

    private static decimal ClaudeVersion(string name)
    {
        string[] numbers = [.. name.Split('-', '.').Where(w => w.Length is 1 or 2 && w.All(char.IsAsciiDigit)).Take(2)];
        return numbers.Length == 0 ? 0 : decimal.Parse(string.Join('.', numbers), CultureInfo.InvariantCulture);
    }
}
