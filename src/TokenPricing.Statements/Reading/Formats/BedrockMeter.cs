namespace TokenPricing.Statements;

/// <summary>What a usage type of Amazon Bedrock says, such as <c>USW2-Claude4.5Sonnet-cache-read-input-token-count</c>.</summary>
/// <param name="Model">The model, with a prefix for global and regional routing.</param>
/// <param name="Meter">What is counted.</param>
/// <param name="Tier">The service tier; <see langword="null"/> for standard.</param>
/// <param name="IsLong">Whether the requests were beyond the context threshold.</param>
internal sealed record BedrockMeter(string Model, Meter Meter, string? Tier, bool IsLong)
{
    // The longest first: each contains the one after it.
    private static readonly (string Words, Meter Meter)[] Counts =
    [
        ("cache-read-input-token", Meter.CacheRead),
        ("cache-write-input-token", Meter.CacheWrite),
        ("cache-read-token", Meter.CacheRead),
        ("cache-write-token", Meter.CacheWrite),
        ("input-token", Meter.Input),
        ("output-token", Meter.Output),
    ];

    /// <summary>Reads a usage type; <see langword="null"/> if it is not about tokens.</summary>
    /// <param name="usageType">The usage type.</param>
    /// <param name="description">The description of the line, which names the model of a marketplace's usage type.</param>
    public static BedrockMeter? Parse(string usageType, string? description)
    {
        bool isMarketplace = usageType.Contains("-MP:", StringComparison.Ordinal);
        string type = isMarketplace ? usageType[(usageType.IndexOf("-MP:", StringComparison.Ordinal) + 4)..] : WithoutRegion(usageType);
        string words = Words(type);
        foreach ((string count, Meter meter) in Counts)
        {
            int at = words.IndexOf(count, StringComparison.Ordinal);
            if (at < 0)
            {
                continue;
            }

            string rest = words[(at + count.Length)..];
            string? model = isMarketplace ? Edition(description) : Named(type, words, at);
            if (string.IsNullOrEmpty(model))
            {
                return null;
            }

            bool isGlobal = rest.Contains("global", StringComparison.Ordinal);
            return new BedrockMeter(
                Routed(model, isGlobal),
                meter == Meter.CacheWrite && Has(rest, "1h") ? Meter.CacheWrite1h : meter,
                Has(rest, "batch") ? "batch" : Has(rest, "flex") ? "flex" : Has(rest, "priority") ? "priority" : null,
                Has(rest, "lctx") || Has(rest, "long"));
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

    /// <summary>Returns the model of a description such as <c>Claude Sonnet 4.6 (Amazon Bedrock Edition)</c>.</summary>
    private static string? Edition(string? description)
    {
        int at = description?.IndexOf("(Amazon Bedrock Edition)", StringComparison.OrdinalIgnoreCase) ?? -1;
        if (at <= 0)
        {
            return null;
        }

        string name = description![..at].Trim();
        int bar = name.LastIndexOf('|');
        return SourceNames.Split((bar >= 0 ? name[(bar + 1)..] : name).Trim());
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
        return numbers.Length == 0 ? 0
            : decimal.Parse(string.Join('.', numbers), System.Globalization.CultureInfo.InvariantCulture);
    }
}
