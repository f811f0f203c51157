using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;

namespace TokenPricing.Tool;

/// <summary><c>token-pricing price FILE</c>: what many calls cost.</summary>
internal sealed class PriceCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "The rows: a CSV file with a header, or JSON Lines." };
    private readonly Option<string?> _out = new("--out") { HelpName = "FILE", Description = "Write the rows to a file, which takes its name once it is complete. [default: standard output]" };
    private readonly Option<bool> _strict = new("--strict") { Description = "Stop at the first bad row with exit code 1; then no file is written." };
    private readonly MissingTierOption _missingTier = new();
    private readonly MissingRateOption _missingRate = new(MissingRatePolicy.LeaveUnpriced);
    private readonly Answers _answers;

    private readonly Option<RowFormat?> _inputFormat = new("--input-format")
    {
        HelpName = "csv|jsonl",
        Description = "What FILE is. [default: by its ending, .csv, .jsonl or .ndjson]",
        CustomParser = result => OptionText.Word(result, ("csv", RowFormat.Csv), ("jsonl", RowFormat.JsonLines)),
    };

    private PriceCommand(Answers answers) => _answers = answers;

    private enum RowFormat
    {
        Csv,
        JsonLines,
    }

    private ToolConsole Console => _answers.Console;

    public static Command Create(Answers answers) => new PriceCommand(answers).Create();

    private static string Codes() => string.Join('\n', RowErrors.All.Select(e => $"  {e.Code,-22}{e.Meaning}"));

    private Command Create()
    {
        Command command = new(
            "price",
            $$$"""
            What many calls cost: the same rows with costs, in constant memory, and a summary on standard error.

            A row of JSON Lines (only provider, model and usage are needed):
              {"id":"1","provider":"P","model":"M","at":"2026-04-24T13:00:00Z","usage":{"input":12000,"cache_read":8000,"output":900},"service_tier":"flex","data_residency":"eu","batch":false}
            Its answer is one of:
              {"id":"1","usage":{…},"input_cost":"0.0144","output_cost":"0.0135","total":"0.0279"}
              {"id":"1","usage":{…},"error":{"code":"unknown_model","message":"…"}}
            Units without a price are in no sum and stand beside the total: "unpriced":{"output":17}.
            In place of usage, a row may have a provider's own body: "response":{…}, with "flavor":"openai-chat" where the body does not tell
            (one of {{{string.Join(", ", ResponseFlavor.All)}}}).
            CSV has the same names as columns, those of the usage too; the answer adds input_cost, output_cost, total, unpriced, error_code and error_message.

            Counts are totals: input contains the cached tokens, output the reasoning. What is not there was not reported.
            The total may be more than input and output: a fee for a request or a search belongs to neither.
            A call without a time is priced on the newest day in the price data. Every meter is a field of the usage; --usage of 'cost' lists them.

            A row without a cost has an error and is in no sum. Its code is one of:
            {{{Codes()}}}

            Examples:
              token-pricing price calls.jsonl --out costs.jsonl
              token-pricing price calls.csv --prices ./my-prices --missing-tier standard > costs.csv
              token-pricing price /dev/stdin --input-format jsonl --strict < calls.jsonl
            """)
        {
            _file,
            _out,
            _strict,
            _inputFormat,
        };
        _missingTier.AddTo(command);
        _missingRate.AddTo(command);
        _answers.Options.AddPricesTo(command);
        command.SetAction(Answer);
        return command;
    }

    private int Answer(ParseResult parsed)
    {
        string file = parsed.GetValue(_file)!;
        RowFormat format = parsed.GetValue(_inputFormat) ?? FormatOf(file);
        PriceCatalog prices = _answers.Options.Prices(parsed);
        RowPricer pricer = new(prices, FactText.StartOf(ToolOptions.Newest(prices)), _missingTier.AllowsStandard(parsed), _missingRate.Policy(parsed));

        using CancellationTokenSource stop = new();
        using PosixSignalRegistration interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }

        using FileStream input = File.OpenRead(file);
        return Price(input, format, pricer, parsed, stop.Token);
    }

    private int Price(FileStream input, RowFormat format, RowPricer pricer, ParseResult parsed, CancellationToken stop)
    {
        string? outFile = parsed.GetValue(_out);
        using WholeFile? whole = outFile is null ? null : new WholeFile(outFile);
        bool isComplete;
        PriceSummary summary;
        using (Stream output = whole?.Content ?? Console.RowStream())
        {
            using IRowFile rows = format == RowFormat.Csv ? new CsvRowFile(input, output) : new JsonRowFile(input, output);
            using PriceProgress progress = new(Console, Console.IsErrorTerminal && (whole is not null || !Console.IsTerminal), input.CanSeek ? input.Length : null);
            PriceRun run = new(rows, pricer, progress, () => input.CanSeek ? input.Position : 0);
            summary = run.Summary;
            try
            {
                isComplete = run.ToTheEnd(parsed.GetValue(_strict), stop);
            }
            catch (OperationCanceledException)
            {
                throw new ToolException(string.Create(
                    CultureInfo.InvariantCulture, $"Stopped after {summary.Rows:N0} rows.{(outFile is null ? "" : $" {outFile} is not written.")}"));
            }
        }

        Console.Error.Write(summary.ToReport().ToText(Console.Width));
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

    private static RowFormat FormatOf(string file) => Path.GetExtension(file).ToUpperInvariant() switch
    {
        ".CSV" => RowFormat.Csv,
        ".JSONL" or ".NDJSON" => RowFormat.JsonLines,
        _ => throw new ToolException($"The ending of '{file}' does not say what it is: give --input-format csv or jsonl."),
    };
}
