using System.CommandLine;
using System.Text;
using NodaTime;

namespace TokenPricing.Tool;

/// <summary>Writes the reports with which commands answer, in the format and to the place that their options name.</summary>
internal sealed class Answers(ToolConsole console)
{
    /// <summary>The console of the process.</summary>
    public ToolConsole Console => console;

    /// <summary>The options that commands share.</summary>
    public ToolOptions Options { get; } = new(console.Time, new UpdatedPrices(console.DataFolder));

    /// <summary>
    /// Adds all shared options to a command and lets it answer for a day by a blend. <paramref name="answer"/> returns the report and, if
    /// there is no answer, why.
    /// </summary>
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

    /// <summary>
    /// Writes how a name was resolved to standard error, if the match is not exact or if <paramref name="always"/> is set, and returns the
    /// match.
    /// </summary>
    public NameMatch Noted(NameMatch match, bool always = false)
    {
        if (!match.Steps.IsEmpty && (always || !match.IsExact))
        {
            console.Error.WriteLine(match.ToString());
        }

        return match;
    }

    /// <summary>Writes a report, even if the question has no answer, since the report can contain other facts.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="report">The report.</param>
    /// <param name="whyNoAnswer">Why there is no answer, for standard error; <see langword="null"/> if there is one.</param>
    /// <param name="csv">Writes the answer as CSV; <see langword="null"/> if the command does not offer CSV.</param>
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

    /// <summary>Writes a report in a format.</summary>
    /// <param name="report">The report.</param>
    /// <param name="format">The format.</param>
    /// <param name="file">The file to write to; <see langword="null"/> for <paramref name="output"/>.</param>
    /// <param name="output">The writer to use without a file; <see langword="null"/> for standard output.</param>
    /// <param name="csv">Writes the answer as CSV; required only if <paramref name="format"/> is CSV.</param>
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

    /// <summary>Returns what is written to a stream, as text.</summary>
    public static string Text(Action<Stream> write)
    {
        using MemoryStream stream = new();
        write(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
