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
    private ulong _marks;
    private long _count = -1;

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
    public bool IsObject => Kind == JsonValueKind.Object;

    /// <summary>Gets the kind of the element.</summary>
    public JsonValueKind Kind { get; } = element.ValueKind;

    /// <summary>Gets the fields of an object, the elements of an array, and nothing of any other value.</summary>
    public ReadOnlySpan<JsonLocation> Inside => _inside ??= List();

    /// <summary>Gets the names of the object's fields, for messages.</summary>
    public string Names => Inside.IsEmpty ? "no fields" : string.Join(", ", _inside!.Select(f => f.Name).Take(ShownNames));

    /// <summary>Gets the beginning of the element's text, for messages.</summary>
    private string Shown =>
        element.GetRawText() is { Length: > ShownCharacters } text ? $"{text[..ShownCharacters]}..." : element.GetRawText();

    /// <summary>Returns a field of this object, or <see langword="null"/> if it is absent or null.</summary>
    /// <exception cref="PricingException">The object has two fields of this name.</exception>
    public JsonLocation? Find(string name)
    {
        JsonLocation? found = null;
        foreach (JsonLocation field in MayHave(name))
        {
            if (field.Name == name)
            {
                found = found is null ? field : throw Unreadable($"{PathOf(name)} occurs twice");
            }
        }

        if (found is null || found.Kind == JsonValueKind.Null)
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
        : field.Kind != JsonValueKind.Number || !field.Element.TryGetDecimal(out decimal amount)
            ? throw Unreadable($"{field.Path} is {field.Shown}, not a number")
        : amount < 0
            ? throw new PricingException(PricingError.ContradictoryUsage, $"{field.Path} is {amount}; a count must be zero or more.")
        : new JsonCount(amount, field);

    /// <summary>Returns the text of a field, or <see langword="null"/> if it is absent, null or no text.</summary>
    public string? Text(string name) => Find(name) is { Kind: JsonValueKind.String } field ? field.Element.GetString() : null;

    /// <summary>Returns the elements of a field that must be an array; none if it is absent or null.</summary>
    /// <exception cref="PricingException">The field is not an array.</exception>
    public IEnumerable<JsonLocation> Items(string name) =>
        Find(name) is not { } field ? []
        : field.Kind == JsonValueKind.Array ? field._inside ??= field.List()
        : throw Unreadable($"{field.Path} is {field.Shown}, not an array");

    /// <summary>Determines whether a field of this object is one of the given strings.</summary>
    public bool HasText(string name, params ReadOnlySpan<string> texts) => Text(name) is { } text && texts.Contains(text);

    /// <summary>Determines whether this object has at least one of the fields, even with a null value.</summary>
    public bool HasAny(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            foreach (JsonLocation field in MayHave(name))
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
        if (_count < 0 && (Kind != JsonValueKind.Number || !(element.TryGetInt64(out _count) || IsWhole(out _count))))
        {
            throw Unreadable($"{Path} is {Shown}, not a whole number");
        }

        return _count >= 0
            ? _count
            : throw new PricingException(PricingError.ContradictoryUsage, $"{Path} is {_count}; a count must be zero or more.");
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

    /// <summary>Returns the fields of this object, or none if it cannot have one of this name, as is usual: readers ask for many.</summary>
    private ReadOnlySpan<JsonLocation> MayHave(string name)
    {
        ReadOnlySpan<JsonLocation> inside = Inside;
        return (_marks & MarkOf(name)) == 0 ? [] : inside;
    }

    /// <summary>Returns one of 64 bits for a name; different names may have the same.</summary>
    private static ulong MarkOf(string name) =>
        name.Length == 0 ? 1 : 1UL << (name.Length ^ (name[0] << 1) ^ (name[name.Length / 2] * 5) ^ (name[^1] * 11));

    private JsonLocation[] List()
    {
        JsonLocation[] inside = Kind switch
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
                inside[next] = new JsonLocation(field.Value, this, JsonNames.Of(field));
                _marks |= MarkOf(inside[next++].Name);
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
