using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace TokenPricing.Catalogs;

/// <summary>
/// Reading other projects' JSON, which may be truncated, hostile or huge: whole, in UTF-8, no larger than <see cref="LargestFile"/>, no
/// deeper than 32 levels, each key once in its object; numbers from their text, never through binary floating point.
/// </summary>
internal static class ImportJson
{
    /// <summary>
    /// The largest price list that is read, in bytes (32 MiB); the largest that is known, models.dev's, has 2.4 million (2026-07-02). A
    /// hostile one of 64 MiB took half a minute and 3.8 GB, in proportion to its length.
    /// </summary>
    public const int LargestFile = 32 * 1024 * 1024;

    private const string Characters = "text whose escapes are whole characters";

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32 };

    /// <exception cref="PriceDataException">The stream is not such JSON.</exception>
    public static JsonDocument Parse(Stream stream)
    {
        ReadOnlyMemory<byte> json = Bytes(stream);
        if (!Utf8.IsValid(json.Span))
        {
            throw Wrong(null, null, "a file in UTF-8");
        }

        JsonDocument document = Parse(json);
        try
        {
            Check(document.RootElement, new Stack<string>());
        }
        catch
        {
            document.Dispose();
            throw;
        }

        return document;
    }

    /// <summary>The members of an object, at a place where nothing else may stand.</summary>
    /// <exception cref="PriceDataException">It is no object.</exception>
    public static IEnumerable<JsonProperty> Members(JsonElement element, string place) =>
        element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : throw Wrong(place, element, "an object");

    /// <summary>The items of an array, at a place where nothing else may stand.</summary>
    /// <exception cref="PriceDataException">It is no array.</exception>
    public static IEnumerable<JsonElement> Items(JsonElement element, string place) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : throw Wrong(place, element, "an array");

    /// <summary>A member that must be there.</summary>
    /// <exception cref="PriceDataException">It is not, or what should have it is no object.</exception>
    public static JsonElement Member(JsonElement element, string name, string place) =>
        element.ValueKind != JsonValueKind.Object ? throw Wrong(place, element, "an object")
        : element.TryGetProperty(name, out JsonElement value) ? value
        : throw Wrong($"{place}: {name}", null, "a value");

    /// <summary>A member; <see langword="null"/> where it is missing or null, or what should have it is no object.</summary>
    public static JsonElement? Optional(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
            && element.TryGetProperty(name, out JsonElement value)
            && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    /// <summary>A text that must be there, without white space around it.</summary>
    /// <exception cref="PriceDataException">It is not.</exception>
    public static string Text(JsonElement element, string name, string place) =>
        Text(Member(element, name, place)) ?? throw Wrong($"{place}: {name}", element.GetProperty(name), "a text");

    /// <summary>A text without white space around it; <see langword="null"/> where it is empty or something else.</summary>
    public static string? Text(JsonElement element) =>
        element.ValueKind == JsonValueKind.String && element.GetString()!.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>
    /// A number, or a text that is one; <see langword="null"/> where it is something else, or no <see cref="decimal"/> holds it exactly.
    /// </summary>
    public static decimal? Number(JsonElement element) =>
        element.ValueKind is JsonValueKind.Number or JsonValueKind.String
        && ExactNumber.TryParse(element.ValueKind == JsonValueKind.String ? element.GetString() : element.GetRawText(), out decimal value)
            ? value
            : null;

    /// <summary>A whole number, zero or more, that a <see cref="long"/> holds; otherwise <see langword="null"/>.</summary>
    public static long? Count(JsonElement element) =>
        Number(element) is { } number && number is >= 0 and <= long.MaxValue && number == decimal.Truncate(number) ? (long)number : null;

    /// <summary>The error that a value is not what it must be.</summary>
    public static PriceDataException Wrong(string? place, JsonElement? found, string expected) =>
        new([new PriceDataError("JSON", null, null, place, found is { } value ? Raw(value) : null, expected)]);

    /// <summary>The beginning of a value as it stands in the file, in one line.</summary>
    public static string Raw(JsonElement element)
    {
        ReadOnlySpan<byte> whole = JsonMarshal.GetRawUtf8Value(element);
        string start = Encoding.UTF8.GetString(whole[..Math.Min(whole.Length, 1_000)]);
        bool isLaidOut = element.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
        return FactText.Shorten(isLaidOut ? string.Join(' ', start.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)) : start);
    }

    private static ReadOnlyMemory<byte> Bytes(Stream stream)
    {
        using MemoryStream bytes = new();
        byte[] buffer = new byte[128 * 1024];
        for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            if (bytes.Length + read > LargestFile)
            {
                throw Wrong(null, null, $"a price list of at most {LargestFile} bytes; it is longer");
            }

            bytes.Write(buffer, 0, read);
        }

        ReadOnlyMemory<byte> whole = bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
        return whole.Span.StartsWith("\uFEFF"u8) ? whole[3..] : whole;
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json, Options);
        }
        catch (JsonException e)
        {
            throw new PriceDataException([
                new PriceDataError("JSON", e.LineNumber + 1, null, null, null, $"JSON of at most {Options.MaxDepth} levels ({e.Message})"),
            ]);
        }
    }

    // The parser leaves texts unread: an escape that is half of a character shows when it is too late to say where it stands. A key
    // that stands twice would count once, and which of its values holds would be a guess.
    private static void Check(JsonElement element, Stack<string> path)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            HashSet<string> names = new(StringComparer.Ordinal);
            foreach (JsonProperty member in element.EnumerateObject())
            {
                string name = Readable(member, path);
                path.Push("." + name);
                if (!names.Add(name))
                {
                    throw Wrong(Place(path), member.Value, "each key once");
                }

                Check(member.Value, path);
                path.Pop();
            }
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach ((int index, JsonElement item) in element
                .EnumerateArray()
                .Index()
                .Where(i => i.Item.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.String))
            {
                path.Push($"[{index}]");
                Check(item, path);
                path.Pop();
            }
        }
        else if (element.ValueKind == JsonValueKind.String)
        {
            Readable(element, path);
        }
    }

    private static string Readable(JsonProperty member, Stack<string> path)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            throw Wrong(Place(path), null, Characters);
        }
    }

    private static void Readable(JsonElement text, Stack<string> path)
    {
        try
        {
            text.GetString();
        }
        catch (InvalidOperationException)
        {
            throw Wrong(Place(path), text, Characters);
        }
    }

    private static string Place(Stack<string> path) => FactText.Shorten("$" + string.Concat(path.Reverse()), 200);
}
