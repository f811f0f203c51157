using System.CommandLine;

namespace TokenPricing.Tool;

/// <summary><c>token-pricing catalog</c>: <c>build</c>, <c>info</c>, <c>audit</c> and <c>diff</c>.</summary>
internal static class CatalogCommands
{
    /// <summary>Returns the command with its subcommands.</summary>
    public static ToolCommand Create(Answers answers) => new ToolCommand(
        "catalog",
        "What a catalog of prices contains, what is wrong with it and what changed; builds and publishes one.",
        [
            new("catalog info", "What the built-in catalog contains."),
            new("catalog audit --fail-on never", "What is wrong or doubtful in it."),
        ])
    {
        Info(answers),
        Audit(answers),
        Diff(answers),
        CatalogBuildCommand.Create(answers),
        FeedCommands.Publish(answers),
        FeedCommands.Verify(answers),
        FeedCommands.KeyGen(answers),
    };

    /// <summary>Returns <c>catalog info</c>.</summary>
    private static ToolCommand Info(Answers answers)
    {
        const int Models = 200;
        Option<int?> facts = new("--facts")
        {
            HelpName = "N",
            Description = "Which facts are known of the N models that most providers sell, such as license and release, instead. "
                + $"[default with --facts alone: {Models}]",
            CustomParser = result => result.Tokens.Count == 0 ? Models : OptionText.Small(result),
            Arity = ArgumentArity.ZeroOrOne,
        };
        ToolCommand command = new(
            "info",
            "What a catalog contains: providers, models, offers, prices, price changes, sources.",
            [
                new("catalog info", "Of the built-in prices."),
                new("catalog info --facts", "How much is known of the models in them."),
                new("catalog info --prices ./my-prices --format json", "Of prices of your own, for a program."),
            ]);
        command.Options.Add(facts);
        answers.Options.AddPricesTo(command);
        answers.Options.AddLayoutTo(command);
        command.SetAction(parsed => answers.Show(
            parsed,
            parsed.GetResult(facts) is null
                ? answers.Options.Prices(parsed).Summary().ToReport()
                : FactReport.Of(answers.Options.Prices(parsed), parsed.GetValue(facts) ?? Models)));
        return command;
    }

    /// <summary>Returns <c>catalog audit</c>.</summary>
    private static ToolCommand Audit(Answers answers)
    {
        const int Days = 180;
        const int Rows = 50;
        Option<int?> stale = new("--stale-after")
        {
            HelpName = "DAYS",
            Description = $"After how many days without anything new an offer is stale. [default: {Days}]",
            CustomParser = OptionText.Small,
        };
        Option<int?> limit = new("--limit")
        {
            HelpName = "N",
            Description = $"How many findings to show, the worst first; JSON and CSV have all. [default: {Rows}]",
            CustomParser = OptionText.Small,
        };
        WordOption<AuditSeverity> failOn = new(
            "--fail-on",
            "Which findings make the exit code 1: error, warning (and errors) or never. [default: error]",
            ("error", AuditSeverity.Error), ("warning", AuditSeverity.Warning), ("never", Never))
        { HelpName = "SEVERITY" };
        ToolCommand command = new(
            "audit",
            "What is wrong or doubtful in a catalog; for a build, an exit code.",
            [
                new("catalog audit --fail-on never --limit 10", "The ten worst findings in the built-in prices."),
                new(
                    "catalog audit --prices ./my-prices --fail-on warning --out findings.csv",
                    "For a build that is to fail where a price of yours is doubtful."),
            ])
        {
            Sections =
            [
                new(
                    "What is looked for",
                    new HelpRow("Sources that disagree, prices that cannot be right, offers that have grown old. The exit code is 0 "
                        + "where nothing as bad as --fail-on says is found, 1 where something is, or where the catalog cannot be read.")),
            ],
        };
        foreach (Option option in new Option[] { stale, limit, failOn })
        {
            command.Options.Add(option);
        }

        answers.Options.AddPricesTo(command);
        answers.Options.AddLayoutTo(command, ReportFormat.Csv);
        command.SetAction(parsed =>
        {
            CatalogAudit audit = answers.Options.Prices(parsed).Audit(parsed.GetValue(stale) ?? Days);
            answers.Show(parsed, audit.ToReport(parsed.GetValue(limit) ?? Rows), csv: () => Answers.Text(audit.WriteCsv));
            return audit.CountAtLeast(parsed.GetValue(failOn) ?? AuditSeverity.Error) > 0 ? ExitCode.CannotAnswer : ExitCode.Answered;
        });
        return command;
    }

    /// <summary>Returns <c>catalog diff</c>.</summary>
    private static ToolCommand Diff(Answers answers)
    {
        Argument<string> before = new("OLD") { Description = "A folder of price files, or a price list of a format that --prices takes." };
        Argument<string> after = new("NEW") { Description = "Another one." };
        Option<bool> exitCode = new("--exit-code") { Description = "Exit with 1 where something differs, as git diff does." };
        ToolCommand command = new(
            "diff",
            "What changed from one catalog to another: prices, offers and facts of models.",
            [
                new("catalog diff ./prices-of-may ./prices-of-june", "Two folders, each at its newest day."),
                new("catalog diff old.json new.json --exit-code --format csv", "Two price lists, with exit code 1 where they differ."),
            ])
        {
            before,
            after,
            exitCode,
        };
        answers.Options.AddLayoutTo(command, ReportFormat.Csv);
        command.SetAction(parsed =>
        {
            CatalogDiff diff = Load(before).DiffTo(Load(after));
            answers.Show(parsed, diff.ToReport(), csv: () => Answers.Text(diff.WriteCsv));
            return parsed.GetValue(exitCode) && !diff.IsEmpty ? ExitCode.CannotAnswer : ExitCode.Answered;

            PriceCatalog Load(Argument<string> path) => PriceLists.Load(parsed.GetValue(path)!, null, answers.Console.Error);
        });
        return command;
    }

    // More severe than any finding, so that none makes the command fail.
    private static AuditSeverity Never => AuditSeverity.Error + 1;
}
