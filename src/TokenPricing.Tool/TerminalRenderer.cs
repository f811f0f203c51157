using System.Collections.Immutable;
using Spectre.Console;

namespace TokenPricing.Tool;

/// <summary>Draws a report for somebody at a terminal: coloured, in tables that fit its width.</summary>
internal sealed class TerminalRenderer(ToolConsole console)
{
    private static readonly Color[] SeriesColors = [Color.DodgerBlue1, Color.Orange1];

    private readonly IAnsiConsole _ansi = CreateConsole(console);

    public void Render(Report report)
    {
        _ansi.WriteLine();
        _ansi.Write(new Rule($"[bold]{Markup.Escape(report.Title)}[/]").LeftJustified());
        _ansi.WriteLine();
        _ansi.Write(new Markup($"[bold]{Markup.Escape(report.Lead)}[/]\n"));
        foreach (ReportSection section in report.Page.Sections)
        {
            _ansi.WriteLine();
            _ansi.Write(new Markup($"[bold underline]{Markup.Escape(section.Heading)}[/]\n"));
            foreach (ReportBlock block in section.Blocks)
            {
                Render(block);
            }
        }
    }

    private static IAnsiConsole CreateConsole(ToolConsole console)
    {
        IAnsiConsole ansi = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(console.Output) });
        ansi.Profile.Width = console.Width;
        return ansi;
    }

    private static Table Draw(ReportTable content)
    {
        Table table = new Table().RoundedBorder().BorderColor(Color.Grey);
        for (int i = 0; i < content.Header.Length; i++)
        {
            TableColumn column = new(new Markup($"[bold]{Markup.Escape(content.Header[i])}[/]"));
            table.AddColumn(content.IsNumeric && i > 0 ? column.RightAligned() : column.LeftAligned());
        }

        foreach (ImmutableArray<string> row in content.Rows)
        {
            table.AddRow(row.Select(cell => cell == Words.NotSourced ? new Markup($"[grey]{cell}[/]") : new Markup(Markup.Escape(cell))));
        }

        return table;
    }

    // One row a bar, all to one scale that begins at zero; a value that is there but small still shows.
    private Grid Draw(BarChart chart)
    {
        int widest = Math.Max(10, console.Width / 2);
        decimal longest = chart.Groups.SelectMany(g => g.Bars).Max(b => b.Value) ?? 0;
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().NoWrap());
        grid.AddRow(new Text(chart.Title, new Style(Color.Grey)));
        foreach (BarGroup group in chart.Groups)
        {
            for (int i = 0; i < group.Bars.Length; i++)
            {
                BarValue bar = group.Bars[i];
                int length = bar.Value is > 0 and { } value ? Math.Max(1, (int)(value / longest * widest)) : 0;
                Style style = new(SeriesColors[i % SeriesColors.Length]);
                string series = chart.Series.Length > 1 ? $"{group.Label}, {chart.Series[i]}" : group.Label;
                grid.AddRow(new Text(series), new Text(new string('█', length), style), new Text(bar.Text));
            }
        }

        return grid;
    }

    private Grid Draw(StepChart chart)
    {
        int length = Math.Clamp(console.Width / 3, 10, 40);
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (StepPanel panel in chart.Panels)
        {
            grid.AddRow(new Text(panel.Title, new Style(Color.Grey)), new Text(""));
            foreach ((int i, StepLine line) in panel.Drawn)
            {
                string prices = Sparkline.Of(line, chart, Sparkline.Largest(panel), length, Sparkline.Blocks);
                grid.AddRow(new Text(prices, new Style(SeriesColors[i % SeriesColors.Length])), new Text(line.Label));
            }
        }

        return grid;
    }

    private void Render(ReportBlock block)
    {
        switch (block)
        {
            case Paragraph paragraph:
                _ansi.Write(new Text(paragraph.Text + "\n"));
                break;
            case BulletList list:
                _ansi.Write(new Text(list.Introduction + "\n"));
                foreach (string item in list.Items)
                {
                    _ansi.Write(new Padder(new Text("• " + item)).Padding(2, 0, 0, 0));
                }

                break;
            case ReportTable table:
                _ansi.Write(Draw(table));
                break;
            case BarChart chart:
                _ansi.Write(Draw(chart));
                break;
            case DotChart chart:
                _ansi.Write(Draw(AvailabilityChart.Bars(chart)));
                break;
            case StepChart chart:
                _ansi.Write(new Text(chart.Title + "\n\n"));
                _ansi.Write(Draw(chart));
                break;
            case QuestionAndAnswer question:
                _ansi.Write(new Markup($"[bold]{Markup.Escape(question.Question)}[/]\n"));
                _ansi.Write(new Padder(new Text(question.Answer)).Padding(2, 0, 0, 1));
                break;
        }
    }
}
