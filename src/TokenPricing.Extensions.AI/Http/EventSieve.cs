namespace TokenPricing.Extensions.AI;

/// <summary>
/// Keeps the events of a stream that can say something of its usage: the first ones, and those with a usage. Those that bring a part of
/// the text are most, and are not kept.
/// </summary>
/// <param name="isByLine">Whether each line is an event; otherwise, an event ends with an empty line.</param>
internal sealed class EventSieve(bool isByLine) : IBodySieve
{
    // Of streams that tell running totals with every event, the last one tells the whole.
    private const int MostFirst = 4;
    private const int MostKept = 24;

    // An event that is longer is pruned, such as the last one of OpenAI's Responses, which repeats the whole output.
    private const int MostWhole = 64 * 1024;
    private const int LongestEvent = 512 * 1024;

    private readonly List<byte[]> _kept = [];
    private readonly ByteBuffer _event = new();
    private JsonPruner? _pruner;
    private int _lineLength;

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int end = bytes.IndexOf((byte)'\n');
            if (end < 0)
            {
                Take(bytes);
                _lineLength += bytes.Length;
                return;
            }

            Take(bytes[..(end + 1)]);
            bool isEmptyLine = _lineLength + end == 0 || (_lineLength + end == 1 && IsReturn(_event.Written));
            _lineLength = 0;
            if (isByLine || isEmptyLine)
            {
                End();
            }

            bytes = bytes[(end + 1)..];
        }
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> ToText()
    {
        byte[] text = new byte[_kept.Sum(k => k.Length + 1)];
        int at = 0;
        foreach (byte[] kept in _kept)
        {
            kept.CopyTo(text, at);
            at += kept.Length;
            text[at++] = (byte)'\n';
        }

        return text;
    }

    // The last two bytes are a return and a new line.
    private static bool IsReturn(ReadOnlySpan<byte> bytes) => bytes.EndsWith("\r\n"u8);

    /// <summary>Returns whether an event has a usage, or what is billed beside it.</summary>
    private static bool HasUsage(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IndexOf("Metadata\""u8) >= 0 || bytes.IndexOf("eval_count\""u8) >= 0)
        {
            return true;
        }

        for (int at = bytes.IndexOf("usage"u8); at >= 0; at = bytes.IndexOf("usage"u8))
        {
            bytes = bytes[(at + 5)..];
            if (!bytes.StartsWith("\":null"u8) && !bytes.StartsWith("\": null"u8))
            {
                return true;
            }
        }

        return false;
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        if (_pruner is null && _event.Length + bytes.Length > MostWhole)
        {
            byte[] before = _event.Written.ToArray();
            _event.Length = 0;
            _pruner = new JsonPruner(_event);
            _pruner.Add(before);
        }

        if (_pruner is null)
        {
            _event.Add(bytes);
        }
        else if (_event.Length < LongestEvent)
        {
            _pruner.Add(bytes);
        }
    }

    private void End()
    {
        ReadOnlySpan<byte> whole = _event.Written;
        bool isTooLong = _event.Length >= LongestEvent;
        if (!isTooLong && !whole.Trim("\r\n"u8).IsEmpty && (_kept.Count < MostFirst || HasUsage(whole)))
        {
            if (_kept.Count == MostKept)
            {
                _kept.RemoveAt(MostFirst);
            }

            _kept.Add(whole.ToArray());
        }

        (_event.Length, _pruner) = (0, null);
    }
}
