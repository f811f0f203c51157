using System.CommandLine;
using System.CommandLine.Parsing;

namespace TokenPricing.Tool;

/// <summary>The <c>token-pricing</c> command.</summary>
internal sealed class PricingTool
{
    private readonly ToolConsole _console;

    private PricingTool(ToolConsole console) => _console = console;

    /// <summary>Runs one command line.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static int Run(string[] args, ToolConsole console) => new PricingTool(console).Run(args);

    private int Run(string[] args)
    {
        RootCommand root = Commands();
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (string message in parsed.Errors.Select(e => e.Message).Distinct())
            {
                _console.Error.WriteLine(message);
            }

            _console.Error.WriteLine($"Try 'token-pricing {Path(parsed.CommandResult)}--help'.");
            return ExitCode.WrongUsage;
        }

        try
        {
            InvocationConfiguration configuration = new() { Output = _console.Output, Error = _console.Error, EnableDefaultExceptionHandler = false };
            return parsed.Invoke(configuration);
        }
        catch (Exception e) when (e is PricingException or PriceDataException or ToolException or IOException or InvalidDataException or UnauthorizedAccessException or OverflowException)
        {
            _console.Error.WriteLine(e is OverflowException ? RowErrors.TooLarge.Message : e.Message);
            return ExitCode.CannotAnswer;
        }
    }

    private static string Path(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{Path(parent)}{command.Command.Name} " : "";

    private RootCommand Commands()
    {
        Answers answers = new(_console);
        RootCommand root = new(
            """
            What language models cost: exact prices, blended rates, and which is cheaper by how many percent.

            Examples:
              token-pricing models
              token-pricing compare mixtral-8x7b o4-mini
              token-pricing compare mixtral-8x7b o4-mini --blend 3:1 --out comparison.html
              token-pricing rank --needs vision --min-context 128k --out rank.svg
              token-pricing cost --provider anthropic --model claude-sonnet-4-5 --input 12000 --output 900
              token-pricing price calls.jsonl --out costs.jsonl
              token-pricing history o4-mini --out history.svg
              token-pricing catalog audit --fail-on warning

            Exit code: 0 answered, 1 cannot be answered (the reason is on standard error), 2 wrong usage.
            """)
        {
            CompareCommand.Create(answers),
            ModelCommands.Models(answers),
            ModelCommands.Show(answers),
            ModelCommands.Availability(answers),
            RankCommand.Create(answers),
            NameCommands.Find(answers),
            CostCommand.Create(answers),
            PriceCommand.Create(answers),
            NameCommands.Names(answers),
            HistoryCommand.Create(answers),
            CatalogCommands.Create(answers),
        };
        return root;
    }
}
