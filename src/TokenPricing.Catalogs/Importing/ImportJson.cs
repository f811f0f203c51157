using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace TokenPricing.Catalogs;

/// <summary>
/// Reads JSON of other projects, which may be truncated, hostile or huge. It must be in UTF-8, at most <see cref="LargestFile"/> bytes and
/// at most 32 levels deep, without a key that occurs twice in one object. Numbers are read from their text, never through binary floating
/// point.
/// </summary>
internal static class ImportJson
{
    /// <summary>
    /// The maximum size of a price list in bytes: 32 MiB. The largest known list, that of models.dev, has 2.4 million bytes (2026-07-02). A
    /// hostile file of 64 MiB took half a minute and 3.8 GB of memory; both grow in proportion to the size.
    /// </summary>
    public const int LargestFile = 32 * 1024 * 1024;

    private const string Characters = "text whose escapes are whole characters";

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32 };

    /// <summary>Reads and checks a whole file.</summary>
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

    /// <summary>Returns the members of a value that must be an object.</summary>
    /// <exception cref="PriceDataException">The value is not an object.</exception>
    public static IEnumerable<JsonProperty> Members(JsonElement element, string place) =>
        element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : throw Wrong(place, element, "an object");

    /// <summary>Returns the items of a value that must be an array.</summary>
    /// <exception cref="PriceDataException">The value is not an array.</exception>
    public static IEnumerable<JsonElement> Items(JsonElement element, string place) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : throw Wrong(place, element, "an array");

    /// <summary>Returns a required member of an object.</summary>
    /// <exception cref="PriceDataException">The member is missing, or <paramref name="element"/> is not an object.</exception>
    public static JsonElement Member(JsonElement element, string name, string place) =>
        element.ValueKind != JsonValueKind.Object ? throw Wrong(place, element, "an object")
        : element.TryGetProperty(name, out JsonElement value) ? value
        : throw Wrong($"{place}: {name}", null, "a value");

    /// <summary>
    /// Returns an optional member; <see langword="null"/> if it is missing or null, or if <paramref name="element"/> is not an object.
    /// </summary>
    public static JsonElement? Optional(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
            && element.TryGetProperty(name, out JsonElement value)
            && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    /// <summary>Returns a required text, trimmed.</summary>
    /// <exception cref="PriceDataException">The text is missing or empty, or the value is not a text.</exception>
    public static string Text(JsonElement element, string name, string place) =>
        Text(Member(element, name, place)) ?? throw Wrong($"{place}: {name}", element.GetProperty(name), "a text");

    /// <summary>Returns a text, trimmed; <see langword="null"/> if it is empty or not a text.</summary>
    public static string? Text(JsonElement element) =>
        element.ValueKind == JsonValueKind.String && element.GetString()!.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>
    /// Returns a number, which can also be written as a text; <see langword="null"/> if it is something else or if a <see cref="decimal"/>
    /// cannot represent it exactly.
    /// </summary>
    public static decimal? Number(JsonElement element) =>
        element.ValueKind is JsonValueKind.Number or JsonValueKind.String
        && ExactNumber.TryParse(element.ValueKind == JsonValueKind.String ? element.GetString() : element.GetRawText(), out decimal value)
            ? value
            : null;

    /// <summary>Returns a whole number from 0 to <see cref="long.MaxValue"/>; <see langword="null"/> for anything else.</summary>
    public static long? Count(JsonElement element) =>
        Number(element) is { } number && number is >= 0 and <= long.MaxValue && number == decimal.Truncate(number) ? (long)number : null;

    /// <summary>Returns the exception for a value that is not what it must be.</summary>
    public static PriceDataException Wrong(string? place, JsonElement? found, string expected) =>
        new([new PriceDataError("JSON", null, null, place, found is { } value ? Raw(value) : null, expected)]);

    /// <summary>Returns the beginning of a value as the file writes it, in one line.</summary>
    public static string Raw(JsonElement element)
    {
        ReadOnlySpan<byte> whole = JsonMarshal.GetRawUtf8Value(element);
        string start = Encoding.UTF8.GetString(whole[..Math.Min(whole.Length, 1_000)]);
        bool isLaidOut = element.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
        return FactText.Shorten(isLaidOut ? string.Join(' ', start.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)) : start);
    }

    /// <summary>Reads the stream to its end, but at most <see cref="LargestFile"/> bytes, and removes a byte order mark.</summary>
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

    /// <summary>Parses the bytes and reports a syntax error with its line.</summary>
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

    /// <summary>
    /// Checks that all texts are valid and that no object has a key twice. The parser decodes texts lazily, so an escape for half of a
    /// surrogate pair would only fail later, when its place is no longer known; and of a duplicate key, which value is meant would be a
    /// guess.
    /// </summary>
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

    /// <summary>Returns the name of a member, and throws if it contains an invalid escape.</summary>
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

    /// <summary>Throws if a text contains an invalid escape.</summary>
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

    /// <summary>Returns the path of a value, at most 200 characters: <c>$[3].models</c>.</summary>
    private static string Place(Stack<string> path) => FactText.Shorten("$" + string.Concat(path.Reverse()), 200);
}
