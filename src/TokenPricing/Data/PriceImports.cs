using System.Text.Json;
using NodaTime;

namespace TokenPricing;

/// <summary>Reads other projects' price lists, those of today and of tomorrow.</summary>
public static class PriceImports
{
    extension(PriceImport)
    {
        /// <summary>Reads genai-prices' <c>data.json</c> of version 2.</summary>
        /// <param name="json">The file, in UTF-8.</param>
        /// <param name="recorded">The day of the file, on which its prices were known.</param>
        /// <exception cref="PriceDataException">It is not JSON, or not such a list.</exception>
        public static PriceImport FromGenaiPrices(Stream json, LocalDate recorded)
        {
            ArgumentNullException.ThrowIfNull(json);
            using JsonDocument document = ImportJson.Parse(json, "genai-prices data.json", JsonValueKind.Array);
            return GenaiPricesImport.Read(document.RootElement, recorded);
        }

        /// <summary>Reads LiteLLM's price map <c>model_prices_and_context_window.json</c>.</summary>
        /// <param name="json">The file, in UTF-8.</param>
        /// <param name="recorded">The day of the file, on which its prices were known.</param>
        /// <exception cref="PriceDataException">It is not JSON, or not such a map.</exception>
        public static PriceImport FromLiteLlm(Stream json, LocalDate recorded)
        {
            ArgumentNullException.ThrowIfNull(json);
            using JsonDocument document = ImportJson.Parse(json, "LiteLLM price map", JsonValueKind.Object);
            return LiteLlmImport.Read(document.RootElement, recorded);
        }
    }
}
