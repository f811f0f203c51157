using System.Globalization;
using System.Text.Json;

namespace TokenPricing.Usage;

/// <summary>An element of a response's body, with the path that messages call it by.</summary>
internal readonly struct JsonPlace(JsonElement element, string path)
{
    // Enough of a wrong value to recognise it by.
    private const int ShownCharacters = 40;
    private const int ShownNames = 12;

    public JsonElement Element => element;

    public string Path => path;

    public bool IsObject => element.ValueKind == JsonValueKind.Object;

    private string Shown
    {
        get
        {
            string text = element.GetRawText();
            return text.Length <= ShownCharacters ? text : $"{text[..ShownCharacters]}...";
        }
    }

    /// <summary>The names of the object's fields, for messages.</summary>
    public string Names => element.EnumerateObject().Any() ? string.Join(", ", element.EnumerateObject().Select(p => p.Name).Take(ShownNames)) : "no fields";

    /// <summary>The field of this object; <see langword="null"/> where it is not there or null.</summary>
    public JsonPlace? Find(string name)
    {
        JsonElement? found = null;
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (property.NameEquals(name))
            {
                found = found is null ? property.Value : throw Unreadable($"{PathOf(name)} is there twice");
            }
        }

        return found is { ValueKind: not JsonValueKind.Null } value ? new JsonPlace(value, PathOf(name)) : null;
    }

    /// <summary>The field of this object that is an object itself; <see langword="null"/> where it is not there or null.</summary>
    public JsonPlace? FindObject(string name) =>
        Find(name) is not { } place ? null : place.IsObject ? place : throw Unreadable($"{place.Path} is {place.Shown}, not an object");

    /// <summary>The field of this object that is a count; <see langword="null"/> where it is not there or null.</summary>
    public JsonCount? Count(string name) => Find(name) is { } place ? new JsonCount(place.AsCount(), place.Path) : null;

    /// <summary>The objects in the field of this object that is an array; none where it is not there or null.</summary>
    public IEnumerable<JsonPlace> Items(string name)
    {
        if (Find(name) is not { } place)
        {
            return [];
        }

        return place.Element.ValueKind == JsonValueKind.Array
            ? place.Element.EnumerateArray().Select((item, i) => new JsonPlace(item, $"{place.Path}[{i}]"))
            : throw Unreadable($"{place.Path} is {place.Shown}, not an array");
    }

    /// <summary>Whether the field of this object is this text.</summary>
    public bool Says(string name, params ReadOnlySpan<string> texts)
    {
        if (Find(name) is { Element.ValueKind: JsonValueKind.String } place)
        {
            foreach (string text in texts)
            {
                if (place.Element.ValueEquals(text))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether any of the fields is there, whatever it says.</summary>
    public bool HasAny(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (element.TryGetProperty(name, out _))
            {
                return true;
            }
        }

        return false;
    }

    private static PricingException Unreadable(string what) => new(PricingError.UnreadableResponse, $"The response's usage cannot be read: {what}.");

    private long AsCount()
    {
        if (element.ValueKind != JsonValueKind.Number || !(element.TryGetInt64(out long count) || IsWhole(out count)))
        {
            throw Unreadable($"{path} is {Shown}, not a whole number");
        }

        return count >= 0 ? count : throw new PricingException(PricingError.ContradictoryUsage, $"{path} is {count}; a count is zero or more.");
    }

    // Cohere describes its counts as numbers with a point: 41.0.
    private bool IsWhole(out long count)
    {
        string text = element.GetRawText();
        int point = text.IndexOf('.', StringComparison.Ordinal);
        count = 0;
        return point > 0 && text.AsSpan(point + 1).TrimEnd('0').IsEmpty && long.TryParse(text.AsSpan(0, point), CultureInfo.InvariantCulture, out count);
    }

    private string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";
}
