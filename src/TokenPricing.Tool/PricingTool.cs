using System.CommandLine;
using System.Text;
using NodaTime;

namespace TokenPricing.Tool;

/// <summary>The <c>token-pricing</c> command.</summary>
internal sealed class PricingTool
{
    private readonly ToolConsole _console;
    private readonly ToolOptions _options = new();

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

            _console.Error.WriteLine($"Try 'token-pricing {(parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ")}--help'.");
            return ExitCode.WrongUsage;
        }

        try
        {
            InvocationConfiguration configuration = new() { Output = _console.Output, Error = _console.Error, EnableDefaultExceptionHandler = false };
            return parsed.Invoke(configuration);
        }
        catch (Exception e) when (e is PricingException or PriceDataException or ToolException or IOException or UnauthorizedAccessException)
        {
            _console.Error.WriteLine(e.Message);
            return ExitCode.CannotAnswer;
        }
    }

    private RootCommand Commands()
    {
        RootCommand root = new(
            """
            What language models cost: exact prices, blended rates, and which is cheaper by how many percent.

            Examples:
              token-pricing models
              token-pricing compare mixtral-8x7b o4-mini
              token-pricing compare mixtral-8x7b o4-mini --blend 3:1 --out comparison.html

            Exit code: 0 answered, 1 cannot be answered (the reason is on standard error), 2 wrong usage.
            """)
        {
            Compare(),
            Models(),
            Show(),
            Availability(),
        };
        return root;
    }

    private Command Compare()
    {
        Argument<string> left = new("A") { Description = "The id of the first model, such as mixtral-8x7b." };
        Argument<string> right = new("B") { Description = "The id of the second model, such as o4-mini." };
        Command command = new(
            "compare",
            """
            Which of two models is cheaper, by how much, and how else they differ.

            Examples:
              token-pricing compare mixtral-8x7b o4-mini
              token-pricing compare mixtral-8x7b o4-mini --blend 7:2:1 --format json
              token-pricing compare mixtral-8x7b o4-mini --prices ./my-prices --out page.html
            """)
        {
            left,
            right,
        };
        return Answering(command, (prices, on, parsed) =>
        {
            Comparison comparison = prices.Compare(parsed.GetValue(left)!, parsed.GetValue(right)!, on);
            return (comparison.ToReport(), comparison.Reason);
        });
    }

    private Command Models() => Answering(
        new Command("models", "All models, with their cheapest price.\n\nExample:\n  token-pricing models --blend 3:1"),
        (prices, on, _) => (prices.ToReport(on, prices.Settings.DefaultBlend), null));

    private Command Show()
    {
        Argument<string> model = ModelArgument();
        return Answering(
            new Command("show", "All that is known of a model, with prices and sources.\n\nExample:\n  token-pricing show o4-mini") { model },
            (prices, on, parsed) => (prices.Model(parsed.GetValue(model)!).ToReport(on, prices.Settings.DefaultBlend), null));
    }

    private Command Availability()
    {
        Argument<string> model = ModelArgument();
        return Answering(
            new Command("availability", "Who offers a model, and at which prices.\n\nExample:\n  token-pricing availability mixtral-8x7b") { model },
            (prices, on, parsed) => (prices.Model(parsed.GetValue(model)!).Availability(on).ToReport(prices.Settings.DefaultBlend), null));
    }

    private static Argument<string> ModelArgument() => new("MODEL") { Description = "The id of the model, such as o4-mini." };

    // A report is shown even where the question has no answer, since it may say much else; then the reason decides the exit code.
    private Command Answering(Command command, Func<PriceCatalog, LocalDate, ParseResult, (Report Report, string? WhyNoAnswer)> answer)
    {
        _options.AddTo(command);
        command.SetAction(parsed =>
        {
            PriceCatalog prices = _options.Prices(parsed);
            (Report report, string? whyNoAnswer) = answer(prices, _options.On(parsed, prices), parsed);
            Show(report, _options.Format(parsed), _options.Out(parsed));
            if (whyNoAnswer is not null)
            {
                _console.Error.WriteLine(whyNoAnswer);
            }

            return whyNoAnswer is null ? ExitCode.Answered : ExitCode.CannotAnswer;
        });
        return command;
    }

    private void Show(Report report, ReportFormat format, string? file)
    {
        if (file is null && format == ReportFormat.Table && _console.IsTerminal)
        {
            new TerminalRenderer(_console).Render(report);
            return;
        }

        string text = format switch
        {
            ReportFormat.Markdown => report.ToMarkdown(),
            ReportFormat.Html => report.ToHtml(),
            ReportFormat.Json => report.ToJson(),
            _ => report.ToText(_console.Width),
        };
        if (file is null)
        {
            _console.Output.Write(text);
        }
        else
        {
            WriteWhole(file, text);
            _console.Error.WriteLine($"Written to {file}.");
        }
    }

    // The file takes its name only once it is complete.
    private static void WriteWhole(string file, string text)
    {
        string temporary = $"{file}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllText(temporary, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            File.Move(temporary, file, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
