using System.CommandLine;

namespace TokenPricing.Tool;

/// <summary><c>token-pricing compare A B</c>: which of two or more models is cheaper.</summary>
internal static class CompareCommand
{
    /// <summary>Returns the command.</summary>
    public static ToolCommand Create(Answers answers)
    {
        Argument<string> left = answers.Options.Names.Model("A", "The first model, by its id, such as mixtral-8x7b, or another name.");
        Argument<string> right = answers.Options.Names.Model("B", "The second model, such as o4-mini.");
        Argument<string[]> others = new("MORE")
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = "More models, for a table of all of them side by side.",
        };
        others.CompletionSources.Add(answers.Options.Names.Models);
        WordOption<PriceBasis> basis = ToolOptions.Basis("An offer such as azure/gpt-5 in place of a model has its own.");
        ToolCommand command = new(
            "compare",
            "Which of two or more models is cheaper, by how much, and how else two differ.",
            [
                new("compare mixtral-8x7b o4-mini", "The whole comparison, by 70 % input and 30 % output tokens."),
                new(
                    "compare mixtral-8x7b o4-mini --blend 7:2:1 --format json",
                    "By 7 cached, 2 uncached and 1 output tokens, for a program."),
                new("compare gpt-5 claude-opus-4-5 gemini-2.5-pro grok-4", "Four models side by side."),
                new("compare openai/gpt-5 azure/gpt-5", "One model at two sellers."),
                new("compare gpt-5 claude-opus-4-5 --basis cheapest", "At the cheapest tracked offers, whoever sells them."),
                new("compare mixtral-8x7b o4-mini --prices ./my-prices --out page.html", "By prices of your own, as a page."),
            ])
        {
            left,
            right,
            others,
            basis,
        };
        return answers.ForADay(command, (prices, on, parsed) =>
        {
            string[] names = [parsed.GetValue(left)!, parsed.GetValue(right)!, .. parsed.GetValue(others) ?? []];
            foreach (string name in names)
            {
                answers.Noted(prices.Find(name));
            }

            Comparison[] comparisons =
            [
                .. names.Skip(1).Select(n => prices.Compare(names[0], n, on).At(parsed.GetValue(basis) ?? PriceBasis.Standard)),
            ];
            return (
                comparisons is [var two] ? two.ToReport() : comparisons.ToReport(),
                comparisons.All(c => c.Reason is not null) ? comparisons[0].Reason : null);
        });
    }
}
