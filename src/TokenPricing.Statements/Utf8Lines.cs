namespace TokenPricing.Statements;

/// <summary>Reads a stream line by line, with at most one line and its buffer in memory.</summary>
internal sealed class Utf8Lines(Stream stream)
{
    /// <summary>The maximum length of a line in bytes, so that a file without line breaks cannot use up the memory.</summary>
    public const int Longest = 16 * 1024 * 1024;

    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <summary>The number of the line read last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>
    /// Reads the next line without its line break. It is valid until the next call. Returns <see langword="false"/> at the end of the
    /// stream.
    /// </summary>
    /// <exception cref="InvalidDataException">The line is longer than <see cref="Longest"/>.</exception>
    public bool TryRead(out ReadOnlyMemory<byte> line)
    {
        int searched = 0;
        while (true)
        {
            int found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                line = Take(searched + found, lineBreak: 1);
                return true;
            }

            searched = _end - _start;
            if (_isAtEnd)
            {
                line = Take(searched, lineBreak: 0);
                return searched > 0;
            }

            Fill();
        }
    }

    /// <summary>Returns the next bytes as a line, without a carriage return and, in the first line, a byte order mark.</summary>
    private ReadOnlyMemory<byte> Take(int length, int lineBreak)
    {
        ReadOnlyMemory<byte> line = _buffer.AsMemory(_start, length);
        _start += length + lineBreak;
        Number++;
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        line = Number == 1 && line.Span.StartsWith(mark) ? line[mark.Length..] : line;
        return line.Span.EndsWith("\r"u8) ? line[..^1] : line;
    }

    /// <summary>Reads more bytes, and enlarges the buffer if it is full.</summary>
    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= Longest)
            {
                throw new InvalidDataException(
                    FormattableString.Invariant($"Line {Number + 1} is longer than {Longest} bytes. Is this a file of JSON Lines?"));
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        int read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _isAtEnd = read == 0;
    }
}
