using System.CommandLine;
using NodaTime;

namespace TokenPricing.Tool;

/// <summary><c>token-pricing history MODEL</c>: the prices of a model over time.</summary>
internal static class HistoryCommand
{
    /// <summary>Returns the command.</summary>
    public static ToolCommand Create(Answers answers)
    {
        Argument<string> model = answers.Options.Names.Model("MODEL", "The id of the model, such as o4-mini, or another name of it.");
        Option<string?> provider = answers.Options.Names.Provider("The only provider to look at: an id or another name. [default: all]");
        Option<LocalDate?> from = new("--from")
        {
            HelpName = "DATE",
            Description = "The first day, as 2026-01-31. [default: since records began]",
            CustomParser = OptionText.Day,
        };
        Option<LocalDate?> to =
            new("--to") { HelpName = "DATE", Description = "The last day. [default: as far as is known]", CustomParser = OptionText.Day };
        ToolCommand command = new(
            "history",
            "What a model cost over time at each provider, change by change.",
            [
                new("history gpt-4o", "Every dated price, its change in percent, when it held, and when it was learned."),
                new("history gpt-4o --provider azure --from 2025-01-01 --format json", "One provider's, for a program."),
                new("history gpt-4o --out history.svg", "As a chart."),
            ])
        {
            model,
            provider,
            from,
            to,
        };
        answers.Options.AddPricesTo(command);
        answers.Options.AddLayoutTo(command);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(to) < parsed.GetValue(from))
            {
                throw new ToolException("--to is before --from.");
            }

            PriceCatalog prices = answers.Options.Prices(parsed);
            NameMatch asked = answers.Noted(prices.Find(parsed.GetValue(provider), parsed.GetValue(model)!));
            Provider? seller = parsed.GetValue(provider) is null ? null : asked.Provider;
            return answers.Show(parsed, prices.HistoryOf(asked.Model, seller, parsed.GetValue(from), parsed.GetValue(to)).ToReport());
        });
        return command;
    }
}
