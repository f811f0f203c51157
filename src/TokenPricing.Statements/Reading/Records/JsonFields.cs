using System.Text.Json;

namespace TokenPricing.Statements;

/// <summary>Finds fields in JSON.</summary>
internal static class JsonFields
{
    /// <summary>
    /// Returns the field at a path such as <c>usage.amount</c>, whose names are separated by dots, or the field with the dotted name
    /// itself;
    /// <see langword="null"/> if there is none.
    /// </summary>
    public static JsonElement? Find(JsonElement root, ReadOnlySpan<char> path)
    {
        while (root.ValueKind == JsonValueKind.Object)
        {
            if (root.TryGetProperty(path, out JsonElement value))
            {
                return value;
            }

            int dot = path.IndexOf('.');
            if (dot <= 0 || !root.TryGetProperty(path[..dot], out root))
            {
                return null;
            }

            path = path[(dot + 1)..];
        }

        return null;
    }

    /// <summary>Returns a value as text; <see langword="null"/> for null, an empty text, an object and an array.</summary>
    public static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() is { Length: > 0 } text ? text : null,
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    /// <summary>Returns the text of a field; <see langword="null"/> if it is missing or has none.</summary>
    public static string? Text(JsonElement root, string path) => Find(root, path) is { } value ? TextOf(value) : null;

    /// <summary>Returns a count; <see langword="null"/> if the field is missing or null.</summary>
    /// <exception cref="RowException">The field is not a whole number from 0.</exception>
    public static long? Count(JsonElement root, string path) => Find(root, path) is { } value ? CountOf(path, value) : null;

    /// <summary>Returns a value as a count; <see langword="null"/> if it is null or an empty text.</summary>
    /// <exception cref="RowException">The value is not a whole number from 0.</exception>
    public static long? CountOf(string path, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long count) && count >= 0 ? count
        : TextOf(value) is { } text ? SourceText.Count(path, text)
        : value.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? SourceText.Count(path, value.GetRawText())
        : null;

    /// <summary>Returns an object or array that is written as a text; <see langword="null"/> if the text is neither.</summary>
    public static JsonElement? Parsed(string? text)
    {
        if (string.IsNullOrEmpty(text) || text[0] is not ('{' or '['))
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
