using System.Collections.Immutable;

namespace TokenPricing;

/// <summary>A table in plain text: columns wrapped to fit the line, or one entry under another where even that is too narrow.</summary>
internal sealed class TextTable
{
    private const int Gap = 3;

    // A column is not squeezed below its longest word, unless the word is longer than this: then the word is broken.
    private const int WordLimit = 14;

    private readonly ReportTable _table;
    private readonly int _width;
    private readonly int _columns;

    public TextTable(ReportTable table, int width)
    {
        _table = table;
        _width = width;
        _columns = table.Rows.Select(row => row.Length).Append(table.Header.Length).Max();
    }

    public IEnumerable<string> Lines()
    {
        int[] widths = [.. Enumerable.Range(0, _columns).Select(NaturalWidth)];
        int[] least = [.. Enumerable.Range(0, _columns).Select(LeastWidth)];
        int room = _width - (Gap * (_columns - 1));
        List<string> stacked = [.. Stacked()];
        if (least.Sum() > room)
        {
            return stacked;
        }

        // Where squeezed columns run long, one entry under another is shorter, and easier to read.
        List<string> aligned = [.. Aligned(Squeeze(widths, least, room))];
        return aligned.Count <= stacked.Count ? aligned : stacked;
    }

    private static int[] Squeeze(int[] widths, int[] least, int room)
    {
        for (int excess = widths.Sum() - room; excess > 0; excess--)
        {
            int widest = Enumerable.Range(0, widths.Length).Where(i => widths[i] > least[i]).MaxBy(i => widths[i]);
            widths[widest]--;
        }

        return widths;
    }

    private static string CellAt(ImmutableArray<string> row, int column) => column < row.Length ? ReportText.OneLine(row[column]) : "";

    private int NaturalWidth(int column) => AllRows().Max(row => Math.Min(ReportText.Columns(CellAt(row, column)), _width));

    private int LeastWidth(int column) => AllRows()
        .SelectMany(row => CellAt(row, column).Split(' '))
        .Max(word => Math.Min(ReportText.Columns(word), WordLimit));

    private IEnumerable<ImmutableArray<string>> AllRows() => _table.Rows.Prepend(_table.Header);

    private IEnumerable<string> Aligned(int[] widths)
    {
        foreach (string line in RowLines(_table.Header, widths, fromBottom: true))
        {
            yield return line;
        }

        yield return string.Join(new string(' ', Gap), widths.Select(width => new string('─', width)));
        List<string>[] rows = [.. _table.Rows.Select(row => RowLines(row, widths, fromBottom: false))];
        bool isAiry = rows.Any(lines => lines.Count > 1);
        for (int i = 0; i < rows.Length; i++)
        {
            if (isAiry && i > 0)
            {
                yield return "";
            }

            foreach (string line in rows[i])
            {
                yield return line;
            }
        }
    }

    private List<string> RowLines(ImmutableArray<string> row, int[] widths, bool fromBottom)
    {
        List<string>[] cells = [.. widths.Select((width, column) => ReportText.Wrap(CellAt(row, column), width))];
        int height = cells.Max(lines => lines.Count);
        List<string> result = [];
        for (int i = 0; i < height; i++)
        {
            IEnumerable<string> line = cells.Select((lines, column) =>
            {
                int at = fromBottom ? i - height + lines.Count : i;
                return Align(at >= 0 && at < lines.Count ? lines[at] : "", widths[column], _table.IsNumeric && column > 0);
            });
            result.Add(string.Join(new string(' ', Gap), line).TrimEnd(' '));
        }

        return result;
    }

    private static string Align(string text, int width, bool right)
    {
        string padding = new(' ', Math.Max(0, width - ReportText.Columns(text)));
        return right ? padding + text : text + padding;
    }

    private IEnumerable<string> Stacked()
    {
        bool isFirst = true;
        foreach (ImmutableArray<string> row in _table.Rows)
        {
            IEnumerable<string> title = ReportText.Wrap(CellAt(row, 0), _width);
            IEnumerable<string> entries = Enumerable.Range(1, Math.Max(0, row.Length - 1)).SelectMany(column => Entry(row, column));
            foreach (string line in title.Concat(entries).Prepend(isFirst ? null : "").OfType<string>())
            {
                yield return line;
            }

            isFirst = false;
        }
    }

    private IEnumerable<string> Entry(ImmutableArray<string> row, int column)
    {
        string name = CellAt(_table.Header, column);
        string entry = name.Length > 0 ? $"{name}: {CellAt(row, column)}" : CellAt(row, column);
        return ReportText.Wrap(entry, _width - 4).Select((line, i) => (i == 0 ? "  " : "    ") + line);
    }
}
