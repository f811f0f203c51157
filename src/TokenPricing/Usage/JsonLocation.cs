using System.Text.Json;

namespace TokenPricing.Usage;

/// <summary>Represents an element of a response's body, with its path for messages.</summary>
/// <param name="element">The element.</param>
/// <param name="holder">The object or array that has it; <see langword="null"/> for the root.</param>
/// <param name="name">The name of the field; empty for the root and for an element of an array.</param>
/// <param name="index">The index in the array; -1 for a field.</param>
/// <remarks>A body is read in microseconds, so its fields are listed once and a path is text only where a message shows it.</remarks>
internal sealed class JsonLocation(JsonElement element, JsonLocation? holder = null, string name = "", int index = -1)
{
    /// <summary>How much of a wrong value, and how many field names, a message shows.</summary>
    private const int ShownCharacters = 40;
    private const int ShownNames = 12;

    private JsonLocation[]? _inside;

    /// <summary>Gets the element.</summary>
    public JsonElement Element => element;

    /// <summary>Gets the path from the root, such as <c>usage.prompt_tokens</c>; empty for the root.</summary>
    public string Path => holder is null ? "" : index >= 0 ? $"{holder.Path}[{index}]" : holder.PathOf(name);

    /// <summary>Gets the name of the field; empty for the root and for an element of an array.</summary>
    public string Name => name;

    /// <summary>Gets a value indicating whether a reader has asked for the field and found a value.</summary>
    public bool IsRead { get; private set; }

    /// <summary>Gets a value indicating whether the element is the root.</summary>
    public bool IsRoot => holder is null;

    /// <summary>Gets a value indicating whether the element is a JSON object.</summary>
    public bool IsObject => element.ValueKind == JsonValueKind.Object;

    /// <summary>Gets the fields of an object, the elements of an array, and nothing of any other value.</summary>
    public ReadOnlySpan<JsonLocation> Inside => _inside ??= List();

    /// <summary>Gets the names of the object's fields, for messages.</summary>
    public string Names => Inside.IsEmpty ? "no fields" : string.Join(", ", _inside!.Select(f => f.Name).Take(ShownNames));

    /// <summary>Gets the beginning of the element's text, for messages.</summary>
    private string Shown
    {
        get
        {
            string text = element.GetRawText();
            return text.Length <= ShownCharacters ? text : $"{text[..ShownCharacters]}...";
        }
    }

    /// <summary>Returns a field of this object, or <see langword="null"/> if it is absent or null.</summary>
    /// <exception cref="PricingException">The object has two fields of this name.</exception>
    public JsonLocation? Find(string name)
    {
        JsonLocation? found = null;
        foreach (JsonLocation field in Inside)
        {
            if (field.Name == name)
            {
                found = found is null ? field : throw Unreadable($"{PathOf(name)} occurs twice");
            }
        }

        if (found is null || found.Element.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        found.IsRead = true;
        return found;
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
    public JsonCount? Count(string name) => Find(name) is { } field ? new JsonCount(field.AsCount(), field) : null;

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
        : new JsonCount(amount, field);

    /// <summary>Returns the text of a field, or <see langword="null"/> if it is absent, null or no text.</summary>
    public string? Text(string name) =>
        Find(name) is { Element.ValueKind: JsonValueKind.String } field ? field.Element.GetString() : null;

    /// <summary>Returns the elements of a field that must be an array; none if it is absent or null.</summary>
    /// <exception cref="PricingException">The field is not an array.</exception>
    public IEnumerable<JsonLocation> Items(string name) =>
        Find(name) is not { } field ? []
        : field.Element.ValueKind == JsonValueKind.Array ? field._inside ??= field.List()
        : throw Unreadable($"{field.Path} is {field.Shown}, not an array");

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
        foreach (JsonLocation field in Inside)
        {
            foreach (string name in names)
            {
                if (field.Name == name)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Returns the path.</summary>
    public override string ToString() => Path;

    private static PricingException Unreadable(string reason) =>
        new(PricingError.UnreadableResponse, $"The response's usage cannot be read: {reason}.");

    private long AsCount()
    {
        if (element.ValueKind != JsonValueKind.Number || !(element.TryGetInt64(out long count) || IsWhole(out count)))
        {
            throw Unreadable($"{Path} is {Shown}, not a whole number");
        }

        return count >= 0
            ? count
            : throw new PricingException(PricingError.ContradictoryUsage, $"{Path} is {count}; a count must be zero or more.");
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

    private string PathOf(string field) => Path is { Length: > 0 } path ? $"{path}.{field}" : field;

    private JsonLocation[] List()
    {
        JsonLocation[] inside = element.ValueKind switch
        {
            JsonValueKind.Object => new JsonLocation[element.GetPropertyCount()],
            JsonValueKind.Array => new JsonLocation[element.GetArrayLength()],
            _ => [],
        };
        int next = 0;
        if (IsObject)
        {
            foreach (JsonProperty field in element.EnumerateObject())
            {
                inside[next++] = new JsonLocation(field.Value, this, JsonNames.Of(field));
            }
        }
        else if (inside.Length > 0)
        {
            foreach (JsonElement item in element.EnumerateArray())
            {
                inside[next] = new JsonLocation(item, this, "", next++);
            }
        }

        return inside;
    }
}
