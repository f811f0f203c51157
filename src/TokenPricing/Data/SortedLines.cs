namespace TokenPricing;

/// <summary>
/// The lines of a table that is sorted by its first two cells, the second one going before the first, or by its first cell alone;
/// so few of them are read as it takes to find those of one key.
/// </summary>
/// <remarks>Key cells have no quotes. The order is that of their bytes.</remarks>
/// <param name="table">The table's file; it must seek.</param>
internal sealed class SortedLines(Stream table)
{
    private byte[] _buffer = new byte[1024];

    /// <summary>The header and the lines of a key, as a table of their own.</summary>
    /// <param name="key">What stands in the first cell, or in the first two.</param>
    /// <param name="isSorted">Whether the lines are sorted; where they are not, all are read.</param>
    public byte[] Of(TableKey key, bool isSorted = true)
    {
        using MemoryStream found = new();
        ReadOnlySpan<byte> header = Line(0);
        found.Write(header);
        long next = header.Length + 1;
        for (next = isSorted ? FirstNotBefore(key, next) : next; next < table.Length;)
        {
            ReadOnlySpan<byte> line = Line(next);
            int order = key.CompareTo(line);
            if (order == 0)
            {
                found.Write("\n"u8);
                found.Write(line);
            }
            else if (order < 0 && isSorted)
            {
                break;
            }

            next += line.Length + 1;
        }

        return found.ToArray();
    }

    // Where a line begins that is not before the key, or at most one line before it.
    private long FirstNotBefore(TableKey key, long low)
    {
        long high = table.Length;
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            long start = middle + Line(middle).Length + 1;
            ReadOnlySpan<byte> line = start < high ? Line(start) : default;
            if (start < high && key.CompareTo(line) > 0)
            {
                low = start + line.Length + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    // What stands from a place to the end of its line, valid until the next line is asked for.
    private ReadOnlySpan<byte> Line(long at)
    {
        while (true)
        {
            table.Position = at;
            ReadOnlySpan<byte> read = _buffer.AsSpan(0, table.ReadAtLeast(_buffer, _buffer.Length, throwOnEndOfStream: false));
            int end = read.IndexOf((byte)'\n');
            if (end >= 0 || at + read.Length == table.Length)
            {
                return end >= 0 ? read[..end] : read;
            }

            _buffer = new byte[_buffer.Length * 2];
        }
    }
}
