using System.Text.Json;

namespace TokenPricing.Extensions.AI;

/// <summary>Finds the model that the body of a request asks for.</summary>
internal static class ModelField
{
    /// <summary>Returns the field <c>model</c> of a JSON object; <see langword="null"/> if it has none, or is none.</summary>
    public static string? In(ReadOnlyMemory<byte> json)
    {
        try
        {
            Utf8JsonReader reader = new(json.Span);
            if (json.IsEmpty || !reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isModel = reader.ValueTextEquals("model"u8);
                reader.Read();
                if (isModel)
                {
                    return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                }

                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // No JSON, or not the whole of it.
        }

        return null;
    }
}
