using System.CommandLine;
using System.Text;
using NodaTime;

namespace TokenPricing.Tool;

/// <summary>Makes a command answer with a report, laid out as its options say.</summary>
internal sealed class Answers(ToolConsole console)
{
    public ToolConsole Console => console;

    public ToolOptions Options { get; } = new();

    /// <summary>Lets a command answer for a day, by a blend.</summary>
    public Command ForADay(Command command, Func<PriceCatalog, LocalDate, ParseResult, (Report Report, string? WhyNoAnswer)> answer)
    {
        Options.AddTo(command);
        command.SetAction(parsed =>
        {
            PriceCatalog prices = Options.Prices(parsed);
            (Report report, string? whyNoAnswer) = answer(prices, Options.On(parsed, prices), parsed);
            return Show(parsed, report, whyNoAnswer);
        });
        return command;
    }

    /// <summary>Shows a report. That is done even where the question has no answer, since it may say much else; then the reason decides the exit code.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="report">The report.</param>
    /// <param name="whyNoAnswer">Why there is no answer; <see langword="null"/>: there is one.</param>
    /// <param name="more">Writes the answer in a format that reports do not have.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public int Show(ParseResult parsed, Report report, string? whyNoAnswer = null, Func<ReportFormat, string>? more = null)
    {
        Show(report, Options.Format(parsed), Options.Out(parsed), more);
        if (whyNoAnswer is not null)
        {
            console.Error.WriteLine(whyNoAnswer);
        }

        return whyNoAnswer is null ? ExitCode.Answered : ExitCode.CannotAnswer;
    }

    private void Show(Report report, ReportFormat format, string? file, Func<ReportFormat, string>? more)
    {
        if (file is null && format == ReportFormat.Table && console.IsTerminal)
        {
            new TerminalRenderer(console).Render(report);
            return;
        }

        string text = format switch
        {
            ReportFormat.Markdown => report.ToMarkdown(),
            ReportFormat.Html => report.ToHtml(),
            ReportFormat.Json => report.ToJson(),
            ReportFormat.Csv or ReportFormat.Svg => more!(format),
            _ => report.ToText(console.Width),
        };
        if (file is null)
        {
            console.Output.Write(text);
            return;
        }

        using WholeFile whole = new(file);
        whole.Content.Write(Encoding.UTF8.GetBytes(text));
        whole.Complete();
        console.Error.WriteLine($"Written to {file}.");
    }
}
