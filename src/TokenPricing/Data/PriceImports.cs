using System.Text.Json;
using NodaTime;

namespace TokenPricing;

/// <summary>Reads other projects' price lists, those of today and of tomorrow.</summary>
public static class PriceImports
{
    extension(PriceImport)
    {
        /// <summary>Reads another project's price list.</summary>
        /// <param name="json">The file, in UTF-8.</param>
        /// <param name="recorded">The day of the file, on which its prices were known.</param>
        /// <param name="format">Whose list it is; <see langword="null"/>: recognised by its shape.</param>
        /// <exception cref="PriceDataException">It is not JSON, not of the format, or of no format that is known.</exception>
        public static PriceImport Read(Stream json, LocalDate recorded, PriceListFormat? format = null)
        {
            ArgumentNullException.ThrowIfNull(json);
            using JsonDocument document = ImportJson.Parse(json);
            PriceListFormat read = format ?? Recognise(document.RootElement);
            try
            {
                return read == PriceListFormat.GenaiPrices
                    ? GenaiPricesImport.Read(document.RootElement, recorded)
                    : LiteLlmImport.Read(document.RootElement, recorded);
            }
            catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or FormatException)
            {
                // The element is of another kind than the format has there.
                throw new PriceDataException([new PriceDataError("JSON", null, null, null, null, $"a price list in the format of {read} ({e.Message})")]);
            }
        }
    }

    private static PriceListFormat Recognise(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array && root.EnumerateArray().All(p => p.ValueKind == JsonValueKind.Object && p.TryGetProperty("models", out _)))
        {
            return PriceListFormat.GenaiPrices;
        }

        bool isLiteLlm = root.ValueKind == JsonValueKind.Object
            && root.EnumerateObject().Any(e => e.Value.ValueKind == JsonValueKind.Object && e.Value.TryGetProperty("litellm_provider", out _));
        return isLiteLlm
            ? PriceListFormat.LiteLlm
            : throw new PriceDataException([new PriceDataError("JSON", null, null, null, null, "a price list of genai-prices or of LiteLLM")]);
    }
}
