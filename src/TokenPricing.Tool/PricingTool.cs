using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;

namespace TokenPricing.Tool;

/// <summary>The <c>token-pricing</c> command.</summary>
internal sealed class PricingTool
{
    private const string TooLarge = "The counts or the costs are too large for an exact result.";

    private readonly ToolConsole _console;

    private PricingTool(ToolConsole console) => _console = console;

    /// <summary>Runs one command line.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static int Run(string[] args, ToolConsole console) => new PricingTool(console).Run(args);

    /// <summary>Runs a command line. Every exception becomes a message on standard error and an exit code.</summary>
    private int Run(string[] args)
    {
        try
        {
            return Answer(args);
        }
        catch (IOException e) when (ToolConsole.IsBrokenPipe(e))
        {
            return ExitCode.BrokenPipe;
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
        catch (Exception e)
        {
            // The last handler: whatever happens, a person reads a sentence and a program gets an exit code.
            _console.Error.WriteLine($"An error of token-pricing itself, which should be reported: {e.GetType().Name}: {e.Message}");
            return ExitCode.InternalError;
        }
    }

    private int Answer(string[] args)
    {
        RootCommand root = Commands(_console);
        ParseResult parsed = root.Parse(args);
        if ((parsed.Errors.Count > 0 || UsageErrors.Taken(parsed).Any()) && parsed.Action is not { ClearsParseErrors: true })
        {
            foreach (string message in UsageErrors.Of(parsed))
            {
                _console.Error.WriteLine(message);
            }

            _console.Error.WriteLine($"Try '{HelpWriter.PathOf(parsed.CommandResult.Command)} --help'.");
            return ExitCode.WrongUsage;
        }

        InvocationConfiguration configuration =
            new() { Output = _console.Output, Error = _console.Error, EnableDefaultExceptionHandler = false };
        try
        {
            return parsed.Invoke(configuration);
        }
        catch (PricingException e) when (OptionFor(e.Error, parsed.CommandResult.Command) is { } option)
        {
            _console.Error.WriteLine($"{e.Message} {option}");
            return ExitCode.CannotAnswer;
        }
    }

    /// <summary>Returns what to write on the command line where the message of the library names a member of it.</summary>
    private static string? OptionFor(PricingError error, Command command)
    {
        return error switch
        {
            PricingError.MissingRate when Has("--missing-rate") => "Here that is --missing-rate unpriced.",
            PricingError.UnknownServiceTier when Has("--missing-tier") => "Here that is --missing-tier standard.",
            PricingError.ContradictoryUsage when Has("--cache-read") =>
                "Here --input is all input with the cached part, and --output all output with reasoning.",
            _ => null,
        };

        bool Has(string name) => command.Options.Any(o => o.Name == name);
    }

    /// <summary>Returns the root command with all commands, which write to a console.</summary>
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
        Add(
            root,
            "What it costs",
            CostCommand.Create(answers),
            PriceCommand.Create(answers),
            ReconcileCommand.Create(answers),
            FocusCommand.Create(answers),
            WarehouseCommands.Create(answers),
            HistoryCommand.Create(answers));
        Add(
            root,
            "Price data and the shell",
            UpdateCommand.Create(answers),
            CatalogCommands.Create(answers),
            CompletionCommand.Create(console));
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

    /// <summary>Adds commands under a heading of the help.</summary>
    private static void Add(RootCommand root, string group, params ToolCommand[] commands)
    {
        foreach (ToolCommand command in commands)
        {
            command.Group = group;
            root.Subcommands.Add(command);
        }
    }
}
