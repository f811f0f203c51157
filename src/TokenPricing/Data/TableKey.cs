namespace TokenPricing.Data;

/// <summary>
/// What stands in the first cell of a table's line, or in the first two, of which the second goes first in the order: names of a
/// table in which all are in lower case and of ASCII.
/// </summary>
internal readonly struct TableKey(string first, string? second = null)
{
    private readonly byte[] _first = Bytes(first);
    private readonly byte[]? _second = second is null ? null : Bytes(second);

    /// <summary>Whether the key is before a line (negative), of it (zero) or after it.</summary>
    public int CompareTo(ReadOnlySpan<byte> line)
    {
        int order = _second is null ? 0 : _second.AsSpan().SequenceCompareTo(Cell(line[(Cell(line).Length + 1)..]));
        return order != 0 ? order : _first.AsSpan().SequenceCompareTo(Cell(line));
    }

    // In lower case; what is not ASCII becomes a byte that no text has.
    private static byte[] Bytes(string name)
    {
        byte[] bytes = new byte[name.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = !char.IsAscii(name[i]) ? (byte)0xFF : (byte)(char.IsAsciiLetterUpper(name[i]) ? name[i] + ('a' - 'A') : name[i]);
        }

        return bytes;
    }

    private static ReadOnlySpan<byte> Cell(ReadOnlySpan<byte> line)
    {
        int end = line.IndexOf((byte)',');
        return end < 0 ? line : line[..end];
    }
}
