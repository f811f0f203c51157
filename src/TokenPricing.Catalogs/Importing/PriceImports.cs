using System.Text.Json;
using NodaTime;

namespace TokenPricing.Catalogs;

/// <summary>Reads other projects' price lists, those of today and of tomorrow.</summary>
public static class PriceImports
{
    extension(PriceImport)
    {
        /// <summary>Reads another project's price list.</summary>
        /// <param name="json">
        /// The file, in UTF-8: at most 32 MiB, at most 32 levels deep, and no key twice in one object. A longer one is not read to its end.
        /// </param>
        /// <param name="recorded">The day of the file, on which its prices were known.</param>
        /// <param name="format">Whose list it is; <see langword="null"/>: recognised by its shape.</param>
        /// <exception cref="PriceDataException">
        /// It is not such JSON, not of the format, or of no format that is known. A value that is wrong where the format has none but
        /// values is no error: it is left out, and listed in <see cref="PriceImport.Skipped"/>.
        /// </exception>
        public static PriceImport Read(Stream json, LocalDate recorded, PriceListFormat? format = null)
        {
            ArgumentNullException.ThrowIfNull(json);
            using JsonDocument document = ImportJson.Parse(json);
            JsonElement root = document.RootElement;
            return (format ?? Recognise(root)) switch
            {
                PriceListFormat.GenaiPrices => GenaiPricesImport.Read(root, recorded),
                PriceListFormat.LiteLlm => LiteLlmImport.Read(root, recorded),
                PriceListFormat.ModelsDev => ModelsDevImport.Read(root, recorded),
                PriceListFormat.OpenRouter => OpenRouterImport.Read(root, recorded),
                { } unknown => throw new ArgumentOutOfRangeException(nameof(format), unknown, "The format is none of those that are known."),
            };
        }
    }

    private static PriceListFormat Recognise(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array)
        {
            return root.EnumerateArray().All(p => ImportJson.Optional(p, "models") is not null) ? PriceListFormat.GenaiPrices
                : root.EnumerateArray().All(m => ImportJson.Optional(m, "pricing") is not null) ? PriceListFormat.OpenRouter
                : throw NotKnown(root);
        }

        return ImportJson.Optional(root, "data") is { ValueKind: JsonValueKind.Array } ? PriceListFormat.OpenRouter
            : HasEntryWith(root, "litellm_provider") ? PriceListFormat.LiteLlm
            : HasEntryWith(root, "models") ? PriceListFormat.ModelsDev
            : throw NotKnown(root);
    }

    private static bool HasEntryWith(JsonElement root, string field) =>
        root.ValueKind == JsonValueKind.Object && root.EnumerateObject().Any(e => ImportJson.Optional(e.Value, field) is not null);

    private static PriceDataException NotKnown(JsonElement root) =>
        ImportJson.Wrong("$", root, "a price list of genai-prices, LiteLLM, models.dev or OpenRouter");
}
