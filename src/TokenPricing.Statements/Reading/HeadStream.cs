namespace TokenPricing.Statements;

/// <summary>A stream whose first bytes were already read, to see what it is.</summary>
internal sealed class HeadStream : ReadOnlyStream
{
    private const int HeadLength = 256 * 1024;

    private readonly Stream _rest;
    private readonly byte[] _head;
    private readonly int _length;
    private int _position;

    /// <summary>Reads the first bytes of a stream, which stays open.</summary>
    public HeadStream(Stream stream)
    {
        _rest = stream;
        _head = new byte[HeadLength];
        _length = stream.ReadAtLeast(_head, HeadLength, throwOnEndOfStream: false);
    }

    /// <summary>The first bytes, at most 256 KiB.</summary>
    public ReadOnlySpan<byte> Head => _head.AsSpan(0, _length);

    /// <summary>Whether the head is the whole stream.</summary>
    public bool IsWhole => _length < HeadLength;

    public override int Read(Span<byte> buffer)
    {
        int available = Math.Min(buffer.Length, _length - _position);
        if (available == 0)
        {
            return _rest.Read(buffer);
        }

        _head.AsSpan(_position, available).CopyTo(buffer);
        _position += available;
        return available;
    }
}
