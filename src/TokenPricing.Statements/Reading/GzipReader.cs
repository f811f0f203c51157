using System.Buffers.Binary;
using System.IO.Compression;

namespace TokenPricing.Statements;

/// <summary>Decompresses a gzip file, and reports one that was cut off, which the decompressor itself takes for its end.</summary>
/// <remarks>
/// A file ends with the length of its content. A file of several members has only that of the last one, so it is not checked.
/// </remarks>
internal sealed class GzipReader : Stream
{
    private readonly Tail _tail;
    private readonly GZipStream _unzipped;
    private uint _length;

    /// <summary>Opens a stream, which stays open.</summary>
    public GzipReader(Stream stream)
    {
        _tail = new Tail(stream);
        _unzipped = new GZipStream(_tail, CompressionMode.Decompress, leaveOpen: true);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read = _unzipped.Read(buffer);
        _length = unchecked(_length + (uint)read);
        return read > 0 || buffer.IsEmpty || _tail.HasSeveralMembers || _tail.LengthAtTheEnd == _length
            ? read
            : throw new InvalidDataException("The gzip file was cut off: its end is missing.");
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _unzipped.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Remembers the last bytes that were read, and whether another member may have begun.</summary>
    private sealed class Tail(Stream stream) : Stream
    {
        private readonly byte[] _last = new byte[4];
        private bool _isBegun;

        private static ReadOnlySpan<byte> Header => [0x1F, 0x8B, 0x08];

        /// <summary>Whether the header of a member was read after the first one.</summary>
        public bool HasSeveralMembers { get; private set; }

        /// <summary>The last four bytes as a length.</summary>
        public uint LengthAtTheEnd => BinaryPrimitives.ReadUInt32LittleEndian(_last);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int read = stream.Read(buffer);
            ReadOnlySpan<byte> bytes = buffer[..read];
            HasSeveralMembers |= bytes[(_isBegun || read == 0 ? 0 : 1)..].IndexOf(Header) >= 0;
            _isBegun |= read > 0;
            foreach (byte b in bytes[Math.Max(0, read - _last.Length)..])
            {
                _last.AsSpan(1).CopyTo(_last);
                _last[^1] = b;
            }

            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
