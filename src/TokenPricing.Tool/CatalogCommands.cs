using System.CommandLine;
using System.Text;

namespace TokenPricing.Tool;

/// <summary><c>token-pricing catalog</c>: <c>build</c>, <c>info</c>, <c>audit</c> and <c>diff</c>.</summary>
internal static class CatalogCommands
{
    public static Command Create(Answers answers) => new("catalog", "Making catalogs of prices, what is in one, what is wrong with it, and what changed from one to another.")
    {
        CatalogBuildCommand.Create(answers.Console),
        Info(answers),
        Audit(answers),
        Diff(answers),
    };

    private static Command Info(Answers answers)
    {
        Command command = new(
            "info",
            """
            How much a catalog knows: providers, models, offers, prices, price changes, sources.

            Examples:
              token-pricing catalog info
              token-pricing catalog info --prices ./my-prices --format json
            """);
        answers.Options.AddPricesTo(command);
        answers.Options.AddLayoutTo(command);
        command.SetAction(parsed => answers.Show(parsed, answers.Options.Prices(parsed).Summary().ToReport()));
        return command;
    }

    private static Command Audit(Answers answers)
    {
        const int Days = 180;
        const int Rows = 50;
        Option<int?> stale = new("--stale-after") { HelpName = "DAYS", Description = $"After how many days without anything new an offer is stale. [default: {Days}]", CustomParser = OptionText.Small };
        Option<int?> limit = new("--limit") { HelpName = "N", Description = $"How many findings to show, the worst first; JSON and CSV have all. [default: {Rows}]", CustomParser = OptionText.Small };
        Option<AuditSeverity?> failOn = new("--fail-on")
        {
            HelpName = "error|warning|never",
            Description = "Which findings make the exit code 1. [default: error]",
            CustomParser = result => OptionText.Word(result, ("error", AuditSeverity.Error), ("warning", AuditSeverity.Warning), ("never", Never)),
        };
        Command command = new(
            "audit",
            """
            What is wrong or doubtful in a catalog: sources that disagree, prices that cannot be right, offers that have grown old.

            Exit code: 0 where nothing as bad as --fail-on says is found, 1 where something is, or where the catalog cannot be read.

            Examples:
              token-pricing catalog audit
              token-pricing catalog audit --prices ./my-prices --fail-on warning --out findings.csv
            """)
        {
            stale,
            limit,
            failOn,
        };
        answers.Options.AddPricesTo(command);
        answers.Options.AddLayoutTo(command, ReportFormat.Csv);
        command.SetAction(parsed =>
        {
            CatalogAudit audit = answers.Options.Prices(parsed).Audit(parsed.GetValue(stale) ?? Days);
            answers.Show(parsed, audit.ToReport(parsed.GetValue(limit) ?? Rows), csv: () => Text(audit.WriteCsv));
            return audit.CountAtLeast(parsed.GetValue(failOn) ?? AuditSeverity.Error) > 0 ? ExitCode.CannotAnswer : ExitCode.Answered;
        });
        return command;
    }

    private static Command Diff(Answers answers)
    {
        Argument<string> before = new("OLD") { Description = "A folder of price files, or a price list of a format that --prices takes." };
        Argument<string> after = new("NEW") { Description = "Another one." };
        Option<bool> exitCode = new("--exit-code") { Description = "Exit with 1 where something differs, as git diff does." };
        Command command = new(
            "diff",
            """
            What changed from one catalog to another, each at its newest day: prices, offers and facts of models.

            Examples:
              token-pricing catalog diff ./prices-of-may ./prices-of-june
              token-pricing catalog diff old.json new.json --exit-code --format csv
            """)
        {
            before,
            after,
            exitCode,
        };
        answers.Options.AddLayoutTo(command, ReportFormat.Csv);
        command.SetAction(parsed =>
        {
            CatalogDiff diff = Load(before).DiffTo(Load(after));
            answers.Show(parsed, diff.ToReport(), csv: () => Text(diff.WriteCsv));
            return parsed.GetValue(exitCode) && !diff.IsEmpty ? ExitCode.CannotAnswer : ExitCode.Answered;

            PriceCatalog Load(Argument<string> path) => PriceLists.Load(parsed.GetValue(path)!, null, answers.Console.Error);
        });
        return command;
    }

    // Worse than anything there is.
    private static AuditSeverity Never => AuditSeverity.Error + 1;

    private static string Text(Action<Stream> write)
    {
        using MemoryStream stream = new();
        write(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
