using System.Globalization;
using System.Text;

namespace TokenPricing.Statements;

/// <summary>The names of providers, services, models and meters in FOCUS rows.</summary>
internal static class FocusNames
{
    /// <summary>Returns the name of a provider, such as <c>Anthropic</c>.</summary>
    public static string Provider(Provider provider) => provider.Name == provider.Id.Value ? Words(provider.Name) : provider.Name;

    /// <summary>Returns the name of a provider's service.</summary>
    public static string Service(Provider provider) => provider.Id.Value switch
    {
        "anthropic" => "Claude API",
        "openai" => "OpenAI API",
        "google" => "Gemini API",
        "google-vertex" => "Vertex AI",
        "amazon-bedrock" => "Amazon Bedrock",
        "azure" => "Azure OpenAI",
        _ => $"{Provider(provider)} API",
    };

    /// <summary>Returns the display name of a model, such as <c>Claude Sonnet 4.5</c>.</summary>
    public static string Model(Model model) =>
        model.Name.Equals(model.Id.Value, StringComparison.OrdinalIgnoreCase) && model.Name.Contains('-', StringComparison.Ordinal)
            ? Words(model.Name)
            : model.Name;

    /// <summary>Returns what a meter counts, such as <c>uncached input tokens</c>.</summary>
    public static string Description(Meter meter) => meter == TokenPricing.Values.Meter.Input ? "uncached input tokens" : meter.Unit;

    /// <summary>Returns the name of a meter, such as <c>Cache Write 5m Tokens</c>.</summary>
    public static string Meter(Meter meter)
    {
        string words = string.Join(' ', meter.Id.Split('-').Select(w => char.IsAsciiDigit(w[0]) ? w : Capital(w)));
        return meter.IsTokens ? words + " Tokens" : words;
    }

    /// <summary>Returns an id as words; numbers that follow each other are one version.</summary>
    private static string Words(string id)
    {
        StringBuilder words = new();
        bool wasNumber = false;
        foreach (string word in id.Split('-'))
        {
            bool isNumber = word.Length is > 0 and <= 2 && word.All(char.IsAsciiDigit);
            words.Append(words.Length == 0 ? "" : wasNumber && isNumber ? "." : " ");
            words.Append(word is "gpt" or "ai" or "oss" ? word.ToUpperInvariant() : Capital(word));
            wasNumber = isNumber;
        }

        return words.ToString();
    }

    private static string Capital(string word) =>
        word.Length == 0 ? word : char.ToUpper(word[0], CultureInfo.InvariantCulture) + word[1..];
}
