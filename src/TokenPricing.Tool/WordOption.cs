using System.CommandLine;

namespace TokenPricing.Tool;

/// <summary>An option that takes one of a few words, which the shell completes.</summary>
internal class WordOption<T> : Option<T?>
    where T : struct
{
    /// <param name="name">The name, such as <c>--tier</c>.</param>
    /// <param name="description">The description for the help.</param>
    /// <param name="words">The words with their values.</param>
    public WordOption(string name, string description, params (string Text, T Value)[] words)
        : base(name)
    {
        HelpName = name[2..].Split('-')[^1].ToUpperInvariant();
        Description = description;
        CustomParser = result => OptionText.Word(result, words);
        CompletionSources.Clear();
        CompletionSources.Add([.. words.Select(w => w.Text)]);
    }
}
