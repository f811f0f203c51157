using System.Text.Json;

namespace TokenPricing;

/// <summary>Reading other projects' JSON: numbers from their text, never through binary floating point.</summary>
internal static class ImportJson
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32 };

    /// <exception cref="PriceDataException">The stream is not JSON.</exception>
    public static JsonDocument Parse(Stream stream)
    {
        try
        {
            return JsonDocument.Parse(stream, Options);
        }
        catch (JsonException e)
        {
            throw new PriceDataException([new PriceDataError("JSON", e.LineNumber + 1, null, null, null, $"JSON of at most {Options.MaxDepth} levels ({e.Message})")]);
        }
    }

    public static string Text(JsonElement element, string property) =>
        OptionalText(element, property) ?? throw new PriceDataException([new PriceDataError("JSON", null, null, property, null, "a text")]);

    public static string? OptionalText(JsonElement element, string property) =>
        element.TryGetProperty(property, out JsonElement value) && value.ValueKind == JsonValueKind.String && value.GetString()!.Trim() is { Length: > 0 } text
            ? text
            : null;

    public static decimal? Number(JsonElement element) =>
        element.ValueKind is JsonValueKind.Number or JsonValueKind.String
        && DecimalText.TryParse(element.ValueKind == JsonValueKind.String ? element.GetString() : element.GetRawText(), out decimal value)
            ? value
            : null;
}
