using System.CommandLine;
using System.Globalization;

namespace TokenPricing.Tool;

/// <summary><c>token-pricing reconcile</c>: computed costs against a bill.</summary>
internal sealed class ReconcileCommand
{
    private readonly Option<string[]> _usage = new("--usage")
    {
        HelpName = "FILE",
        Description = "Files of usage: reports, logs, exports; also folders and patterns.",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
        Required = true,
    };

    private readonly Option<string[]?> _bill = new("--bill")
    {
        HelpName = "FILE",
        Description = "Files of bills: cost reports, cloud bills, FOCUS. [default: the costs that the files of usage state]",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<Percentage?> _failAbove = new("--fail-above")
    {
        HelpName = "PERCENT",
        Description = "Exit with code 1 if bill and computation differ by more than this, such as 1%.",
        CustomParser = result => OptionText.Parse<Percentage>(
            result,
            PriceCommand.Percent,
            "a percentage such as 1%"),
    };

    private readonly ReadingOptions _reading = new();
    private readonly MissingTierOption _missingTier = new();
    private readonly Answers _answers;

    private ReconcileCommand(Answers answers) => _answers = answers;

    /// <summary>Returns the command.</summary>
    public static ToolCommand Create(Answers answers) => new ReconcileCommand(answers).Create();

    private ToolCommand Create()
    {
        ToolCommand command = new(
            "reconcile",
            "Computed costs against a bill: the difference, and what it comes from.",
            [
                new("reconcile --usage usage.json --bill costs.json", "A vendor's usage report against its cost report."),
                new("reconcile --usage usage.json --bill costs.json --fail-above 1%", "For a build: more than 1 % fails it."),
            ])
        {
            Sections =
            [
                new(
                    "What a difference comes from",
                    [.. ReconciliationReport.Effects.Select(e => new HelpRow(e.Name, e.Meaning))]),
            ],
        };
        foreach (Option option in new Option[] { _usage, _bill, _failAbove })
        {
            command.Options.Add(option);
        }

        _reading.AddTo(command);
        _missingTier.AddTo(command);
        _answers.Options.AddPricesTo(command);
        _answers.Options.AddLayoutTo(command, ReportFormat.Csv);
        command.SetAction(Answer);
        return command;
    }

    private int Answer(ParseResult parsed)
    {
        PriceCatalog prices = _answers.Options.Prices(parsed);
        CostOptions options = new() { AllowStandardTier = _missingTier.AllowsStandard(parsed) };
        Reconciler reconciler = new(prices, options, _reading.Rates(parsed));
        string[] usage = parsed.GetValue(_usage)!;
        string[] bill = parsed.GetValue(_bill) is { Length: > 0 } named ? named : usage;
        UsageInput usageInput = new(_reading.Value(parsed));
        UsageInput billInput = new(_reading.Value(parsed));
        reconciler.AddUsage(InputFiles.Rows(usage, usageInput));
        reconciler.AddBill(InputFiles.Rows(bill, billInput));
        Reconciliation result = reconciler.Result();
        Report report = ReconciliationReport.Of(result, [.. usageInput.Warnings.Concat(billInput.Warnings).Distinct()]);
        bool isNothing = result.Lines.IsEmpty && result.UsedNotBilled.IsEmpty && result.BilledNotUsed.IsEmpty
            && result.BillRowsWithoutAmount == 0 && result.OtherCurrencies.IsEmpty;
        string? why = isNothing
            ? "There is nothing to compare: no row of usage was priced, and no line of a bill was read."
            : Unknown(result, isUsage: bill == usage)
                ?? (parsed.GetValue(_failAbove) is { } most ? Above(result, most) : null);
        return _answers.Show(parsed, report, why, () => ReconciliationReport.Csv(result));
    }

    /// <summary>Returns why what was billed is not known at all; <see langword="null"/> if an amount of it is.</summary>
    private static string? Unknown(Reconciliation result, bool isUsage)
    {
        if (result.IsBilledKnown)
        {
            return null;
        }

        const string Start = "What was billed is not known in US dollars";
        return !result.OtherCurrencies.IsEmpty ? $"{Start}. {ReconciliationReport.Currencies(result)}"
            : isUsage ? $"{Start}: no row of the usage states what it cost. Name the bill with --bill FILE."
            : $"{Start}: no line of the bill has an amount that can be read.";
    }

    private static string? Above(Reconciliation result, Percentage most)
    {
        // A sum that lacks amounts passes no limit.
        if (result.BillRowsWithoutAmount > 0)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"The amounts of {result.BillRowsWithoutAmount:N0} rows of the bill cannot be read: the difference is not known.");
        }

        if (!result.OtherCurrencies.IsEmpty)
        {
            string currencies = string.Join(", ", result.OtherCurrencies.Select(c => c.Currency));
            return $"Amounts in {currencies} are in no sum: convert them with --rates.";
        }

        decimal billed = Math.Abs(result.Billed.Amount);
        decimal difference = Math.Abs(result.Difference.Amount);
        return difference > billed * most.Fraction
            ? $"Bill and computation differ by {result.Difference}, more than {most} of {result.Billed}."
            : null;
    }
}
