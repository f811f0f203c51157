using System.CommandLine;

namespace TokenPricing.Tool;

/// <summary><c>token-pricing find NAME</c> and <c>token-pricing names evaluate FILE</c>.</summary>
internal static class NameCommands
{
    public static ToolCommand Find(Answers answers)
    {
        Argument<string> name = answers.Options.Names.Model("NAME", "The name of a model as a log, a price list or an API writes it.");
        Option<string?> provider = answers.Options.Names.Provider(
            "Who sells it: an id, another name, or an address of its API. [default: whom the name tells, or else the model's maker]");
        ToolCommand command = new(
            "find",
            "What a name stands for: provider, model and offer, with the steps that led there.",
            [
                new("find us.anthropic.claude-sonnet-4-5-20250929-v1:0", "A name as Amazon Bedrock writes it."),
                new("find gpt-4o --provider https://api.openai.com/v1 --format json", "A name in a log, with the address that was called."),
            ])
        {
            name,
            provider,
        };
        answers.Options.AddPricesTo(command);
        answers.Options.AddLayoutTo(command);
        command.SetAction(parsed => answers.Show(parsed, NameReport.Of(answers.Options.Prices(parsed).Find(parsed.GetValue(provider), parsed.GetValue(name)!))));
        return command;
    }

    public static ToolCommand Names(Answers answers)
    {
        Argument<string> file = new("FILE") { Description = "JSON Lines, a row {\"id\",\"model_ref\",\"provider_id\",\"provider_api_url\",\"expected\":{\"provider\",\"model\"} or {\"error\"}}." };
        ToolCommand evaluate = new(
            "evaluate",
            "What names stand for here, compared with what another project's matcher says.",
            [new("names evaluate cases.jsonl --format json --out differences.json", "Counts, and every difference with its reason.")])
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
        return new ToolCommand(
            "names",
            "How well names of models are recognised.",
            [new("names evaluate cases.jsonl", "Compares with another project's matcher.")])
        {
            evaluate,
        };
    }
}
