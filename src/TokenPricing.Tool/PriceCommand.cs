using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;

namespace TokenPricing.Tool;

/// <summary><c>token-pricing price FILE</c>: prices a file of calls, row by row.</summary>
internal sealed class PriceCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "The rows: a CSV file with a header, or JSON Lines." };
    private readonly Option<string?> _out = new("--out")
    {
        HelpName = "FILE",
        Description = "Write the rows to a file, which takes its name once it is complete. [default: standard output]",
    };
    private readonly Option<bool> _strict =
        new("--strict") { Description = "Stop at the first bad row with exit code 1; then no file is written." };
    private readonly MissingTierOption _missingTier = new();
    private readonly MissingRateOption _missingRate = new(MissingRatePolicy.LeaveUnpriced);
    private readonly Answers _answers;

    private readonly WordOption<RowFormat> _inputFormat = new(
        "--input-format", "What FILE is: csv or jsonl. [default: by its ending, .csv, .jsonl or .ndjson]", (
            "csv",
            RowFormat.Csv), ("jsonl", RowFormat.JsonLines));

    private readonly FormatOption _format = new(
        "the summary", "table, or what the ending of --summary says",
        ReportFormat.Table, ReportFormat.Markdown, ReportFormat.Html, ReportFormat.Json);

    private readonly Option<string?> _summary =
        new("--summary") { HelpName = "FILE", Description = "Write the summary to a file. [default: standard error]" };

    private PriceCommand(Answers answers) => _answers = answers;

    /// <summary>The format of the file of calls.</summary>
    private enum RowFormat
    {
        Csv,
        JsonLines,
    }

    private ToolConsole Console => _answers.Console;

    /// <summary>Returns the command.</summary>
    public static ToolCommand Create(Answers answers) => new PriceCommand(answers).Create();

    private ToolCommand Create()
    {
        ToolCommand command = new(
            "price",
            "What many calls cost: a file of calls in, the same rows with costs out.",
            [
                new("price calls.jsonl --out costs.jsonl", "The rows with costs in a file, a summary on the terminal."),
                new(
                    "price calls.csv --missing-tier standard --out costs.csv",
                    "Calls of a service tier that the offer does not price are billed as standard."),
                new(
                    "price calls.jsonl --strict --out costs.jsonl --summary summary.json",
                    "For a build: the first bad row fails it, and the summary is for a program."),
            ])
        {
            Sections =
            [
                new(
                    "A row of FILE",
                    new HelpRow(
                        """{"id":"1","provider":"openai","model":"gpt-4o","at":"2026-04-24T13:00:00Z","usage":{"input":12000"""
                        + ""","cache_read":8000,"output":900}"""
                        + ""","service_tier":"flex","data_residency":"eu","batch":false}"""),
                    new HelpRow("Only provider, model and usage are required. CSV has the same names as columns, those of the usage too."),
                    new HelpRow("Counts are totals: input contains the cached tokens, output the reasoning. A missing count was not "
                        + "reported. Every meter is a field of the usage: 'cost --help' lists them."),
                    new HelpRow("A call without a time is priced on the newest day in the price data."),
                    new HelpRow("In place of usage, a row may have a provider's own body: \"response\":{{…}}, with "
                        + $"\"flavor\":\"openai-chat\" if the body does not show its provider: {string.Join(", ", ResponseFlavor.All)}.")),
                new(
                    "Its answer",
                    new HelpRow("""{"id":"1","usage":{…},"input_cost":"0.0144","output_cost":"0.0135","total":"0.0279"}"""),
                    new HelpRow("""{"id":"1","usage":{…},"error":{"code":"unknown_model","message":"…"}}"""),
                    new HelpRow("Units without a price are in no sum and are written next to the total: \"unpriced\":{\"output\":17}. "
                        + "The total may be more than input and output: a fee for a request or a search belongs to neither."),
                    new HelpRow("CSV gets the columns input_cost, output_cost, total, unpriced, error_code and error_message.")),
                new("Errors of a row, which is then in no sum", [.. RowError.All.Select(e => new HelpRow(e.Code, e.Message))]),
            ],
        };
        command.Arguments.Add(_file);
        foreach (Option option in new Option[] { _strict, _inputFormat, _summary })
        {
            command.Options.Add(option);
        }

        _missingTier.AddTo(command);
        _missingRate.AddTo(command);
        _answers.Options.AddPricesTo(command);
        command.Options.Add(_format);
        command.Options.Add(_out);
        command.SetAction(Answer);
        return command;
    }

    /// <summary>Opens the file and prices it until it ends or a signal stops the run.</summary>
    private int Answer(ParseResult parsed)
    {
        string file = parsed.GetValue(_file)!;
        RowFormat format = parsed.GetValue(_inputFormat) ?? FormatOf(file);
        PriceCatalog prices = _answers.Options.Prices(parsed);
        CostOptions options = new() { AllowStandardTier = _missingTier.AllowsStandard(parsed), MissingRate = _missingRate.Policy(parsed) };
        RowPricer pricer = new(prices, options, ToolOptions.StartOf(ToolOptions.Newest(prices)));

        using CancellationTokenSource stop = new();
        using PosixSignalRegistration interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        int stopCode = ExitCode.Interrupted;
        void Stop(PosixSignalContext signal)
        {
            // The first signal stops after the current row; a second one ends the process immediately.
            signal.Cancel = !stop.IsCancellationRequested;
            stopCode = signal.Signal == PosixSignal.SIGTERM ? ExitCode.Terminated : ExitCode.Interrupted;
            stop.Cancel();
        }

        using FileStream input = File.OpenRead(file);
        try
        {
            return Price(input, format, pricer, parsed, stop.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new ToolException(e.Message, stopCode);
        }
    }

    /// <summary>Prices the rows, writes them and then the summary. An output file appears only if the run is complete.</summary>
    private int Price(FileStream input, RowFormat format, RowPricer pricer, ParseResult parsed, CancellationToken stop)
    {
        string? outFile = parsed.GetValue(_out);
        using WholeFile? whole = outFile is null ? null : new WholeFile(outFile, parsed.GetValue(_file)!);
        bool isComplete;
        PriceSummary summary;
        using (Stream output = whole?.Content ?? Console.RowStream())
        {
            using RowFile rows = format == RowFormat.Csv ? RowFile.Csv(input, output) : RowFile.JsonLines(input, output);
            using PriceProgress progress =
                new(Console, Console.IsErrorTerminal && (whole is not null || !Console.IsTerminal), input.CanSeek ? input.Length : null);
            PriceRun run = new(rows, pricer, progress, () => input.CanSeek ? input.Position : 0);
            summary = run.Summary;
            try
            {
                isComplete = run.ToTheEnd(parsed.GetValue(_strict), stop);
            }
            catch (OperationCanceledException)
            {
                throw new OperationCanceledException(string.Create(
                    CultureInfo.InvariantCulture, $"Stopped after {summary.Rows:N0} rows.{(outFile is null
                        ? ""
                        : $" {outFile} is not written.")}"));
            }
        }

        string? summaryFile = parsed.GetValue(_summary);
        _answers.Show(summary.ToReport(), _format.Value(parsed, summaryFile), summaryFile, Console.Error);
        if (!isComplete)
        {
            Console.Error.WriteLine($"Stopped at the first bad row.{(outFile is null ? "" : $" {outFile} is not written.")}");
            return ExitCode.CannotAnswer;
        }

        if (whole is not null)
        {
            whole.Complete();
            Console.Error.WriteLine($"Written to {outFile}.");
        }

        return ExitCode.Answered;
    }

    /// <summary>Returns the format of a file by its extension.</summary>
    private static RowFormat FormatOf(string file) => Path.GetExtension(file).ToUpperInvariant() switch
    {
        ".CSV" => RowFormat.Csv,
        ".JSONL" or ".NDJSON" => RowFormat.JsonLines,
        _ => throw new ToolException($"The ending of '{file}' does not say what it is: give --input-format csv or jsonl."),
    };
}
