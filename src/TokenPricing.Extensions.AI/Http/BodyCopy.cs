using System.IO.Compression;
using System.Net.Http.Headers;

namespace TokenPricing.Extensions.AI;

/// <summary>
/// Takes the bytes of a body as they pass, and keeps what can matter of them, in a bounded amount of memory however long the body is.
/// Thread-safe.
/// </summary>
internal sealed class BodyCopy
{
    // Of a compressed body, whose content is not known before its end.
    private const int MostCompressed = 1024 * 1024;
    private const int MostInflated = 64 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly string? _encoding;
    private readonly string? _mediaType;
    private MemoryStream? _compressed;
    private IBodySieve? _sieve;
    private bool _isOther;

    private BodyCopy(string? mediaType, string? encoding) => (_mediaType, _encoding) = (mediaType, encoding);

    /// <summary>Returns a copy of a body with headers.</summary>
    public static BodyCopy Of(HttpContentHeaders headers)
    {
        string? encoding = headers.ContentEncoding.LastOrDefault(e => !e.Equals("identity", StringComparison.OrdinalIgnoreCase));
        return new BodyCopy(headers.ContentType?.MediaType, encoding);
    }

    /// <summary>Takes the next bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_encoding is null)
            {
                Sift(bytes);
            }
            else if ((_compressed ??= new MemoryStream()).Length < MostCompressed)
            {
                _compressed.Write(bytes[..(int)Math.Min(bytes.Length, MostCompressed - _compressed.Length)]);
            }
        }
    }

    /// <summary>Returns what was kept until now: a JSON body, or the text of a stream; empty if it is neither.</summary>
    public ReadOnlyMemory<byte> ToText()
    {
        lock (_gate)
        {
            return _encoding is null ? _sieve?.ToText() ?? default : Inflated();
        }
    }

    private void Sift(ReadOnlySpan<byte> bytes)
    {
        if (_isOther)
        {
            return;
        }

        _sieve ??= SieveOf(bytes);
        _isOther = _sieve is null && !bytes.Trim(" \t\r\n\uFEFF"u8).IsEmpty;
        _sieve?.Add(bytes);
    }

    /// <summary>Returns what keeps a body of this kind; <see langword="null"/> for one that has no text, such as audio.</summary>
    private IBodySieve? SieveOf(ReadOnlySpan<byte> start)
    {
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
            : text.StartsWith("data:"u8) || text.StartsWith("event:"u8) || text.StartsWith(":"u8) ? new EventSieve(isByLine: false)
            : null;
    }

    /// <summary>Returns what a compressed body has, as far as it can be inflated: one that was cut ends where it was cut.</summary>
    private ReadOnlyMemory<byte> Inflated()
    {
        if (_compressed is null)
        {
            return default;
        }

        BodyCopy inflated = new(_mediaType, null);
        using MemoryStream source = new(_compressed.GetBuffer(), 0, (int)_compressed.Length, writable: false);
        try
        {
            using Stream? reader = _encoding!.ToUpperInvariant() switch
            {
                "GZIP" or "X-GZIP" => new GZipStream(source, CompressionMode.Decompress),
                "DEFLATE" => new ZLibStream(source, CompressionMode.Decompress),
                "BR" => new BrotliStream(source, CompressionMode.Decompress),
                _ => null,
            };
            byte[] buffer = new byte[16 * 1024];
            long all = 0;
            for (int read = 1; reader is not null && read > 0 && all < MostInflated; all += read)
            {
                read = reader.Read(buffer);
                inflated.Sift(buffer.AsSpan(0, read));
            }
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or IOException)
        {
            // What came before is there.
        }

        return inflated.ToText();
    }
}
