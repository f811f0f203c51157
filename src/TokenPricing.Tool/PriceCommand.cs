using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;

namespace TokenPricing.Tool;

/// <summary><c>token-pricing price FILE</c>: prices a file of calls, row by row.</summary>
internal sealed class PriceCommand
{
    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "Files of calls, usage reports, session logs or bills, also with .gz or .zst: folders and patterns such as "
            + "logs/**/*.jsonl are read too, and - is standard input.",
        Arity = ArgumentArity.OneOrMore,
    };
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

    private readonly ReadingOptions _reading = new();
    private readonly WordOption<RowFormat> _outputFormat = new(
        "--output-format",
        "How the rows are written: csv, jsonl or parquet. [default: by the ending of --out; csv for rows that are csv, or else jsonl]",
        ("csv", RowFormat.Csv),
        ("jsonl", RowFormat.JsonLines),
        ("parquet", RowFormat.Parquet));

    private readonly Option<string?> _by = new("--by")
    {
        HelpName = "FIELDS",
        Description = "Sum by fields, such as team,day: provider, model, day, month, hour, tier, file, format, or any column of the rows.",
    };

    private readonly Option<Percentage?> _maxUnpriced = Percent(
        "--max-unpriced", "Exit with code 1 if more rows than this have no cost, such as 1%. [default: only if no row has one]");

    private readonly Option<Percentage?> _discount = Percent("--discount", "A negotiated discount on all costs, such as 12%.");
    private readonly Option<Percentage?> _markup = Percent("--markup", "A markup on all costs after the discount, such as 5%.");
    private readonly Option<Percentage?> _tax = Percent("--tax", "A tax on all costs after the markup, such as 19%.");

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
        Parquet,
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
                    new HelpRow("Only model and usage are required: without provider, who makes or alone sells the model bills the call. "
                        + "CSV has the same names as columns, those of the usage too."),
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
                        + "A row of which nothing has a price has no amounts, and the error missing_rate. "
                        + "The total may be more than input and output: a fee for a request or a search belongs to neither."),
                    new HelpRow("CSV gets the columns input_cost, output_cost, total, unpriced, error_code and error_message.")),
                new("Errors of a row, which is then in no sum", [.. RowError.All.Select(e => new HelpRow(e.Code, e.Message))]),
            ],
        };
        command.Arguments.Add(_files);
        _reading.AddTo(command);
        foreach (Option option in new Option[] { _strict, _outputFormat, _by, _maxUnpriced, _discount, _markup, _tax, _summary })
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
        string[] names = parsed.GetValue(_files)!;
        IReadOnlyList<string> files = InputFiles.Of(names);
        PriceCatalog prices = _answers.Options.Prices(parsed);
        CostOptions options = new()
        {
            AllowStandardTier = _missingTier.AllowsStandard(parsed),
            MissingRate = _missingRate.Policy(parsed),
            Adjustments = Adjustments(parsed),
        };
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

        try
        {
            RowFormat? rows = files.Count == 1 && !InputFiles.IsMany(names[0]) ? RowsOf(files[0], parsed) : null;
            return Price(files, rows, pricer, parsed, stop.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new ToolException(e.Message, stopCode);
        }
    }

    /// <summary>Prices the rows, writes them and then the summary. An output file appears only if the run is complete.</summary>
    /// <param name="files">The files.</param>
    /// <param name="rows">The format of a file of rows, which are answered in it; <see langword="null"/> for any other input.</param>
    /// <param name="pricer">Prices the rows.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="stop">Stops the run between two rows.</param>
    private int Price(IReadOnlyList<string> files, RowFormat? rows, RowPricer pricer, ParseResult parsed, CancellationToken stop)
    {
        string? outFile = parsed.GetValue(_out);
        if (outFile is null && OutputFormat(parsed) == RowFormat.Parquet)
        {
            throw new ToolException("A Parquet file is not written to standard output: name it with --out FILE.parquet.");
        }

        using WholeFile? whole = outFile is null ? null : new WholeFile(outFile, [.. files.Where(f => f != InputFiles.StandardInput)]);
        PriceSummary summary = new(By(parsed));
        bool isComplete;
        using (Stream output = whole?.Content ?? Console.RowStream())
        {
            using PriceProgress progress = new(
                Console, Console.IsErrorTerminal && (whole is not null || !Console.IsTerminal), LengthOf(files));
            try
            {
                isComplete = rows is { } format
                    ? PriceRows(files[0], format, output, pricer, progress, summary, parsed.GetValue(_strict), stop)
                    : PriceFiles(files, output, pricer, progress, summary, parsed, stop);
            }
            catch (OperationCanceledException)
            {
                throw Stopped(summary, outFile);
            }
        }

        return Finish(summary, isComplete, whole, parsed);
    }

    private static OperationCanceledException Stopped(PriceSummary summary, string? outFile) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"Stopped after {summary.Rows:N0} rows.{(outFile is null ? "" : $" {outFile} is not written.")}"));

    /// <summary>Prices a file of rows, which are answered in its format.</summary>
    private static bool PriceRows(
        string file,
        RowFormat format,
        Stream output,
        RowPricer pricer,
        PriceProgress progress,
        PriceSummary summary,
        bool strict,
        CancellationToken stop)
    {
        using FileStream input = File.OpenRead(file);
        using RowFile rows = format == RowFormat.Csv ? RowFile.Csv(input, output) : RowFile.JsonLines(input, output);
        return new PriceRun(rows, pricer, progress, () => input.CanSeek ? input.Position : 0, summary).ToTheEnd(strict, stop);
    }

    /// <summary>Prices files of any format as one input.</summary>
    private bool PriceFiles(
        IReadOnlyList<string> files,
        Stream output,
        RowPricer pricer,
        PriceProgress progress,
        PriceSummary summary,
        ParseResult parsed,
        CancellationToken stop)
    {
        UsageFiles usage = new(files, _reading.Value(parsed));
        ExchangeRates? rates = _reading.Rates(parsed);
        ParquetTableWriter? parquet = OutputFormat(parsed) == RowFormat.Parquet ? new ParquetTableWriter(output) : null;
        using AnswerFile answers = parquet is not null ? AnswerFile.Table(parquet, rates)
            : OutputFormat(parsed) == RowFormat.Csv ? AnswerFile.Csv(output, rates)
            : AnswerFile.JsonLines(output, rates);
        PriceRun run = new(usage.Rows(), answers.Write, pricer, progress, () => usage.BytesRead, summary);
        bool isComplete = run.ToTheEnd(parsed.GetValue(_strict), stop);
        summary.Warnings = parquet is { Inexact: > 0 and long inexact }
            ? usage.Input.Warnings.Add(string.Create(
                CultureInfo.InvariantCulture, $"{inexact:N0} amounts have more than 18 decimal places and are rounded in the file"))
            : usage.Input.Warnings;
        summary.Columns = usage.Input.Columns;
        summary.SelfHosted.Price(pricer);
        return isComplete;
    }

    /// <summary>Writes the summary, and completes the file of rows.</summary>
    private int Finish(PriceSummary summary, bool isComplete, WholeFile? whole, ParseResult parsed)
    {
        string? outFile = parsed.GetValue(_out);
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

        if (summary.Priced == 0 && !summary.SelfHosted.HasPrice)
        {
            Console.Error.WriteLine(summary.IsBill
                ? "Nothing was priced: the rows are billed amounts. Compare them with usage: "
                    + "token-pricing reconcile --usage FILE --bill FILE."
                : summary.Rows == 0 ? "Nothing was priced: there is no row, only a header or nothing at all."
                : "Nothing was priced.");
            return ExitCode.CannotAnswer;
        }

        if (parsed.GetValue(_maxUnpriced) is { } most && summary.Bad > most.Fraction * (summary.Bad + summary.Priced))
        {
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{summary.Bad:N0} of {summary.Bad + summary.Priced:N0} rows have no cost, more than {most}."));
            return ExitCode.CannotAnswer;
        }

        return ExitCode.Answered;
    }

    /// <summary>Returns how the rows are written, as the command line or the ending of the file says.</summary>
    private RowFormat OutputFormat(ParseResult parsed) => parsed.GetValue(_outputFormat)
        ?? Path.GetExtension(parsed.GetValue(_out))?.ToUpperInvariant() switch
        {
            ".CSV" => RowFormat.Csv,
            ".PARQUET" => RowFormat.Parquet,
            _ => RowFormat.JsonLines,
        };

    private static Option<Percentage?> Percent(string name, string description) => new(name)
    {
        HelpName = "PERCENT",
        Description = description,
        CustomParser = result => OptionText.Parse<Percentage>(result, Percent, "a percentage from 0% to 100%, such as 12%"),
    };

    /// <summary>Parses a percentage from 0 % to 100 %; <see langword="null"/> if the text is none.</summary>
    public static Percentage? Percent(string text) =>
        decimal.TryParse(text.TrimEnd('%', ' '), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal percent)
            && percent is >= 0 and <= 100
                ? Percentage.FromPercent(percent)
                : null;

    private ImmutableArray<Adjustment> Adjustments(ParseResult parsed) =>
    [
        .. parsed.GetValue(_discount) is { } discount ? [Adjustment.NegotiatedDiscount(discount)] : (Adjustment[])[],
        .. parsed.GetValue(_markup) is { } markup ? [Adjustment.Markup(markup)] : (Adjustment[])[],
        .. parsed.GetValue(_tax) is { } tax ? [Adjustment.Markup(tax, "tax")] : (Adjustment[])[],
    ];

    private ImmutableArray<string> By(ParseResult parsed) =>
        [.. (parsed.GetValue(_by) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private static long? LengthOf(IReadOnlyList<string> files) =>
        files.Contains(InputFiles.StandardInput) ? null : files.Sum(f => new FileInfo(f) is { Exists: true } file ? file.Length : 0);

    /// <summary>
    /// Returns the format of a file of rows, which are answered in the same format; <see langword="null"/> for any other file.
    /// </summary>
    private RowFormat? RowsOf(string file, ParseResult parsed)
    {
        string? named = _reading.Format(parsed);
        RowFormat? byEnding = Path.GetExtension(file).ToUpperInvariant() switch
        {
            ".CSV" => RowFormat.Csv,
            ".JSONL" or ".NDJSON" => RowFormat.JsonLines,
            _ => null,
        };
        if (file == InputFiles.StandardInput || !_reading.IsPlain(parsed) || parsed.GetValue(_outputFormat) is not null
            || OutputFormat(parsed) == RowFormat.Parquet)
        {
            return null;
        }

        if (named is not null)
        {
            return named switch { "csv" => RowFormat.Csv, "jsonl" => RowFormat.JsonLines, _ => null };
        }

        using FileStream stream = File.OpenRead(file);
        byte[] head = new byte[64 * 1024];
        int read = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (!UsageFile.IsRows(head.AsSpan(0, read)))
        {
            return null;
        }

        // Without an ending that says it, a brace does; what begins otherwise and is no known format has its error from there.
        ReadOnlySpan<byte> text = head.AsSpan(0, read).TrimStart(" \r\n\t"u8);
        return byEnding ?? (text is [(byte)'{', ..] ? RowFormat.JsonLines : text.IsEmpty ? null : RowFormat.Csv);
    }
}
