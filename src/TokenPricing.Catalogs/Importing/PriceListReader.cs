using System.Text.Json;

namespace TokenPricing.Catalogs;

/// <summary>Reads a price list of any known format.</summary>
internal static class PriceListReader
{
    /// <summary>Reads a price list.</summary>
    /// <param name="json">The file.</param>
    /// <param name="recorded">The day on which its prices were known.</param>
    /// <param name="format">The format; <see langword="null"/> to determine it from the file.</param>
    /// <param name="provider">Whose list it is; <see langword="null"/> where the list says that.</param>
    /// <exception cref="PriceDataException">
    /// The file has another or an unknown format, or one that needs a provider, and none is given.
    /// </exception>
    public static PriceImport Read(Stream json, LocalDate recorded, PriceListFormat? format, string? provider)
    {
        using JsonDocument document = ImportJson.Parse(json);
        JsonElement root = document.RootElement;
        return (format ?? FormatOf(root)) switch
        {
            PriceListFormat.GenaiPrices => GenaiPricesImport.Read(root, recorded),
            PriceListFormat.LiteLlm => LiteLlmImport.Read(root, recorded),
            PriceListFormat.ModelsDev => ModelsDevImport.Read(root, recorded),
            PriceListFormat.OpenRouter => OpenRouterImport.Read(root, recorded),
            PriceListFormat.PiAi => PiAiImport.Read(root, recorded),
            PriceListFormat.Portkey => PortkeyImport.Read(root, recorded, string.IsNullOrWhiteSpace(provider)
                ? throw ImportJson.Wrong("provider", null, "whose prices they are, such as openai: a file of Portkey does not say that")
                : provider.Trim()),
            PriceListFormat.ModelPriceWatch => ModelPriceWatchImport.Read(root, recorded),
            { } unknown => throw new ArgumentOutOfRangeException(nameof(format), unknown, "The format is not one of the known formats."),
        };
    }

    /// <summary>Determines the format from fields that only one of the formats has.</summary>
    private static PriceListFormat FormatOf(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array)
        {
            return root.EnumerateArray().All(p => ImportJson.Optional(p, "models") is not null) ? PriceListFormat.GenaiPrices
                : root.EnumerateArray().All(m => ImportJson.Optional(m, "pricing") is not null) ? PriceListFormat.OpenRouter
                : ModelPriceWatchImport.IsList(root) ? PriceListFormat.ModelPriceWatch
                : throw Unknown(root);
        }

        return ImportJson.Optional(root, "data") is { ValueKind: JsonValueKind.Array } ? PriceListFormat.OpenRouter
            : HasEntryWith(root, "litellm_provider") ? PriceListFormat.LiteLlm
            : HasEntryWith(root, "models") ? PriceListFormat.ModelsDev
            : HasEntryWith(root, "pricing_config") ? PriceListFormat.Portkey
            : PiAiImport.IsTable(root) ? PriceListFormat.PiAi
            : throw Unknown(root);
    }

    /// <summary>Returns whether a value is an object of which a member has a field.</summary>
    private static bool HasEntryWith(JsonElement root, string field) =>
        root.ValueKind == JsonValueKind.Object && root.EnumerateObject().Any(e => ImportJson.Optional(e.Value, field) is not null);

    /// <summary>Returns the exception for an unknown format.</summary>
    private static PriceDataException Unknown(JsonElement root) =>
        ImportJson.Wrong("$", root, "a price list of genai-prices, LiteLLM, models.dev, OpenRouter, pi-ai, Portkey or modelpricewatch");
}
