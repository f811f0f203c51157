using System.Text;

namespace TokenPricing;

/// <summary>Writes a page as plain text for a terminal, no line longer than its width.</summary>
internal sealed class TextRenderer(int width)
{
    private readonly StringBuilder _text = new();

    public string Render(ReportPage page)
    {
        _text.Clear();
        Heading(page.Title, '═');
        Block(ReportText.Wrap(page.Lead, width));
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

    private static bool HasContent(ReportBlock block) => block is not (FrontierChart or ShareChart) && ReportContent.IsShown(block);

    private IEnumerable<string> Lines(ReportBlock block) => block switch
    {
        Paragraph paragraph => ReportText.Wrap(paragraph.Text, width),
        BulletList list => ReportText.Wrap(list.Introduction, width).Concat(list.Items.SelectMany(item => Hanging("• ", item))),
        ReportTable table => new TextTable(table, width).Lines(),
        BarChart chart => ReportText.Wrap(chart.Title, width).Append("").Concat(TextBarChart.Lines(chart, width)),
        DotChart chart => Lines(AvailabilityChart.Bars(chart)),
        StepChart chart => ReportText.Wrap(chart.Title, width).Concat(Sparkline.Lines(chart, width)),
        QuestionAndAnswer faq => ReportText.Wrap(faq.Question, width).Concat(Hanging("  ", faq.Answer)),
        _ => throw new NotSupportedException($"No text form for {block.GetType().Name}."),
    };

    private IEnumerable<string> Hanging(string mark, string text) =>
        ReportText.Wrap(text, width - mark.Length).Select((line, i) => (i == 0 ? mark : new string(' ', mark.Length)) + line);

    private void Heading(string text, char underline)
    {
        List<string> lines = ReportText.Wrap(text, width);
        lines.ForEach(Line);
        if (lines.Count > 0)
        {
            Line(new string(underline, lines.Max(line => ReportText.Columns(line))));
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
