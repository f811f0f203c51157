namespace TokenPricing.Statements;

/// <summary>
/// The values of a JSON document as JSON Lines: the elements of an array, or values that are written over several lines. Each is on the
/// line on which it begins in the document.
/// </summary>
internal sealed class JsonLinesStream(Stream stream) : ReadOnlyStream
{
    private readonly JsonValues _values = new(stream);
    private byte[] _line = [];
    private int _position;
    private long _lines;

    public override int Read(Span<byte> buffer)
    {
        while (_position == _line.Length)
        {
            if (buffer.IsEmpty || !_values.TryRead(out ReadOnlyMemory<byte> value))
            {
                return 0;
            }

            Take(value.Span);
        }

        int length = Math.Min(buffer.Length, _line.Length - _position);
        _line.AsSpan(_position, length).CopyTo(buffer);
        _position += length;
        return length;
    }

    private void Take(ReadOnlySpan<byte> value)
    {
        // Line breaks stand only between the parts of a value, where a space is as good. Two values of one line are on two lines here.
        int before = (int)Math.Max(0, _values.Line - 1 - _lines);
        _line = new byte[before + value.Length + 1];
        _line.AsSpan(0, before).Fill((byte)'\n');
        value.CopyTo(_line.AsSpan(before));
        _line.AsSpan(before).Replace((byte)'\n', (byte)' ');
        _line.AsSpan(before).Replace((byte)'\r', (byte)' ');
        _line[^1] = (byte)'\n';
        _position = 0;
        _lines += before + 1;
    }
}
