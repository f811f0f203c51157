using System.Buffers;

namespace TokenPricing.Statements;

/// <summary>
/// Splits a stream into its JSON values, with one value in memory: the elements of an array at the top, or values that follow each other.
/// </summary>
internal sealed class JsonValues(Stream stream, int most = JsonValues.Most)
{
    /// <summary>The maximum length of a value in bytes, so that a hostile file cannot use up the memory.</summary>
    public const int Most = 64 * 1024 * 1024;

    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]\n"u8);
    private static readonly SearchValues<byte> StringEnds = SearchValues.Create("\"\\\n"u8);

    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private int _position;
    private bool _isAtEnd;
    private bool _isArray;
    private bool _isBegun;

    /// <summary>The line on which the value read last begins, from 1.</summary>
    public long Line { get; private set; } = 1;

    private long _line = 1;

    /// <summary>Reads the next value. It is valid until the next call.</summary>
    /// <returns><see langword="false"/> at the end of the stream.</returns>
    /// <exception cref="InvalidDataException">The value does not end, or is longer than the maximum.</exception>
    public bool TryRead(out ReadOnlyMemory<byte> value)
    {
        value = default;
        if (!SkipToValue())
        {
            return false;
        }

        Line = _line;
        int depth = 0;
        bool isInString = false;
        _start = _position;
        while (true)
        {
            ReadOnlySpan<byte> rest = _buffer.AsSpan(_position, _end - _position);
            int found = rest.IndexOfAny(isInString ? StringEnds : Structure);
            if (found < 0)
            {
                _position = _end;
                if (!Fill())
                {
                    if (depth == 0 && !isInString)
                    {
                        value = _buffer.AsMemory(_start, _end - _start);
                        return value.Length > 0;
                    }

                    throw new InvalidDataException(FormattableString.Invariant(
                        $"The JSON value that begins on line {Line} does not end: the file was cut off, or a bracket is missing."));
                }

                continue;
            }

            byte c = rest[found];
            _position += found + 1;
            _line += c == '\n' ? 1 : 0;
            if (isInString)
            {
                if (c == '\\')
                {
                    if (_position == _end && !Fill())
                    {
                        continue;
                    }

                    _position++;
                }
                else
                {
                    isInString = c != '"';
                }
            }
            else if (c == '"')
            {
                isInString = true;
            }
            else if (c is (byte)'{' or (byte)'[')
            {
                depth++;
            }
            else if (c is (byte)'}' or (byte)']')
            {
                depth--;
                if (depth <= 0)
                {
                    value = _buffer.AsMemory(_start, _position - _start);
                    return true;
                }
            }
            else if (depth == 0)
            {
                // A line that is no object or array, such as a line that was cut off.
                value = _buffer.AsMemory(_start, _position - 1 - _start);
                return true;
            }
        }
    }

    /// <summary>Skips white space, commas, and the brackets of the array at the top.</summary>
    private bool SkipToValue()
    {
        while (true)
        {
            if (_position == _end && !Fill())
            {
                return false;
            }

            byte c = _buffer[_position];
            if (c == '[' && !_isBegun)
            {
                (_isArray, _isBegun) = (true, true);
            }
            else if (c is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)',' or 0xEF or 0xBB or 0xBF
                || (c == ']' && _isArray))
            {
                _line += c == '\n' ? 1 : 0;
                _isArray &= c != ']';
                _isBegun &= c != ']';
            }
            else
            {
                _isBegun = true;
                return true;
            }

            _position++;
            _start = _position;
        }
    }

    private bool Fill()
    {
        if (_isAtEnd)
        {
            return false;
        }

        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end, _position) = (0, _end - _start, _position - _start);
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= most)
            {
                throw new InvalidDataException(FormattableString.Invariant(
                    $"The JSON value that begins on line {Line} is longer than {most} bytes: give the file as JSON Lines, or in parts."));
            }

            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, most));
        }

        int read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _isAtEnd = read == 0;
        return read > 0;
    }
}
