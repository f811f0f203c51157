using System.CommandLine;
using System.Globalization;
using NodaTime;

namespace TokenPricing.Tool;

/// <summary><c>token-pricing focus FILE</c>: costs as rows of the FinOps Open Cost and Usage Specification.</summary>
internal sealed class FocusCommand
{
    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "Files of usage, as for 'price': also folders, patterns and - for standard input.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _out = new("--out")
    {
        HelpName = "FILE",
        Description = "Write the rows to a file, CSV or .parquet, which takes its name once it is complete. "
            + "[default: standard output]",
    };

    private readonly Option<string?> _account = new("--account")
    {
        HelpName = "ID",
        Description = "The BillingAccountId of all rows. [default: default]",
    };

    private readonly WordOption<FocusVersion> _version = new(
        "--focus-version",
        "The version of FOCUS: 1.2 or 1.4. [default: 1.2]",
        ("1.2", FocusVersion.Version12),
        ("1.4", FocusVersion.Version14));

    private readonly WordOption<ChargePeriod> _period = new(
        "--period",
        "Charge calls to the UTC day or hour: day or hour. [default: day]",
        ("day", ChargePeriod.Day),
        ("hour", ChargePeriod.Hour));

    private readonly Option<bool> _extended =
        new("--extended") { Description = "Add RegionId, SubAccountId and own columns such as x_InputRequests and x_CostHigh." };

    private readonly ReadingOptions _reading = new();
    private readonly MissingTierOption _missingTier = new();
    private readonly Answers _answers;

    private FocusCommand(Answers answers) => _answers = answers;

    /// <summary>The versions of FOCUS. An option of type bool would accept only "true" and "false".</summary>
    private enum FocusVersion
    {
        Version12,
        Version14,
    }

    /// <summary>The periods to which calls are charged.</summary>
    private enum ChargePeriod
    {
        Day,
        Hour,
    }

    /// <summary>Returns the command.</summary>
    public static ToolCommand Create(Answers answers) => new FocusCommand(answers).Create();

    private ToolCommand Create()
    {
        ToolCommand command = new(
            "focus",
            "Usage in, FOCUS cost rows out: one row for each meter, as FinOps tools load them.",
            [
                new("focus calls.jsonl --account acme --out focus.csv", "Version 1.2, by day."),
                new("focus calls.jsonl --focus-version 1.4 --period hour --out focus.csv", "Version 1.4, by hour."),
            ]);
        command.Arguments.Add(_files);
        foreach (Option option in new Option[] { _account, _version, _period, _extended })
        {
            command.Options.Add(option);
        }

        _reading.AddTo(command);
        _missingTier.AddTo(command);
        _answers.Options.AddPricesTo(command);
        command.Options.Add(_out);
        command.SetAction(Answer);
        return command;
    }

    private int Answer(ParseResult parsed)
    {
        PriceCatalog prices = _answers.Options.Prices(parsed);
        CostOptions options = new()
        {
            AllowStandardTier = _missingTier.AllowsStandard(parsed),
            MissingRate = MissingRatePolicy.LeaveUnpriced,
        };
        LocalDate newest = ToolOptions.Newest(prices);
        RowPricer pricer = new(prices, options, ToolOptions.StartOf(newest), withLines: true);
        FocusOptions focus = new()
        {
            BillingAccountId = parsed.GetValue(_account) ?? "default",
            IsVersion14 = parsed.GetValue(_version) == FocusVersion.Version14,
            ByHour = parsed.GetValue(_period) == ChargePeriod.Hour,
            IsExtended = parsed.GetValue(_extended),
            Undated = ToolOptions.StartOf(newest),
        };
        string? outFile = parsed.GetValue(_out);
        IReadOnlyList<string> files = InputFiles.Of(parsed.GetValue(_files)!);
        using WholeFile? whole =
            outFile is null ? null : new WholeFile(outFile, [.. files.Where(f => f != InputFiles.StandardInput)]);
        long priced = 0;
        long leftOut;
        long withoutTime;
        UsageInput input = new(_reading.Value(parsed));
        using (Stream output = whole?.Content ?? _answers.Console.RowStream())
        {
            using FocusFile file = ".parquet".Equals(Path.GetExtension(outFile), StringComparison.OrdinalIgnoreCase)
                ? new FocusFile(new ParquetTableWriter(output), focus)
                : new FocusFile(output, focus);
            foreach (PricedRow row in pricer.Price(InputFiles.Rows(files, input)))
            {
                file.Write(row);
                priced += row.Cost is null || row.Missing is not null ? 0 : 1;
            }

            (leftOut, withoutTime) = (file.LeftOut, file.WithoutTime);
        }

        foreach (string warning in input.Warnings)
        {
            _answers.Console.Error.WriteLine($"Warning: {warning}.");
        }

        if (withoutTime > 0)
        {
            _answers.Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Warning: {withoutTime:N0} {(withoutTime == 1 ? "row states" : "rows state")} no time: priced and charged on "
                    + $"{newest:uuuu-MM-dd}, the newest day in the price data."));
        }

        if (leftOut > 0)
        {
            _answers.Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{leftOut:N0} rows or parts have no price and no row: 'price' on the same files says why."));
        }

        if (priced == 0)
        {
            _answers.Console.Error.WriteLine("Nothing was priced.");
            return ExitCode.CannotAnswer;
        }

        whole?.Complete();
        if (outFile is not null)
        {
            _answers.Console.Error.WriteLine($"Written to {outFile}.");
        }

        return ExitCode.Answered;
    }
}
