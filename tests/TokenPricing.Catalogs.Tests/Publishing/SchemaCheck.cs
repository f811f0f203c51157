using System.Text.Json;
using System.Text.RegularExpressions;

namespace TokenPricing.Tests;

/// <summary>Checks a document by the words of JSON Schema that the feed's schemas use; any other word is an error of the test.</summary>
internal static class SchemaCheck
{
    private static readonly string[] Words =
    [
        "$schema", "$defs", "$ref", "title", "description", "type", "required", "properties", "patternProperties", "additionalProperties", "items", "enum",
        "const", "pattern", "minLength", "minimum",
    ];

    /// <summary>Returns what does not fit.</summary>
    public static IEnumerable<string> Violations(JsonElement root, JsonElement schema, JsonElement value, string at)
    {
        if (schema.ValueKind == JsonValueKind.False)
        {
            return [$"{at} is not allowed"];
        }

        if (schema.TryGetProperty("$ref", out JsonElement reference))
        {
            return Violations(root, root.GetProperty("$defs").GetProperty(reference.GetString()!.Split('/')[^1]), value, at);
        }

        string[] unknown = [.. schema.EnumerateObject().Select(p => p.Name).Except(Words)];
        return unknown.Length > 0
            ? [$"{at}: the test does not know '{unknown[0]}'"]
            : [.. OfValue(schema, value, at), .. OfMembers(root, schema, value, at), .. OfItems(root, schema, value, at)];
    }

    private static IEnumerable<string> OfValue(JsonElement schema, JsonElement value, string at)
    {
        bool isType = !schema.TryGetProperty("type", out JsonElement type) || type.GetString() switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            _ => value.ValueKind == JsonValueKind.Number,
        };
        if (!isType)
        {
            yield return $"{at} is {value.GetRawText()}, expected {type}";
            yield break;
        }

        if (schema.TryGetProperty("enum", out JsonElement words) && !words.EnumerateArray().Any(w => w.GetRawText() == value.GetRawText()))
        {
            yield return $"{at} is {value.GetRawText()}, expected one of {words}";
        }

        if (schema.TryGetProperty("const", out JsonElement one) && one.GetRawText() != value.GetRawText())
        {
            yield return $"{at} is {value.GetRawText()}, expected {one}";
        }

        if (schema.TryGetProperty("pattern", out JsonElement pattern) && !Regex.IsMatch(value.GetString()!, pattern.GetString()!))
        {
            yield return $"{at} is {value.GetRawText()}, expected {pattern}";
        }

        if ((schema.TryGetProperty("minLength", out JsonElement length) && value.GetString()!.Length < length.GetInt32())
            || (schema.TryGetProperty("minimum", out JsonElement least) && value.GetDecimal() < least.GetDecimal()))
        {
            yield return $"{at} is {value.GetRawText()}, which is too small";
        }
    }

    private static IEnumerable<string> OfMembers(JsonElement root, JsonElement schema, JsonElement value, string at)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        foreach (JsonElement name in schema.TryGetProperty("required", out JsonElement required) ? required.EnumerateArray() : default)
        {
            if (!value.TryGetProperty(name.GetString()!, out _))
            {
                yield return $"{at} has no {name}";
            }
        }

        foreach (JsonProperty member in value.EnumerateObject())
        {
            JsonElement? of = schema.TryGetProperty("properties", out JsonElement known) && known.TryGetProperty(member.Name, out JsonElement own) ? own
                : schema.TryGetProperty("patternProperties", out JsonElement patterns) && patterns.EnumerateObject().Where(p => Regex.IsMatch(member.Name, p.Name)).Select(p => (JsonElement?)p.Value).FirstOrDefault() is { } fits ? fits
                : schema.TryGetProperty("additionalProperties", out JsonElement others) ? others
                : null;
            foreach (string violation in of is { } rule ? Violations(root, rule, member.Value, $"{at}.{member.Name}") : [])
            {
                yield return violation;
            }
        }
    }

    private static IEnumerable<string> OfItems(JsonElement root, JsonElement schema, JsonElement value, string at) =>
        value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out JsonElement items)
            ? value.EnumerateArray().SelectMany((item, i) => Violations(root, items, item, $"{at}[{i}]"))
            : [];
}
