using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TokenPricing.Usage;

/// <summary>Adds up the events of a stream to the body of the response that they stream.</summary>
internal static class ResponseStream
{
    private const string DataPrefix = "data:";
    private const string MessageStart = "message_start";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>What a line of server-sent events begins with; a colon alone begins a comment.</summary>
    private static readonly string[] EventFields = [DataPrefix, "event:", "id:", "retry:", ":"];

    /// <summary>The objects of an event that hold a part of the response.</summary>
    private static readonly string[] UsageHolders = ["delta", "metadata", "x_groq"];
    private static readonly string[] Usages = ["usage", "usageMetadata", "usage_metadata"];
    private static readonly string[] Groundings = ["groundingMetadata", "grounding_metadata"];

    /// <summary>Parses a body, or the text of a stream.</summary>
    /// <param name="text">One JSON object, server-sent events, JSON objects one a line, or an array of them.</param>
    /// <returns>The body, which the caller disposes.</returns>
    /// <remarks>
    /// Comments and fields other than <c>data</c> of server-sent events are passed over, as are a byte order mark and the end mark of
    /// OpenAI's streams. One object is never taken for a stream.
    /// </remarks>
    /// <exception cref="PricingException"><see cref="PricingError.UnreadableResponse"/>: it is neither.</exception>
    public static JsonDocument Parse(string text)
    {
        text = text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        foreach (string field in EventFields)
        {
            if (text.StartsWith(field, StringComparison.Ordinal))
            {
                return Merged(EventsOf(text));
            }
        }

        if (text.StartsWith('['))
        {
            return Merged([text]);
        }

        try
        {
            return ResponseReader.Parse(() => JsonDocument.Parse(text));
        }
        catch (PricingException) when (LinesOf(text) is { Count: > 1 } lines && lines.TrueForAll(l => l.StartsWith('{')))
        {
            return Merged(lines);
        }
    }

    /// <inheritdoc cref="Parse(string)"/>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        // Whole bodies are parsed as they are; a stream is read as text.
        try
        {
            if (utf8.Span.TrimStart(" \t\r\n"u8).StartsWith("{"u8))
            {
                return JsonDocument.Parse(utf8);
            }
        }
        catch (JsonException)
        {
        }

        return ResponseReader.Parse(() => Parse(StrictUtf8.GetString(utf8.Span)));
    }

    /// <summary>Returns the data of server-sent events. Lines of one event are joined; the end mark <c>[DONE]</c> is no data.</summary>
    private static List<string> EventsOf(string text)
    {
        List<string> events = [];
        StringBuilder data = new();
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n').Append(""))
        {
            if (line.StartsWith(DataPrefix, StringComparison.Ordinal))
            {
                data.Append(line.AsSpan(DataPrefix.Length).TrimStart()).Append('\n');
            }
            else if (line.Length == 0 && data.Length > 0)
            {
                string whole = data.ToString().Trim();
                data.Clear();
                if (whole != "[DONE]")
                {
                    events.Add(whole);
                }
            }
        }

        return events;
    }

    private static List<string> LinesOf(string text) =>
        [.. text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    /// <summary>Returns the body that the events add up to: what a later event says replaces what an earlier one said.</summary>
    /// <param name="events">The JSON of the events, in their order.</param>
    /// <remarks>
    /// Counts in streams are cumulative in every flavor, so that the last one holds. Anthropic tells the input in the first event and the
    /// output in the last; only together do they make a usage.
    /// </remarks>
    /// <exception cref="PricingException">
    /// <see cref="PricingError.UnreadableResponse"/>: an event is not JSON, has a field twice, or has half a surrogate pair.
    /// </exception>
    private static JsonDocument Merged(IReadOnlyList<string> events)
    {
        try
        {
            return Merge(events);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            throw new PricingException(PricingError.UnreadableResponse, $"The response cannot be read: {e.Message}");
        }
    }

    private static JsonDocument Merge(IReadOnlyList<string> events)
    {
        JsonObject body = [];
        foreach (string text in events)
        {
            using JsonDocument document = ResponseReader.Parse(() => JsonDocument.Parse(text));
            JsonElement root = document.RootElement;
            JsonElement[] elements = root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()] : [root];
            foreach (JsonElement element in elements.Where(e => e.ValueKind == JsonValueKind.Object))
            {
                Add(JsonObject.Create(element)!, body);
            }
        }

        return JsonDocument.Parse(body.ToJsonString());
    }

    /// <summary>Adds what an event says to the body: its usage field by field, and everything else as it stands.</summary>
    /// <param name="part">The event.</param>
    /// <param name="body">The body so far.</param>
    private static void Add(JsonObject part, JsonObject body)
    {
        // Anthropic's first event holds the message, events of OpenAI's Responses hold the response, and of Gemini's an interaction.
        bool isStart = Text(part, "type") == MessageStart;
        JsonObject whole = (isStart ? part["message"] : part["response"] ?? part["interaction"]) as JsonObject ?? part;

        // Moonshot tells the usage in the last choice.
        JsonObject? choice = (part["choices"] as JsonArray)?.LastOrDefault() as JsonObject;
        JsonObject?[] holders = [whole, .. UsageHolders.Select(h => part[h] as JsonObject), choice];
        foreach (JsonObject holder in holders.OfType<JsonObject>())
        {
            foreach (string usage in Usages)
            {
                if (holder[usage] is JsonObject counts)
                {
                    body[usage] ??= new JsonObject();
                    Overlay(counts, (JsonObject)body[usage]!);
                }
            }
        }

        foreach ((string name, JsonNode? value) in whole.ToArray())
        {
            bool isKept = Usages.Contains(name) || value is null
                || (name == "candidates" && IsGrounded(body[name]) && !IsGrounded(value))
                || (name == "type" && body.ContainsKey(name) && Text(body, name) is "message" or MessageStart);
            if (!isKept)
            {
                body[name] = value!.DeepClone();
            }
        }

        // The output of a message is counted in its last event.
        if (isStart)
        {
            body["type"] = MessageStart;
        }
        else if (Text(part, "type") == "message_delta" && Text(body, "type") == MessageStart)
        {
            body["type"] = "message";
        }
    }

    /// <summary>Copies the fields of an object over those of another, into its objects too; null replaces nothing.</summary>
    private static void Overlay(JsonObject from, JsonObject to)
    {
        foreach ((string name, JsonNode? value) in from.ToArray())
        {
            if (value is JsonObject inner && to[name] is JsonObject known)
            {
                Overlay(inner, known);
            }
            else if (value is not null)
            {
                to[name] = value.DeepClone();
            }
        }
    }

    private static bool IsGrounded(JsonNode? candidates) =>
        candidates is JsonArray all && all.Any(c => c is JsonObject candidate && Groundings.Any(candidate.ContainsKey));

    private static string? Text(JsonObject holder, string name) =>
        holder[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
