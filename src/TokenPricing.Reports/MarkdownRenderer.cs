using System.Collections.Immutable;

namespace TokenPricing.Reports;

/// <summary>Writes a page as Markdown. Charts are omitted, since a table in the same section contains their figures.</summary>
internal static class MarkdownRenderer
{
    /// <summary>Returns the page.</summary>
    public static string Render(ReportPage page)
    {
        IEnumerable<string> blocks =
            page.Sections.SelectMany(Blocks).Prepend(MarkdownText.Block(page.Lead)).Prepend($"# {MarkdownText.Inline(page.Title)}");
        return string.Join("\n\n", blocks.Where(block => block.Length > 0)) + "\n";
    }

    private static IEnumerable<string> Blocks(ReportSection section)
    {
        ReportBlock[] shown = [.. section.Blocks.Where(block => block is not ChartBlock && ReportContent.IsShown(block))];
        return shown.Length == 0 ? [] : shown.Select(Block).Prepend($"## {MarkdownText.Inline(section.Heading)}");
    }

    private static string Block(ReportBlock block) => block switch
    {
        Paragraph paragraph => MarkdownText.Block(paragraph.Text),
        BulletList list => Bullets(list),
        ReportTable table => Table(table),
        QuestionAndAnswer faq => $"### {MarkdownText.Inline(faq.Question)}\n\n{MarkdownText.Block(faq.Answer)}",
        _ => throw new NotSupportedException($"No Markdown form for {block.GetType().Name}."),
    };

    private static string Bullets(BulletList list)
    {
        string introduction = MarkdownText.Block(list.Introduction);
        string items = string.Join("\n", list.Items.Select(item => "- " + MarkdownText.Block(item)));
        return introduction.Length > 0 ? $"{introduction}\n\n{items}" : items;
    }

    private static string Table(ReportTable table)
    {
        int columns = table.Header.Length;
        string[][] rows = [.. table.Rows.Prepend(table.Header).Select(row => Cells(row, columns))];
        int[] widths = [.. Enumerable.Range(0, columns).Select(i => Math.Max(3, rows.Max(row => ReportText.Columns(row[i]))))];
        IEnumerable<string> lines = rows.Select(row => Line(row.Select((cell, i) => Pad(cell, widths[i], IsRight(table, i)))));
        string rule = Line(widths.Select((width, i) => IsRight(table, i) ? new string('-', width - 1) + ":" : new string('-', width)));
        return string.Join("\n", lines.Take(1).Append(rule).Concat(lines.Skip(1)));
    }

    /// <summary>Returns the escaped cells of a row, padded with empty cells.</summary>
    private static string[] Cells(ImmutableArray<string> row, int columns) =>
        [.. Enumerable.Range(0, columns).Select(i => i < row.Length ? MarkdownText.Inline(row[i]) : "")];

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    /// <summary>Returns whether a column is aligned to the right.</summary>
    private static bool IsRight(ReportTable table, int column) => table.IsNumeric && column > 0;

    private static string Pad(string cell, int width, bool right)
    {
        string padding = new(' ', width - ReportText.Columns(cell));
        return right ? padding + cell : cell + padding;
    }
}
