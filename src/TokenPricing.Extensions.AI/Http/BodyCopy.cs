using System.Net.Http.Headers;

namespace TokenPricing.Extensions.AI;

/// <summary>
/// Takes the bytes of a body as they pass, and keeps what can matter of them, in a bounded amount of memory however long the body is.
/// Thread-safe.
/// </summary>
internal sealed class BodyCopy : IBodyObserver
{
    private readonly Lock _gate = new();
    private readonly string? _mediaType;
    private CompressedCopy? _compressed;
    private IBodySieve? _sieve;
    private byte[] _start = [];
    private bool _isOther;
    private bool _isReleased;

    private BodyCopy(string? mediaType, string? encoding) =>
        (_mediaType, _compressed) = (mediaType?.ToLowerInvariant(), encoding is null ? null : new CompressedCopy(encoding));

    /// <summary>Returns a copy of a body with headers.</summary>
    public static BodyCopy Of(HttpContentHeaders headers) => new(headers.ContentType?.MediaType, EncodingOf(headers));

    /// <summary>Returns how a body is compressed; <see langword="null"/> if it is not.</summary>
    public static string? EncodingOf(HttpContentHeaders headers) =>
        headers.ContentEncoding.LastOrDefault(e => !e.Equals("identity", StringComparison.OrdinalIgnoreCase));

    /// <summary>Takes the next bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_compressed is not null)
            {
                _compressed.Add(bytes);
            }
            else if (!_isReleased)
            {
                Sift(bytes);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask CatchUpAsync() => ValueTask.CompletedTask;

    /// <summary>
    /// Reads what was kept until now: a JSON body, or the text of a stream; empty if it is neither. The text is gone when
    /// <paramref name="read"/> returns.
    /// </summary>
    public T Read<T>(Func<ReadOnlyMemory<byte>, T> read)
    {
        lock (_gate)
        {
            return read(_compressed is null ? _sieve?.ToText() ?? default : Inflated(_compressed));
        }
    }

    /// <summary>Returns whether a stream said that it ends, after which nobody needs to read on.</summary>
    public bool HasEnded()
    {
        lock (_gate)
        {
            return _sieve is EventSieve { HasEnded: true };
        }
    }

    /// <summary>Gives the memory back. What comes after is not copied.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _isReleased = true;
            _sieve?.Release();
            _compressed?.Release();
            (_sieve, _compressed) = (null, null);
        }
    }

    private void Sift(ReadOnlySpan<byte> bytes)
    {
        if (_isOther)
        {
            return;
        }

        if (_sieve is not null)
        {
            _sieve.Add(bytes);
            return;
        }

        // Of a body that tells no type, the first bytes do, and they may come one by one.
        byte[] start = [.. _start, .. bytes];
        _sieve = SieveOf(start);
        _sieve?.Add(start);
        ReadOnlySpan<byte> text = start.AsSpan().TrimStart(" \t\r\n\uFEFF"u8);
        _isOther = _sieve is null && !IsBegun(text);
        _start = _sieve is null && !_isOther ? text.ToArray() : [];
    }

    /// <summary>Returns whether a text may become one of those that are kept.</summary>
    private static bool IsBegun(ReadOnlySpan<byte> text) =>
        "data:"u8.StartsWith(text) || "event:"u8.StartsWith(text) || "id:"u8.StartsWith(text) || "retry:"u8.StartsWith(text);

    /// <summary>Returns what keeps a body of this kind; <see langword="null"/> for one that has no text, such as audio.</summary>
    private IBodySieve? SieveOf(ReadOnlySpan<byte> start)
    {
        if (_mediaType is "multipart/form-data")
        {
            return new FormSieve();
        }

        if (_mediaType is "text/event-stream")
        {
            return new EventSieve(isByLine: false);
        }

        if (_mediaType is "application/x-ndjson" or "application/jsonl" or "application/x-jsonl" or "application/ndjson")
        {
            return new EventSieve(isByLine: true);
        }

        ReadOnlySpan<byte> text = start.TrimStart(" \t\r\n\uFEFF"u8);
        return text.StartsWith("{"u8) || text.StartsWith("["u8) ? new JsonSieve()
            : text.StartsWith("data:"u8) || text.StartsWith("event:"u8) || text.StartsWith("id:"u8)
                || text.StartsWith("retry:"u8) || text.StartsWith(":"u8) ? new EventSieve(isByLine: false)
            : null;
    }

    private ReadOnlyMemory<byte> Inflated(CompressedCopy compressed)
    {
        BodyCopy inflated = new(_mediaType, null);
        compressed.Inflate(inflated.Sift);
        return inflated._sieve?.ToText() ?? default;
    }
}
