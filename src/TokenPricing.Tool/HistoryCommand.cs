using System.CommandLine;
using NodaTime;

namespace TokenPricing.Tool;

/// <summary><c>token-pricing history MODEL</c>: what a model cost over time.</summary>
internal static class HistoryCommand
{
    public static Command Create(Answers answers)
    {
        Argument<string> model = new("MODEL") { Description = "The id of the model, such as o4-mini." };
        Option<string?> provider = new("--provider") { HelpName = "P", Description = "The id of the only provider to look at. [default: all]" };
        Option<LocalDate?> from = new("--from") { HelpName = "DATE", Description = "The first day, as 2026-01-31. [default: since records began]", CustomParser = OptionText.Day };
        Option<LocalDate?> to = new("--to") { HelpName = "DATE", Description = "The last day. [default: as far as is known]", CustomParser = OptionText.Day };
        Command command = new(
            "history",
            """
            What a model cost over time at each provider: every dated price with its change in percent, when it held, and when it was learned.

            A correction is a price that took the place of a wrong one, which never held.

            Examples:
              token-pricing history o4-mini
              token-pricing history MODEL --provider P --from 2026-01-01 --format json
              token-pricing history MODEL --prices ./my-prices --out history.svg
            """)
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
            NameMatch asked = answers.Noted(prices.Find(parsed.GetValue(model)!, parsed.GetValue(provider)));
            Provider? seller = parsed.GetValue(provider) is null ? null : asked.Provider;
            return answers.Show(parsed, prices.HistoryOf(asked.Model, seller, parsed.GetValue(from), parsed.GetValue(to)).ToReport());
        });
        return command;
    }
}
