using System.Text;

namespace TokenPricing.Data;

/// <summary>Reads the lines of one key from a sorted table by binary search, so that only a small part of the file is read.</summary>
/// <param name="table">The table's file, which must support seeking.</param>
/// <remarks>
/// The table is sorted by its first cell, or by its second and then its first, in the order of their bytes. Key cells are not quoted, and
/// no cell contains a line break.
/// </remarks>
internal sealed class SortedLines(Stream table)
{
    private byte[] _buffer = new byte[1024];

    /// <summary>Returns the cells of the header, and of the lines of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="isSorted">Whether the table is sorted; if not, all lines are compared.</param>
    public List<string[]> Of(TableKey key, bool isSorted = true)
    {
        ReadOnlySpan<byte> header = Line(0);
        List<string[]> found = [Cells(header)];
        long begin = header.Length + 1;
        for (long next = isSorted ? FirstNotBefore(key, begin) : begin; next < table.Length;)
        {
            ReadOnlySpan<byte> line = Line(next);
            int order = key.CompareTo(line);
            if (order == 0)
            {
                found.Add(Cells(line));
            }
            else if (order < 0 && isSorted)
            {
                break;
            }

            next += line.Length + 1;
        }

        return found;
    }

    /// <summary>Returns the cells of the header and of all lines.</summary>
    public List<string[]> All()
    {
        List<string[]> all = [];
        for (long next = 0; next < table.Length;)
        {
            ReadOnlySpan<byte> line = Line(next);
            all.Add(Cells(line));
            next += line.Length + 1;
        }

        return all;
    }

    /// <summary>Returns the start of the first line that is not before the key, or of the line before that one.</summary>
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

    /// <summary>Returns the bytes from a position to the end of its line, valid until the next call.</summary>
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

    /// <summary>Splits a line into its cells; quotes enclose a whole cell and are doubled inside it.</summary>
    private static string[] Cells(ReadOnlySpan<byte> line)
    {
        string text = Encoding.UTF8.GetString(line);
        List<string> cells = [];
        for (int start = 0, end; start <= text.Length; start = end + 1)
        {
            if (start < text.Length && text[start] == '"')
            {
                end = text.IndexOf('"', start + 1);
                while (end + 1 < text.Length && text[end + 1] == '"')
                {
                    end = text.IndexOf('"', end + 2);
                }

                cells.Add(text[(start + 1)..end++].Replace("\"\"", "\"", StringComparison.Ordinal));
            }
            else
            {
                end = text.IndexOf(',', start);
                end = end < 0 ? text.Length : end;
                cells.Add(text[start..end]);
            }
        }

        return cells.ToArray();
    }
}
