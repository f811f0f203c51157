using System.CommandLine;

namespace TokenPricing.Tool;

/// <summary><c>token-pricing compare A B</c>.</summary>
internal static class CompareCommand
{
    public static Command Create(Answers answers)
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
        return answers.ForADay(command, (prices, on, parsed) =>
        {
            string Id(Argument<string> name) => answers.Noted(prices.Find(parsed.GetValue(name)!)).Model.Id;
            Comparison comparison = prices.Compare(Id(left), Id(right), on);
            return (comparison.ToReport(), comparison.Reason);
        });
    }
}
