using System.Text;

namespace TokenPricing;

/// <summary>What stands in the first cell of a table's line, or in the first two, of which the second goes first in the order.</summary>
internal readonly struct TableKey(string first, string? second = null)
{
    private readonly byte[] _first = Encoding.UTF8.GetBytes(first);
    private readonly byte[]? _second = second is null ? null : Encoding.UTF8.GetBytes(second);

    /// <summary>Whether the key is before a line (negative), of it (zero) or after it.</summary>
    public int CompareTo(ReadOnlySpan<byte> line)
    {
        int order = _second is null ? 0 : _second.AsSpan().SequenceCompareTo(Cell(line[(Cell(line).Length + 1)..]));
        return order != 0 ? order : _first.AsSpan().SequenceCompareTo(Cell(line));
    }

    private static ReadOnlySpan<byte> Cell(ReadOnlySpan<byte> line)
    {
        int end = line.IndexOf((byte)',');
        return end < 0 ? line : line[..end];
    }
}
