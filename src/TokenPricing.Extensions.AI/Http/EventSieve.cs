using System.Text.Json;

namespace TokenPricing.Extensions.AI;

/// <summary>
/// Keeps the events of a stream that can say something of its usage: the first ones, and those with a usage. Those that bring a part of
/// the text are most, and are not kept.
/// </summary>
/// <param name="isByLine">Whether each line is an event; otherwise, an event ends with an empty line.</param>
internal sealed class EventSieve(bool isByLine) : IBodySieve
{
    private const int MostFirst = 4;

    // Of streams that tell running totals with every event, the first and the last ones tell the whole.
    private const int MostUsages = 4;
    private const int MostSearches = 64;

    // An event that is longer is pruned, such as the last one of OpenAI's Responses, which repeats the whole output.
    private const int MostWhole = 8 * 1024;
    private const int LongestEvent = 512 * 1024;

    private readonly List<(byte[] Event, Kind Kind)> _kept = [];
    private readonly PrunedBytes _event = new(MostWhole, LongestEvent);
    private readonly ByteBuffer _text = new();
    private bool _hasUsage;
    private int _lineLength;
    private bool _endsWithReturn;

    private enum Kind
    {
        First,
        Usage,
        Search,
    }

    /// <summary>Whether the mark was there that ends streams of OpenAI's chats.</summary>
    public bool HasEnded { get; private set; }

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        int start = 0;
        for (int at = 0; bytes[at..].IndexOf((byte)'\n') is >= 0 and var length;)
        {
            int end = at + length;
            bool hasReturn = length > 0 ? bytes[end - 1] == (byte)'\r' : _endsWithReturn;
            bool isEmptyLine = _lineLength + length == 0 || (_lineLength + length == 1 && hasReturn);
            (at, _lineLength, _endsWithReturn) = (end + 1, 0, false);
            if (isByLine || isEmptyLine)
            {
                End(bytes[start..at]);
                start = at;
            }
        }

        ReadOnlySpan<byte> rest = bytes[start..];
        int line = rest.Length - 1 - rest.LastIndexOf((byte)'\n');
        _lineLength = line == rest.Length ? _lineLength + line : line;
        _endsWithReturn = rest.IsEmpty ? _endsWithReturn : rest[^1] == (byte)'\r';
        _event.Add(rest);
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> ToText()
    {
        KeepLast();
        if (_kept.Count == 1 && JsonOf(_kept[0].Event) is { IsEmpty: false } json)
        {
            return json;
        }

        _text.Length = 0;
        foreach ((byte[] kept, _) in _kept)
        {
            _text.Add(kept);
            _text.Add("\n"u8);
        }

        return _text.Written;
    }

    /// <inheritdoc/>
    public void Release()
    {
        _event.Release();
        _text.Release();
        _kept.Clear();
    }

    /// <summary>Returns the JSON of an event whose data is one line; empty if it has another form.</summary>
    private static ReadOnlyMemory<byte> JsonOf(byte[] whole)
    {
        int start = whole.AsSpan().StartsWith("data:"u8) ? 0 : whole.AsSpan().IndexOf("\ndata:"u8) is >= 0 and var at ? at + 1 : -1;
        if (start < 0)
        {
            return default;
        }

        ReadOnlyMemory<byte> data = whole.AsMemory(start + "data:".Length).Trim("\r\n "u8);
        return data.Span.StartsWith("{"u8) && !data.Span.Contains((byte)'\n') ? data : default;
    }

    /// <summary>Returns what an event can say: a usage, what is billed beside it, or neither.</summary>
    private Kind KindOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IndexOf("Metadata\""u8) >= 0)
        {
            return bytes.IndexOf("webSearchQueries\""u8) >= 0 || bytes.IndexOf("groundingChunks\""u8) >= 0 ? Kind.Search : Kind.Usage;
        }

        // Ollama's, which streams by lines.
        if (isByLine && bytes.IndexOf("eval_count\""u8) >= 0)
        {
            return Kind.Usage;
        }

        for (int at = bytes.IndexOf("usage"u8); at >= 0; at = bytes.IndexOf("usage"u8))
        {
            bytes = bytes[(at + 5)..];
            if (!bytes.StartsWith("\":null"u8) && !bytes.StartsWith("\": null"u8))
            {
                return Kind.Usage;
            }
        }

        return Kind.First;
    }

    /// <summary>Keeps an event that is whole although nothing says that it ended, as the last one of a stream may be.</summary>
    private void KeepLast()
    {
        if (_event.IsEmpty || _event.IsCut)
        {
            return;
        }

        byte[] last = _event.Written.ToArray();
        ReadOnlyMemory<byte> json = isByLine ? last.AsMemory().Trim("\r\n "u8) : JsonOf(last);
        if (IsWhole(json.Span))
        {
            Keep(last);
            _event.Clear();
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> json)
    {
        try
        {
            Utf8JsonReader reader = new(json);
            return !json.IsEmpty && reader.Read() && reader.TrySkip() && reader.BytesConsumed == json.Length;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Takes the last bytes of an event.</summary>
    private void End(ReadOnlySpan<byte> last)
    {
        if (_event.IsEmpty && last.Length <= MostWhole)
        {
            Keep(last);
            return;
        }

        _event.Add(last);
        if (!_event.IsCut)
        {
            Keep(_event.Written.Span);
        }

        _event.Clear();
    }

    private void Keep(ReadOnlySpan<byte> whole)
    {
        if (whole.Length < 24 && whole.IndexOf("[DONE]"u8) >= 0)
        {
            HasEnded = true;
            return;
        }

        Kind kind = KindOf(whole);
        if (kind == Kind.First && (_hasUsage || _kept.Count == MostFirst || whole.Trim("\r\n"u8).IsEmpty))
        {
            return;
        }

        int alike = _kept.Count(k => k.Kind == kind);
        if (kind == Kind.Search && alike == MostSearches)
        {
            // The last one has the usage.
            _kept.RemoveAt(_kept.FindLastIndex(k => k.Kind == kind));
        }

        if (kind == Kind.Usage && alike == MostUsages)
        {
            // The first usage remains: Anthropic's has the input.
            _kept.RemoveAt(_kept.FindIndex(_kept.FindIndex(k => k.Kind == kind) + 1, k => k.Kind == kind));
        }

        if (kind == Kind.Usage && !_hasUsage && SaysAll(whole))
        {
            _kept.RemoveAll(k => k.Kind == Kind.First);
        }

        _hasUsage |= kind == Kind.Usage;
        _kept.Add((whole.ToArray(), kind));
    }

    /// <summary>Returns whether an event names the model and the response, so that those before it add nothing.</summary>
    private bool SaysAll(ReadOnlySpan<byte> whole) =>
        whole.IndexOf("\"model"u8) >= 0 && (isByLine || whole.IndexOf("\"id\""u8) >= 0 || whole.IndexOf("\"responseId\""u8) >= 0);
}
