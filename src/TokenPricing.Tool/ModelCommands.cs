using System.Collections.Immutable;
using System.CommandLine;
using NodaTime;

namespace TokenPricing.Tool;

/// <summary><c>token-pricing models</c>, <c>show MODEL</c> and <c>availability MODEL</c>.</summary>
internal static class ModelCommands
{
    /// <summary>Returns <c>models</c>.</summary>
    public static ToolCommand Models(Answers answers) => answers.ForADay(
        new ToolCommand(
            "models",
            "All models, each with its price at its maker or at a cloud or host.",
            [
                new("models", "Every model, by its id."),
                new("models --blend 3:1 --format json", "The same for a program, by three parts of input to one of output."),
            ]),
        (prices, on, _) => (prices.ToReport(on, prices.Settings.BlendFor()), null));

    /// <summary>Returns <c>show MODEL</c>.</summary>
    public static ToolCommand Show(Answers answers) => ForAModel(
        answers,
        "show",
        "All that is known of a model, with prices and sources.",
        [
            new("show o4-mini", "Facts, every price of every provider, and where they are from."),
            new("show claude-sonnet-4-5 --on 2026-01-01 --out model.md", "As of a day, into a file."),
        ],
        (model, on, blend) => model.ToReport(on, blend));

    /// <summary>Returns <c>availability MODEL</c>.</summary>
    public static ToolCommand Availability(Answers answers) => ForAModel(
        answers,
        "availability",
        "Who offers a model, and at which prices.",
        [
            new("availability mixtral-8x7b", "A row for each provider, with counts and how much the prices differ."),
            new("availability gpt-4o --blend 3:1 --format json", "The same for a program."),
        ],
        (model, on, blend) => model.Availability(on).ToReport(blend));

    /// <summary>Returns a command that reports on one model.</summary>
    private static ToolCommand ForAModel(
        Answers answers,
        string name,
        string description,
        ImmutableArray<HelpExample> examples,
        Func<Model, LocalDate, Blend, Report> report)
    {
        Argument<string> model = answers.Options.Names.Model("MODEL", "The id of the model, such as o4-mini, or another name of it.");
        return answers.ForADay(
            new ToolCommand(name, description, examples) { model },
            (prices, on, parsed) =>
            {
                Model found = answers.Noted(prices.Find(parsed.GetValue(model)!)).Model;
                return (report(found, on, prices.Settings.BlendFor(found.Kind)), null);
            });
    }
}
