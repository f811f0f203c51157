using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using NodaTime;
using TokenPricing.Warehouse;

namespace TokenPricing.Tool;

/// <summary><c>token-pricing warehouse</c>: <c>names</c>, <c>rates</c>, <c>finish</c> and <c>check</c>.</summary>
internal sealed class WarehouseCommands
{
    private const string NamesHelp = "CSV or Parquet with the columns provider, model, service_tier and region, of which only the model "
        + "must be there: the distinct names, or a whole log. - is standard input.";

    private const int MostDays = 7_305;

    private readonly Answers _answers;
    private readonly MissingTierOption _missingTier = new();
    private readonly MetersOption _meters = new();

    private readonly Option<LocalDate?> _from = new("--from")
    {
        HelpName = "DATE",
        Description = "The first day on which prices by the hour are in the tables; calls of other days at such a price are handed back. "
            + "[default: 2025-01-01]",
        CustomParser = OptionText.Day,
    };

    private readonly Option<LocalDate?> _to = new("--to")
    {
        HelpName = "DATE",
        Description = "The first day after them. [default: 2028-01-01]",
        CustomParser = OptionText.Day,
    };

    private readonly Option<string?> _out = new("--out")
    {
        HelpName = "FILE",
        Description = "Write to a file, which takes its name once it is complete. [default: standard output]",
    };

    private WarehouseCommands(Answers answers) => _answers = answers;

    /// <summary>Returns the command with its subcommands.</summary>
    public static ToolCommand Create(Answers answers) => new ToolCommand(
        "warehouse",
        "Prices calls inside DuckDB, ClickHouse, PostgreSQL and others: tables, SQL, checks.",
        [
            new("warehouse rates names.csv --out tables-of-june", "The tables for the names of a log."),
            new("warehouse sql --dialect duckdb --tables tables-of-june --view priced", "SQL that loads them and prices each row."),
        ])
    {
        new WarehouseCommands(answers).Names(),
        new WarehouseCommands(answers).Rates(),
        new WarehouseSqlCommand().Create(),
        new WarehouseCommands(answers).Finish(),
        new WarehouseCommands(answers).Check(),
    };

    /// <summary>Returns <c>warehouse names</c>.</summary>
    private ToolCommand Names()
    {
        Argument<string> file = new("FILE") { Description = NamesHelp };
        ToolCommand command = new(
            "names",
            "How the names of a log are understood: the offer of each, or why it has none.",
            [new("warehouse names names.csv --out understood.csv", "One row for each distinct name.")])
        {
            file,
        };
        _missingTier.AddTo(command);
        _answers.Options.AddPricesTo(command);
        command.Options.Add(_out);
        command.SetAction(parsed =>
        {
            CallPricer pricer = new(_answers.Options.Prices(parsed), OptionsOf(parsed));
            string path = parsed.GetValue(file)!;
            NameAnswerFile answers = new(WarehouseFiles.Names(path), pricer);
            Write(parsed, [path], answers.WriteTo);
            _answers.Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{answers.Count:N0} names, of which {answers.Count - answers.Unknown:N0} have an offer."));
            return ExitCode.Answered;
        });
        return command;
    }

    /// <summary>Returns <c>warehouse rates</c>.</summary>
    private ToolCommand Rates()
    {
        Argument<string?> file = new("FILE") { Description = NamesHelp, Arity = ArgumentArity.ZeroOrOne };
        Option<string?> folder = new("--out")
        {
            HelpName = "FOLDER",
            Description = $"The folder for {WarehouseTables.NamesFile}, {WarehouseTables.RatesFile} and {WarehouseTables.MetaFile}.",
        };
        Option<TableFormat?> format = WarehouseFiles.Format("parquet writes the tables as Parquet too, beside the CSV that --diff reads.");
        Option<string[]> diff = new("--diff")
        {
            HelpName = "OLD NEW",
            Description = "Instead of making tables, tell from those of two folders which names must be priced again, and from when on.",
            Arity = new ArgumentArity(2, 2),
            AllowMultipleArgumentsPerToken = true,
        };
        ToolCommand command = new(
            "rates",
            "The tables of names and rates from which an engine prices the calls; what changed between two.",
            [
                new("warehouse rates names.csv --out tables-of-june", "For the names of a log."),
                new("warehouse rates --diff tables-of-may tables-of-june", "What must be priced again, as CSV."),
            ])
        {
            file,
        };
        command.Options.Add(folder);
        command.Options.Add(format);
        command.Options.Add(_meters);
        command.Options.Add(diff);
        command.Options.Add(_from);
        command.Options.Add(_to);
        _missingTier.AddTo(command);
        _answers.Options.AddPricesTo(command);
        Option[] ofTables = [folder, format, _meters, _from, _to];
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(diff) is not [{ } old, { } later])
            {
                return Tables(
                    parsed,
                    parsed.GetValue(file) ?? throw Missing("the file of names, or --diff OLD NEW"),
                    Named(folder, parsed) ?? throw Missing("--out FOLDER"),
                    parsed.GetValue(format));
            }

            string[] ignored =
            [
                .. parsed.GetValue(file) is { } names ? [names] : Array.Empty<string>(),
                .. ofTables.Where(o => parsed.GetResult(o) is { Implicit: false }).Select(o => o.Name),
            ];
            return ignored.Length == 0
                ? Changes(WarehouseTables.Load(old), WarehouseTables.Load(later))
                : throw new ToolException(
                    $"--diff compares two folders of tables, and makes none: leave out {string.Join(", ", ignored)}.", ExitCode.WrongUsage);
        });
        return command;
    }

    /// <summary>Returns <c>warehouse finish</c>.</summary>
    private ToolCommand Finish()
    {
        Argument<string> file = new("FILE")
        {
            Description = "CSV with the rows of status 1: id, model, at_ms and the other columns of the log, and counts of further meters "
                + "such as web_searches. - is standard input.",
        };
        Option<Counting?> counts = WarehouseSqlCommand.Counts();
        ToolCommand command = new(
            "finish",
            "Prices the rows that an engine handed back, with all digits: id, status, cost_usd, message.",
            [new("warehouse finish handed-back.csv --out finished.csv", "The costs are decimal text in US dollars.")])
        {
            file,
        };
        command.Options.Add(counts);
        _missingTier.AddTo(command);
        _answers.Options.AddPricesTo(command);
        command.Options.Add(_out);
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(file)!;
            CallPricer pricer = new(_answers.Options.Prices(parsed), OptionsOf(parsed, parsed.GetValue(counts)));
            (long priced, long failed) = (0, 0);
            using Stream input = InputFiles.Open(path);
            Write(parsed, [path], output => (priced, failed) = CallCsv.Finish(input, path, output, pricer));
            _answers.Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{priced:N0} rows have a cost; {failed:N0} have none, and say why."));
            return ExitCode.Answered;
        });
        return command;
    }

    /// <summary>Returns <c>warehouse check</c>.</summary>
    private ToolCommand Check()
    {
        Argument<string> file = new("FILE") { Description = "CSV with the rows of the log, as for 'warehouse finish'." };
        Option<string> answers = new("--answers")
        {
            HelpName = "FILE",
            Required = true,
            Description = "CSV with what the engine says of each row: id, status, cost_pico.",
        };
        Option<string?> totals = new("--totals")
        {
            HelpName = "FILE",
            Description = "CSV with what the query of totals gives: calls, priced, needs_exact, unpriced, damaged, priced_cost_pico, and "
                + "the column of --by, each group once. [default: not compared]",
        };
        Option<string?> by =
            new("--by") { HelpName = "COLUMN", Description = "The column of the groups of --totals. [default: one total]" };
        Option<Counting?> counts = WarehouseSqlCommand.Counts();
        ToolCommand command = new(
            "check",
            "Compares what an engine says of each row, and of each sum, with the library, to the last digit.",
            [
                new("warehouse check log.csv --answers priced.csv", "The exit code is 1 where a row differs."),
                new("warehouse check log.csv --answers priced.csv --totals totals.csv --by team", "The sums of the teams too."),
            ])
        {
            file,
        };
        foreach (Option option in new Option[] { answers, totals, by, counts, _meters, _from, _to })
        {
            command.Options.Add(option);
        }

        _missingTier.AddTo(command);
        _answers.Options.AddPricesTo(command);
        command.SetAction(parsed =>
        {
            CallPricer pricer = new(_answers.Options.Prices(parsed), OptionsOf(parsed, parsed.GetValue(counts)));
            EngineCheck check = new(pricer);
            string? group = parsed.GetValue(by);
            using (Stream stream = InputFiles.Open(parsed.GetValue(answers)!))
            {
                foreach (EngineAnswer answer in CallCsv.ReadAnswers(stream, parsed.GetValue(answers)!))
                {
                    check.AddAnswer(answer);
                }
            }

            using (Stream stream = InputFiles.Open(parsed.GetValue(file)!))
            {
                foreach ((string id, LoggedCall call, string key) in CallCsv.ReadCalls(stream, parsed.GetValue(file)!, group))
                {
                    check.Add(id, call, key);
                }
            }

            if (parsed.GetValue(totals) is { } sums)
            {
                using Stream stream = InputFiles.Open(sums);
                check.CheckTotals(CallCsv.ReadTotals(stream, sums, group), group is not null);
            }

            return Report(check);
        });
        return command;
    }

    /// <summary>Returns the file or folder of an option; <see langword="null"/> if it is not there.</summary>
    private static string? Named(Option<string?> option, ParseResult parsed) => parsed.GetValue(option) is not { } name ? null
        : !string.IsNullOrWhiteSpace(name) ? name
        : throw new ToolException(
            $"{option.Name} is empty: write the name of a {option.HelpName!.ToLowerInvariant()}.", ExitCode.WrongUsage);

    private static ToolException Missing(string what) => new($"'warehouse rates' needs {what}.", ExitCode.WrongUsage);

    private int Tables(ParseResult parsed, string path, string folder, TableFormat? format)
    {
        WarehouseOptions options = OptionsOf(parsed);
        ImmutableArray<CallName> names = WarehouseFiles.Names(path);
        WarehouseTables tables = WarehouseTables.Of(_answers.Options.Prices(parsed), names, options);
        string[] old = WarehouseFiles.DeleteParquet(folder);
        if (old.Length > 0 && format != TableFormat.Parquet)
        {
            _answers.Console.Error.WriteLine($"Deleted {string.Join(", ", old)} in {folder}, which were of older tables.");
        }

        if (names.Length > tables.Names.Length)
        {
            _answers.Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $@"{names.Length - tables.Names.Length:N0} names with a line '\.' are left out: no loader reads them. ")
                + "Their calls have status 3.");
        }

        tables.Save(folder);
        if (format == TableFormat.Parquet)
        {
            WarehouseFiles.SaveParquet(tables, folder);
        }

        HashSet<int> nameless = [.. tables.Rates
            .Where(r => r.Status is >= CallStatus.UnknownModel and < CallStatus.UnknownServiceTier).Select(r => r.TermsId)];
        int unknown = tables.Names.Count(n => nameless.Contains(n.TermsId));
        _answers.Console.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{tables.Names.Length:N0} names, {unknown:N0} of them without an offer, and {tables.Rates.Length:N0} rows of rates are in "
            + $"{folder}; version {tables.Version}."));
        return ExitCode.Answered;
    }

    private int Changes(WarehouseTables old, WarehouseTables later)
    {
        ImmutableArray<RateChange> changes = old.ChangesTo(later);
        using (Stream output = _answers.Console.RowStream())
        {
            CallCsv.WriteChanges(output, changes);
        }

        string since = changes.Any(c => c.From is null) || changes.IsEmpty
            ? "the beginning"
            : Instant.FromUnixTimeMilliseconds(changes.Min(c => c.From!.Value)).ToString();
        string first = changes.IsEmpty ? "Nothing must be priced again."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{changes.Select(c => c.Name).Distinct().Count():N0} names must be priced again, from {since} on.");
        _answers.Console.Error.WriteLine($"Version {old.Version} to {later.Version}. {first}");
        return ExitCode.Answered;
    }

    private int Report(EngineCheck check)
    {
        bool isRight = check.Complete();
        foreach (string difference in check.Differences)
        {
            _answers.Console.Output.WriteLine(difference);
        }

        string statuses = string.Join(
            ", ", check.Statuses.Select(s => string.Create(CultureInfo.InvariantCulture, $"{(int)s.Key} {s.Key}: {s.Value:N0}")));
        _answers.Console.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{check.Rows:N0} rows compared, {check.Differing:N0} differences. {statuses}."));
        return isRight ? ExitCode.Answered : ExitCode.CannotAnswer;
    }

    private WarehouseOptions OptionsOf(ParseResult parsed, Counting? counts = null)
    {
        WarehouseOptions options = new();
        LocalDate from = parsed.GetValue(_from) ?? options.From;
        LocalDate to = parsed.GetValue(_to) ?? options.To;
        if (from.Year > 1970 && Period.DaysBetween(from, to) > MostDays)
        {
            throw new ToolException(
                string.Create(CultureInfo.InvariantCulture, $"--from {from:uuuu-MM-dd} --to {to:uuuu-MM-dd} is too long: ")
                + "prices by the hour are rows of each day, and the tables can have twenty years.",
                ExitCode.WrongUsage);
        }

        return to > from && from.Year > 1970
            ? options with
            {
                From = from,
                To = to,
                AllowStandardTier = _missingTier.AllowsStandard(parsed),
                AreParts = counts == Counting.Parts,
                Meters = parsed.GetValue(_meters),
            }
            : throw new ToolException("--to must be later than --from, and --from in 1971 or later.", ExitCode.WrongUsage);
    }

    private void Write(ParseResult parsed, string[] inputs, Action<Stream> write)
    {
        string? file = Named(_out, parsed);
        using WholeFile? whole = file is null ? null : new WholeFile(file, [.. inputs.Where(i => i != InputFiles.StandardInput)]);
        using (Stream output = whole?.Content ?? _answers.Console.RowStream())
        {
            write(output);
        }

        whole?.Complete();
        if (file is not null)
        {
            _answers.Console.Error.WriteLine($"Written to {file}.");
        }
    }

    /// <summary>What <c>warehouse names</c> writes.</summary>
    private sealed class NameAnswerFile(ImmutableArray<CallName> names, CallPricer pricer)
    {
        public int Count => names.Length;

        public int Unknown { get; private set; }

        public void WriteTo(Stream stream) => CallCsv.WriteNames(stream, names.Select(name =>
        {
            NameAnswer answer = pricer.Resolve(name);
            Unknown += answer.Offer is null ? 1 : 0;
            return (name, answer);
        }));
    }
}
