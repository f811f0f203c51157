using System.Text.Json;

namespace TokenPricing.Usage;

/// <summary>Represents an element of a response's body, with its path for messages.</summary>
/// <param name="element">The element.</param>
/// <param name="path">The path from the root, such as <c>usage.prompt_tokens</c>; empty for the root.</param>
/// <param name="read">Collects the paths of the fields that were found; <see langword="null"/> if nobody asks.</param>
internal readonly struct JsonLocation(JsonElement element, string path, HashSet<string>? read = null)
{
    /// <summary>How much of a wrong value, and how many field names, a message shows.</summary>
    private const int ShownCharacters = 40;
    private const int ShownNames = 12;

    /// <summary>Gets the element.</summary>
    public JsonElement Element => element;

    /// <summary>Gets the path from the root; empty for the root.</summary>
    public string Path => path;

    /// <summary>Gets a value indicating whether the element is a JSON object.</summary>
    public bool IsObject => element.ValueKind == JsonValueKind.Object;

    /// <summary>Gets the beginning of the element's text, for messages.</summary>
    private string Shown
    {
        get
        {
            string text = element.GetRawText();
            return text.Length <= ShownCharacters ? text : $"{text[..ShownCharacters]}...";
        }
    }

    /// <summary>Gets the names of the object's fields, for messages.</summary>
    public string Names => element.EnumerateObject().Any()
        ? string.Join(", ", element.EnumerateObject().Select(p => p.Name).Take(ShownNames))
        : "no fields";

    /// <summary>Returns a field of this object, or <see langword="null"/> if it is absent or null.</summary>
    /// <exception cref="PricingException">The object has two fields of this name.</exception>
    public JsonLocation? Find(string name)
    {
        JsonElement? found = null;
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (property.NameEquals(name))
            {
                found = found is null ? property.Value : throw Unreadable($"{PathOf(name)} occurs twice");
            }
        }

        if (found is not { ValueKind: not JsonValueKind.Null } value)
        {
            return null;
        }

        JsonLocation field = new(value, PathOf(name), read);
        read?.Add(field.Path);
        return field;
    }

    /// <summary>Returns the first of several fields that is there, such as a field and its older name.</summary>
    /// <param name="names">The names, the usual one first.</param>
    /// <returns>The field; <see langword="null"/> if none is there.</returns>
    /// <exception cref="PricingException">The object has two fields of one of the names.</exception>
    public JsonLocation? FindAny(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (Find(name) is { } field)
            {
                return field;
            }
        }

        return null;
    }

    /// <summary>
    /// Returns a field of this object that must be an object, or <see langword="null"/> if it is absent or null.
    /// </summary>
    /// <exception cref="PricingException">The field is not an object.</exception>
    public JsonLocation? FindObject(string name) =>
        Find(name) is not { } field ? null : field.IsObject ? field : throw Unreadable($"{field.Path} is {field.Shown}, not an object");

    /// <summary>
    /// Returns a field of this object that must be a count, or <see langword="null"/> if it is absent or null.
    /// </summary>
    /// <exception cref="PricingException">The field is not a whole number, or is negative.</exception>
    public JsonCount? Count(string name) => Find(name) is { } field ? new JsonCount(field.AsCount(), field.Path) : null;

    /// <summary>
    /// Returns a field of this object that must be a number of units, which may have a fraction, or <see langword="null"/> if it is absent
    /// or null.
    /// </summary>
    /// <exception cref="PricingException">The field is not a number, or is negative.</exception>
    public JsonCount? Amount(string name) => Find(name) is not { } field ? null
        : field.Element.ValueKind != JsonValueKind.Number || !field.Element.TryGetDecimal(out decimal amount)
            ? throw Unreadable($"{field.Path} is {field.Shown}, not a number")
        : amount < 0
            ? throw new PricingException(PricingError.ContradictoryUsage, $"{field.Path} is {amount}; a count must be zero or more.")
        : new JsonCount(amount, field.Path);

    /// <summary>Returns the text of a field, or <see langword="null"/> if it is absent, null or no text.</summary>
    public string? Text(string name) =>
        Find(name) is { Element.ValueKind: JsonValueKind.String } field ? field.Element.GetString() : null;

    /// <summary>Returns the elements of a field that must be an array; none if it is absent or null.</summary>
    /// <exception cref="PricingException">The field is not an array.</exception>
    public IEnumerable<JsonLocation> Items(string name)
    {
        if (Find(name) is not { } field)
        {
            return [];
        }

        HashSet<string>? reads = read;
        return field.Element.ValueKind == JsonValueKind.Array
            ? field.Element.EnumerateArray().Select((item, i) => new JsonLocation(item, $"{field.Path}[{i}]", reads))
            : throw Unreadable($"{field.Path} is {field.Shown}, not an array");
    }

    /// <summary>Determines whether a field of this object is one of the given strings.</summary>
    public bool HasText(string name, params ReadOnlySpan<string> texts)
    {
        if (Find(name) is { Element.ValueKind: JsonValueKind.String } field)
        {
            foreach (string text in texts)
            {
                if (field.Element.ValueEquals(text))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Determines whether this object has at least one of the fields, even with a null value.</summary>
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

    private static PricingException Unreadable(string reason) =>
        new(PricingError.UnreadableResponse, $"The response's usage cannot be read: {reason}.");

    private long AsCount()
    {
        if (element.ValueKind != JsonValueKind.Number || !(element.TryGetInt64(out long count) || IsWhole(out count)))
        {
            throw Unreadable($"{path} is {Shown}, not a whole number");
        }

        return count >= 0
            ? count
            : throw new PricingException(PricingError.ContradictoryUsage, $"{path} is {count}; a count must be zero or more.");
    }

    /// <summary>Cohere may write its counts with a decimal point, such as 41.0.</summary>
    private bool IsWhole(out long count)
    {
        string text = element.GetRawText();
        int point = text.IndexOf('.', StringComparison.Ordinal);
        count = 0;
        return point > 0
            && text.AsSpan(point + 1).TrimEnd('0').IsEmpty
            && long.TryParse(text.AsSpan(0, point), CultureInfo.InvariantCulture, out count);
    }

    private string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";
}
