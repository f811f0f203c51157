using System.Text;

namespace TokenPricing.Reports;

/// <summary>Writes a page as plain text for a terminal, no line longer than its width.</summary>
/// <param name="width">The maximum number of columns of a line.</param>
/// <param name="ink">The colors.</param>
internal sealed class TextRenderer(int width, TextInk ink = default)
{
    // Sentences in longer lines are hard to read.
    private const int WidestSentence = 100;

    private readonly StringBuilder _text = new();

    private int SentenceWidth => Math.Min(width, WidestSentence);

    /// <summary>Returns the page as text.</summary>
    public string Render(ReportPage page)
    {
        _text.Clear();
        Heading(page.Title, '═');
        Block(Sentence(page.Lead).Select(ink.Strong));
        foreach (ReportSection section in page.Sections.Where(section => section.Blocks.Any(HasContent)))
        {
            Line("");
            Heading(section.Heading, '─');
            foreach (ReportBlock block in section.Blocks.Where(HasContent))
            {
                Block(Lines(block));
            }
        }

        return _text.ToString();
    }

    /// <summary>
    /// Returns whether a block is shown. Two kinds of charts have no text form, and of a chart of dots only the bars; tables contain their
    /// figures.
    /// </summary>
    private static bool HasContent(ReportBlock block) => block is not (FrontierChart or ShareChart)
        && ReportContent.IsShown(block is DotChart dots ? AvailabilityChart.Bars(dots) : block);

    private IEnumerable<string> Lines(ReportBlock block) => block switch
    {
        Paragraph paragraph => Sentence(paragraph.Text),
        BulletList list => Sentence(list.Introduction).Concat(list.Items.SelectMany(item => Hanging("• ", item))),
        ReportTable table => new TextTable(table, width, ink).Lines(),
        BarChart chart => Sentence(chart.Title).Append("").Concat(TextBarChart.Lines(chart, width, ink)),
        DotChart chart => Lines(AvailabilityChart.Bars(chart)),
        StepChart chart => Sentence(chart.Title).Concat(Sentence(Sparkline.Legend)).Concat(Sparkline.Lines(chart, width, ink)),
        QuestionAndAnswer faq => Sentence(faq.Question).Select(ink.Strong).Concat(Hanging("  ", faq.Answer)),
        _ => throw new NotSupportedException($"No text form for {block.GetType().Name}."),
    };

    /// <summary>Wraps a text with a mark before its first line and the same indent before the others.</summary>
    private IEnumerable<string> Hanging(string mark, string text) =>
        ReportText.Wrap(text, SentenceWidth - mark.Length).Select((line, i) => (i == 0 ? mark : new string(' ', mark.Length)) + line);

    private List<string> Sentence(string text) => ReportText.Wrap(text, SentenceWidth);

    private void Heading(string text, char underline)
    {
        List<string> lines = ReportText.Wrap(text, width);
        lines.ForEach(line => Line(ink.Strong(line)));
        if (lines.Count > 0)
        {
            Line(ink.Faint(new string(underline, lines.Max(line => ReportText.Columns(line)))));
        }
    }

    private void Block(IEnumerable<string> lines)
    {
        bool isFirst = true;
        foreach (string line in lines)
        {
            if (isFirst)
            {
                Line("");
                isFirst = false;
            }

            Line(line);
        }
    }

    private void Line(string line) => _text.Append(line).Append('\n');
}
