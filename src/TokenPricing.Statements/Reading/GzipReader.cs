using System.Buffers.Binary;
using System.IO.Compression;

namespace TokenPricing.Statements;

/// <summary>Decompresses a gzip file, and reports one that was cut off, which the decompressor itself takes for its end.</summary>
/// <remarks>
/// A file ends with the length of its content. A file of several members has only that of the last one, so it is not checked.
/// </remarks>
internal sealed class GzipReader : ReadOnlyStream
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

    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = _unzipped.Read(buffer);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException("The gzip file is damaged: download or compress it again.", e);
        }

        _length = unchecked(_length + (uint)read);
        return read > 0 || buffer.IsEmpty || _tail.HasSeveralMembers || _tail.LengthAtTheEnd == _length
            ? read
            : throw new InvalidDataException("The gzip file was cut off: its end is missing.");
    }

    protected override void Dispose(bool disposing)
    {
        _unzipped.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Remembers the last bytes that were read, and whether another member may have begun.</summary>
    private sealed class Tail(Stream stream) : ReadOnlyStream
    {
        private readonly byte[] _last = new byte[4];
        private int _matched;
        private int _members;

        private static ReadOnlySpan<byte> Header => [0x1F, 0x8B, 0x08];

        /// <summary>Whether the header of a member was read after the first one.</summary>
        public bool HasSeveralMembers => _members > 1;

        /// <summary>The last four bytes as a length.</summary>
        public uint LengthAtTheEnd => BinaryPrimitives.ReadUInt32LittleEndian(_last);

        public override int Read(Span<byte> buffer)
        {
            int read = stream.Read(buffer);
            ReadOnlySpan<byte> bytes = buffer[..read];

            // A header may begin in one piece and end in the next. No byte of it occurs in it twice.
            foreach (byte b in bytes)
            {
                _matched = b == Header[_matched] ? _matched + 1 : b == Header[0] ? 1 : 0;
                if (_matched == Header.Length)
                {
                    _members++;
                    _matched = 0;
                }
            }

            foreach (byte b in bytes[Math.Max(0, read - _last.Length)..])
            {
                _last.AsSpan(1).CopyTo(_last);
                _last[^1] = b;
            }

            return read;
        }
    }
}
