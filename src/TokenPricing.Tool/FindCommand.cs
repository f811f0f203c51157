using System.CommandLine;

namespace TokenPricing.Tool;

/// <summary><c>token-pricing find NAME</c>: which provider, model and offer a name refers to.</summary>
internal static class FindCommand
{
    /// <summary>Returns the command.</summary>
    public static ToolCommand Create(Answers answers)
    {
        Argument<string> name = answers.Options.Names.Model("NAME", "The name of a model as a log, a price list or an API writes it.");
        Option<string?> provider = answers.Options.Names.Provider(
            "Who sells it: an id, another name, or an address of its API. [default: whom the name tells, or else the model's maker]");
        ToolCommand command = new(
            "find",
            "What a name stands for: provider, model and offer, step by step.",
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
        command.SetAction(parsed =>
        {
            NameMatch match = answers.Options.Prices(parsed).Find(parsed.GetValue(provider), parsed.GetValue(name)!);
            return answers.Show(parsed, match.ToReport());
        });
        return command;
    }
}
