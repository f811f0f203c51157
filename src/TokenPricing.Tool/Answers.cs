using System.CommandLine;
using System.Text;
using NodaTime;

namespace TokenPricing.Tool;

/// <summary>Makes a command answer with a report, laid out as its options say.</summary>
internal sealed class Answers(ToolConsole console)
{
    public ToolConsole Console => console;

    public ToolOptions Options { get; } = new(console.Time);

    /// <summary>Lets a command answer for a day, by a blend.</summary>
    public ToolCommand ForADay(ToolCommand command, Func<PriceCatalog, LocalDate, ParseResult, (Report Report, string? WhyNoAnswer)> answer)
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

    /// <summary>Writes how a name was read, if a part of it was ignored, or always.</summary>
    public NameMatch Noted(NameMatch match, bool always = false)
    {
        if (!match.Steps.IsEmpty && (always || !match.IsExact))
        {
            console.Error.WriteLine(match.ToString());
        }

        return match;
    }

    /// <summary>
    /// Shows a report. That is done even where the question has no answer, since it may say much else; then the reason decides the exit
    /// code.
    /// </summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="report">The report.</param>
    /// <param name="whyNoAnswer">Why there is no answer; <see langword="null"/>: there is one.</param>
    /// <param name="csv">Writes the answer as CSV; <see langword="null"/>: the command does not offer that.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public int Show(ParseResult parsed, Report report, string? whyNoAnswer = null, Func<string>? csv = null)
    {
        Show(report, Options.Format(parsed), Options.Out(parsed), csv: csv);
        if (whyNoAnswer is not null)
        {
            console.Error.WriteLine(whyNoAnswer);
        }

        return whyNoAnswer is null ? ExitCode.Answered : ExitCode.CannotAnswer;
    }

    /// <summary>Lays a report out.</summary>
    /// <param name="report">The report.</param>
    /// <param name="format">How.</param>
    /// <param name="file">The file to write it to; <see langword="null"/>: <paramref name="output"/>.</param>
    /// <param name="output">Where to, without a file; <see langword="null"/>: where answers go.</param>
    /// <param name="csv">Writes it as CSV; <see langword="null"/>: it is not asked for that.</param>
    public void Show(Report report, ReportFormat format, string? file, TextWriter? output = null, Func<string>? csv = null)
    {
        string text = format switch
        {
            ReportFormat.Markdown => report.ToMarkdown(),
            ReportFormat.Html => report.ToHtml(),
            ReportFormat.Json => report.ToJson(),
            ReportFormat.Svg => report.ToSvg() ?? throw new ToolException(
                "This answer has no chart to draw as svg; rank, compare, availability, history and cost have one, where a price is known."),
            ReportFormat.Csv => csv!(),
            _ => file is null ? console.Text(report, console.IsColored && (output is null || console.IsErrorTerminal)) : report.ToText(),
        };
        if (file is null)
        {
            (output ?? console.Output).Write(text);
            return;
        }

        using WholeFile whole = new(file);
        whole.Content.Write(Encoding.UTF8.GetBytes(text));
        whole.Complete();
        console.Error.WriteLine($"Written to {file}.");
    }
}
