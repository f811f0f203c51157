using System.IO.Compression;

namespace TokenPricing.Extensions.AI;

/// <summary>Keeps the first bytes of a compressed body, whose content is not known before its end.</summary>
/// <param name="encoding">The encoding, such as <c>gzip</c>.</param>
internal sealed class CompressedCopy(string encoding)
{
    private const int MostCompressed = 1024 * 1024;
    private const int MostInflated = 64 * 1024 * 1024;

    private readonly ByteBuffer _kept = new();

    /// <summary>Delegate for the next bytes of what was compressed.</summary>
    public delegate void Sink(ReadOnlySpan<byte> bytes);

    /// <summary>Whether the body was longer than what was kept.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Takes the next bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        int kept = Math.Min(bytes.Length, MostCompressed - _kept.Length);
        _kept.Add(bytes[..kept]);
        IsCut |= kept < bytes.Length;
    }

    /// <summary>Gives the memory back.</summary>
    public void Release() => _kept.Release();

    /// <summary>Passes on what the bytes contain, as far as it can be inflated: a body that was cut ends where it was cut.</summary>
    public void Inflate(Sink sink)
    {
        using MemoryStream source = new(_kept.Written.ToArray(), writable: false);
        try
        {
            using Stream? reader = encoding.ToUpperInvariant() switch
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
                sink(buffer.AsSpan(0, read));
            }
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or IOException)
        {
            // What came before is there.
        }
    }
}
