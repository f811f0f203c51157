using System.CommandLine;

namespace TokenPricing.Tool;

/// <summary><c>token-pricing find NAME</c> and <c>token-pricing names evaluate FILE</c>.</summary>
internal static class NameCommands
{
    public static Command Find(Answers answers)
    {
        Argument<string> name = new("NAME") { Description = "The name of a model as a log, a price list or an API writes it." };
        Option<string?> provider = new("--provider")
        {
            HelpName = "P",
            Description = "Who sells it: an id, another name, or an address of its API. [default: whom the name tells, or else the model's maker]",
        };
        Command command = new(
            "find",
            """
            What a name stands for: provider, model and offer, with the steps that led there.

            Examples:
              token-pricing find us.anthropic.claude-sonnet-4-5-20250929-v1:0
              token-pricing find gpt-4o --provider https://api.openai.com/v1 --format json
            """)
        {
            name,
            provider,
        };
        answers.Options.AddPricesTo(command);
        answers.Options.AddLayoutTo(command);
        command.SetAction(parsed => answers.Show(parsed, NameReport.Of(answers.Options.Prices(parsed).Find(parsed.GetValue(name)!, parsed.GetValue(provider)))));
        return command;
    }

    public static Command Names(Answers answers)
    {
        Argument<string> file = new("FILE") { Description = "JSON Lines, a row {\"id\",\"model_ref\",\"provider_id\",\"provider_api_url\",\"expected\":{\"provider\",\"model\"} or {\"error\"}}." };
        Command evaluate = new(
            "evaluate",
            """
            Compares what names stand for with what another project's matcher says: counts, and every difference with its reason.

            Example:
              token-pricing names evaluate cases.jsonl --format json --out differences.json
            """)
        {
            file,
        };
        answers.Options.AddPricesTo(evaluate);
        answers.Options.AddLayoutTo(evaluate);
        evaluate.SetAction(parsed =>
        {
            NameEvaluation evaluation = new(answers.Options.Prices(parsed));
            evaluation.AddFile(parsed.GetValue(file)!);
            return answers.Show(parsed, evaluation.ToReport());
        });
        return new Command("names", "How well names are recognised.") { evaluate };
    }
}
