namespace TokenPricing.Data;

/// <summary>Compares the key of a lookup with the first cells of a table's lines, as bytes, without creating strings.</summary>
/// <param name="first">The text of the first cell.</param>
/// <param name="second">
/// The text of the second cell, which is compared before the first; <see langword="null"/> if the table is sorted by its first cell alone.
/// </param>
/// <remarks>The ids of such a table are ASCII in lower case, so that the key is folded and the lines are not.</remarks>
internal readonly struct TableKey(string first, string? second = null)
{
    private readonly byte[] _first = Bytes(first);
    private readonly byte[]? _second = second is null ? null : Bytes(second);

    /// <summary>Compares the key with a line: negative if it comes before the line, zero if the line has it, else positive.</summary>
    public int CompareTo(ReadOnlySpan<byte> line)
    {
        int order = _second is null ? 0 : _second.AsSpan().SequenceCompareTo(Cell(line[(Cell(line).Length + 1)..]));
        return order != 0 ? order : _first.AsSpan().SequenceCompareTo(Cell(line));
    }

    /// <summary>
    /// Folds to lower case. A character that is not ASCII becomes a byte that UTF-8 never has, so that it matches nothing.
    /// </summary>
    private static byte[] Bytes(string name) =>
        Array.ConvertAll(name.ToCharArray(), c => char.IsAscii(c) ? (byte)char.ToLowerInvariant(c) : (byte)0xFF);

    private static ReadOnlySpan<byte> Cell(ReadOnlySpan<byte> line)
    {
        int end = line.IndexOf((byte)',');
        return end < 0 ? line : line[..end];
    }
}
