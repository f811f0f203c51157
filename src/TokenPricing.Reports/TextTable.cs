using System.Collections.Immutable;

namespace TokenPricing.Reports;

/// <summary>
/// Draws a table in plain text: as columns that are wrapped to fit the line, or as entries below each other if the line is too narrow.
/// </summary>
internal sealed class TextTable
{
    private const int WideGap = 3;
    private const int NarrowGap = 2;

    // Below this width, columns keep the wide gap, so that entries below each other are preferred to columns close together.
    private const int Narrow = 60;

    // A column is not narrower than its longest word, or than this number if the word is longer; then the word is broken.
    private const int WordLimit = 14;

    private readonly int _width;
    private readonly TextInk _ink;
    private readonly int _gap;

    // Whether each column is aligned to the right, as columns of numbers are.
    private readonly bool[] _isRight;

    // The header, then the rows, all padded to the same number of cells.
    private readonly string[][] _rows;
    private readonly int _columns;

    /// <summary>Prepares a table for a width in columns.</summary>
    public TextTable(ReportTable table, int width, TextInk ink)
    {
        _width = width;
        _ink = ink;
        _columns = table.Rows.Append(table.Header).Max(row => row.Length);
        _rows = [.. table.Rows.Prepend(table.Header).Select(row => Cells(row, _columns))];
        _isRight = [.. Enumerable.Range(0, _columns).Select(column => table.IsNumeric && column > 0 && HasNumbers(column))];
        int natural = Enumerable.Range(0, _columns).Sum(NaturalWidth);
        _gap = natural + (WideGap * (_columns - 1)) <= width || width < Narrow ? WideGap : NarrowGap;
    }

    /// <summary>Returns the lines of the table, in the form that takes fewer lines.</summary>
    public IEnumerable<string> Lines()
    {
        int[] widths = [.. Enumerable.Range(0, _columns).Select(NaturalWidth)];
        int[] least = [.. Enumerable.Range(0, _columns).Select(LeastWidth)];
        int room = _width - (_gap * (_columns - 1));
        List<string> stacked = [.. Stacked()];
        if (least.Sum() > room)
        {
            return stacked;
        }

        // If narrow columns need many lines, entries below each other are shorter and easier to read.
        List<string> aligned = [.. Aligned(Squeeze(widths, least, room))];
        return aligned.Count <= stacked.Count ? aligned : stacked;
    }

    /// <summary>Reduces the widest columns until all fit.</summary>
    private static int[] Squeeze(int[] widths, int[] least, int room)
    {
        for (int excess = widths.Sum() - room; excess > 0; excess--)
        {
            int widest = Enumerable.Range(0, widths.Length).Where(i => widths[i] > least[i]).MaxBy(i => widths[i]);
            widths[widest]--;
        }

        return widths;
    }

    private static string[] Cells(ImmutableArray<string> row, int columns) =>
        [.. Enumerable.Range(0, columns).Select(i => i < row.Length ? ReportText.OneLine(row[i]) : "")];

    /// <summary>Returns the width of a column without wrapping, at most that of the line.</summary>
    private int NaturalWidth(int column) => _rows.Max(row => Math.Min(ReportText.Columns(row[column]), _width));

    /// <summary>Returns the minimum width of a column.</summary>
    private int LeastWidth(int column) => _rows
        .SelectMany(row => row[column].Split(' '))
        .Max(word => Math.Min(ReportText.Columns(word), WordLimit));

    /// <summary>Returns the table as columns.</summary>
    private IEnumerable<string> Aligned(int[] widths)
    {
        foreach (string line in RowLines(_rows[0], widths, isHeader: true))
        {
            yield return line;
        }

        yield return string.Join(new string(' ', _gap), widths.Select(width => _ink.Faint(new string('─', width))));
        List<string>[] rows = [.. _rows.Skip(1).Select(row => RowLines(row, widths, isHeader: false))];

        // Empty lines separate the rows if at least a third of them are wrapped.
        bool isAiry = 3 * rows.Count(lines => lines.Count > 1) >= rows.Length;
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

    /// <summary>Returns the lines of a row. A header is aligned to the bottom, other rows to the top.</summary>
    private List<string> RowLines(string[] row, int[] widths, bool isHeader)
    {
        List<string>[] cells = [.. widths.Select((width, column) => ReportText.Wrap(row[column], width))];
        int height = cells.Max(lines => lines.Count);
        List<string> result = [];
        for (int i = 0; i < height; i++)
        {
            IEnumerable<string> line = cells.Select((lines, column) =>
            {
                int at = isHeader ? i - height + lines.Count : i;
                string text = at >= 0 && at < lines.Count ? lines[at] : "";
                return Align(text, isHeader ? _ink.Strong(text) : Inked(row[column], text), widths[column], _isRight[column]);
            });
            result.Add(string.Join(new string(' ', _gap), line).TrimEnd(' '));
        }

        return result;
    }

    private static string Align(string text, string inked, int width, bool right)
    {
        string padding = new(' ', Math.Max(0, width - ReportText.Columns(text)));
        return right ? padding + inked : inked + padding;
    }

    /// <summary>Returns a part of a cell, in gray if no source states the value.</summary>
    private string Inked(string cell, string part) => cell == ReportValues.NotSourced ? _ink.Faint(part) : part;

    /// <summary>Returns whether at least half of the cells in a column begin like numbers: with a digit, a dollar sign or a sign.</summary>
    private bool HasNumbers(int column)
    {
        string[] cells = [.. _rows.Skip(1).Select(row => row[column]).Where(cell => cell.Length > 0)];
        return cells.Length <= 2 * cells.Count(cell => char.IsAsciiDigit(cell[0]) || cell[0] is '$' or '-' or '+');
    }

    /// <summary>Returns the table as entries below each other.</summary>
    private IEnumerable<string> Stacked()
    {
        for (int i = 1; i < _rows.Length; i++)
        {
            if (i > 1)
            {
                yield return "";
            }

            string[] row = _rows[i];
            IEnumerable<string> entries = Enumerable.Range(1, _columns - 1).SelectMany(column => Entry(_rows[0][column], row[column]));
            foreach (string line in ReportText.Wrap(row[0], _width).Select(_ink.Strong).Concat(entries))
            {
                yield return line;
            }
        }
    }

    private IEnumerable<string> Entry(string name, string value) => value.Length == 0
        ? []
        : ReportText.Wrap(name.Length > 0 ? $"{name}: {value}" : value, _width - 4).Select((line, i) => (i == 0 ? "  " : "    ") + line);
}
