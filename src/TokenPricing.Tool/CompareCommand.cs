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
        ToolCommand command = new(
            "compare",
            "Which of two models is cheaper, by how much, and how else they differ.",
            [
                new("compare mixtral-8x7b o4-mini", "The whole comparison, by 70 % input and 30 % output tokens."),
                new(
                    "compare mixtral-8x7b o4-mini --blend 7:2:1 --format json",
                    "By 7 cached, 2 uncached and 1 output tokens, for a program."),
                new("compare mixtral-8x7b o4-mini --prices ./my-prices --out page.html", "By prices of your own, as a page."),
            ])
        {
            left,
            right,
        };
        return answers.ForADay(command, (prices, on, parsed) =>
        {
            string Id(Argument<string> name) => answers.Noted(prices.Find(parsed.GetValue(name)!)).Model.Id.Value;
            Comparison comparison = prices.Compare(Id(left), Id(right), on);
            return (comparison.ToReport(), comparison.Reason);
        });
    }
}
