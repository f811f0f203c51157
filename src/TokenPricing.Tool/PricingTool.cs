using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;

namespace TokenPricing.Tool;

/// <summary>The <c>token-pricing</c> command.</summary>
internal sealed class PricingTool
{
    /// <summary>What is typed to run it.</summary>
    public const string Name = "token-pricing";

    private const string TooLarge = "The counts or the costs are too large for an exact result.";

    private readonly ToolConsole _console;

    private PricingTool(ToolConsole console) => _console = console;

    /// <summary>Runs one command line.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static int Run(string[] args, ToolConsole console) => new PricingTool(console).Run(args);

    /// <summary>What the help says of all commands.</summary>
    public static ImmutableArray<HelpSection> Sections { get; } =
    [
        new(
            "What most commands take",
            new("--format FORMAT", "table, markdown, html, json, svg or csv, as the command's help says"),
            new("--out FILE", "a file for the answer; its ending chooses the format"),
            new("--prices FOLDER-OR-FILE", "other prices than the built-in ones"),
            new("--on DATE", "the prices of a day")),
        new("Exit codes", ExitCode.All),
        new(
            "Environment",
            new("NO_COLOR", "no colors on a terminal"),
            new("FORCE_COLOR", "colors in pipes too; so does CLICOLOR_FORCE"),
            new("LANG", "where it is not UTF-8, bars and lines are drawn with ASCII; LC_ALL and LC_CTYPE go before it")),
    ];

    /// <summary>What to begin with.</summary>
    public static ImmutableArray<HelpExample> Examples { get; } =
    [
        new("", "An overview: what is cheap, what changed last."),
        new(
            "rank --needs vision --min-context 200k --blend 3:1",
            "The cheapest models that see images and take 200,000 tokens, by three parts of input to one of output."),
        new("compare claude-sonnet-4-5 gpt-5.1", "Which of two models is cheaper, by how much, and when."),
        new("cost --model gpt-4o --input 12000 --output 900", "What a call costs, with its receipt."),
    ];

    private int Run(string[] args)
    {
        RootCommand root = Commands(_console);
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is not { ClearsParseErrors: true })
        {
            foreach (string message in UsageErrors.Of(parsed))
            {
                _console.Error.WriteLine(message);
            }

            _console.Error.WriteLine($"Try '{HelpWriter.PathOf(parsed.CommandResult.Command)} --help'.");
            return ExitCode.WrongUsage;
        }

        try
        {
            InvocationConfiguration configuration =
                new() { Output = _console.Output, Error = _console.Error, EnableDefaultExceptionHandler = false };
            return parsed.Invoke(configuration);
        }
        catch (Exception e) when (e is PricingException
            or PriceDataException
            or ToolException
            or IOException
            or InvalidDataException
            or UnauthorizedAccessException
            or OverflowException)
        {
            _console.Error.WriteLine(e is OverflowException ? TooLarge : e.Message);
            return (e as ToolException)?.ExitCode ?? ExitCode.CannotAnswer;
        }
    }

    /// <summary>All commands, which answer on a console.</summary>
    public static RootCommand Commands(ToolConsole console)
    {
        Answers answers = new(console);
        RootCommand root = new("What language models cost: exact prices, blended rates, and which is cheaper by how many percent.");
        Add(
            root,
            "Which model",
            RankCommand.Create(answers),
            CompareCommand.Create(answers),
            ModelCommands.Models(answers),
            ModelCommands.Show(answers),
            ModelCommands.Availability(answers),
            FindCommand.Create(answers));
        Add(root, "What it costs", CostCommand.Create(answers), PriceCommand.Create(answers), HistoryCommand.Create(answers));
        Add(root, "Price data and the shell", CatalogCommands.Create(answers), CompletionCommand.Create(console));
        Overview.AddTo(root, answers);
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        root.Options.Remove(help);
        root.Options
            .Add(new HelpOption("--help", "-h", "-?") { Description = "Show the help of a command.", Action = new HelpWriter(console) });
        root.Options.OfType<VersionOption>().Single().Description = "Show the version.";
        SuggestDirective suggest = root.Directives.OfType<SuggestDirective>().Single();
        suggest.Action = new SuggestAction(suggest, console);
        return root;
    }

    private static void Add(RootCommand root, string group, params ToolCommand[] commands)
    {
        foreach (ToolCommand command in commands)
        {
            command.Group = group;
            root.Subcommands.Add(command);
        }
    }
}
