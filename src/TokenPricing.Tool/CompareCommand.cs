using System.CommandLine;

namespace TokenPricing.Tool;

/// <summary><c>token-pricing compare A B</c>: which of two models is cheaper.</summary>
internal static class CompareCommand
{
    /// <summary>Returns the command.</summary>
    public static ToolCommand Create(Answers answers)
    {
        Argument<string> left = answers.Options.Names.Model("A", "The first model, by its id, such as mixtral-8x7b, or another name.");
        Argument<string> right = answers.Options.Names.Model("B", "The second model, such as o4-mini.");
        WordOption<PriceBasis> basis = ToolOptions.Basis("An offer such as azure/gpt-5 in place of a model has its own.");
        ToolCommand command = new(
            "compare",
            "Which of two models is cheaper, by how much, and how else they differ.",
            [
                new("compare mixtral-8x7b o4-mini", "The whole comparison, by 70 % input and 30 % output tokens."),
                new(
                    "compare mixtral-8x7b o4-mini --blend 7:2:1 --format json",
                    "By 7 cached, 2 uncached and 1 output tokens, for a program."),
                new("compare openai/gpt-5 azure/gpt-5", "One model at two sellers."),
                new("compare gpt-5 claude-opus-4-5 --basis cheapest", "At the cheapest tracked offers, whoever sells them."),
                new("compare mixtral-8x7b o4-mini --prices ./my-prices --out page.html", "By prices of your own, as a page."),
            ])
        {
            left,
            right,
            basis,
        };
        return answers.ForADay(command, (prices, on, parsed) =>
        {
            string Name(Argument<string> name)
            {
                answers.Noted(prices.Find(parsed.GetValue(name)!));
                return parsed.GetValue(name)!;
            }

            Comparison comparison = prices.Compare(Name(left), Name(right), on).At(parsed.GetValue(basis) ?? PriceBasis.Standard);
            return (comparison.ToReport(), comparison.Reason);
        });
    }
}
