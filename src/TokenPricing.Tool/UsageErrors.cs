using System.CommandLine;
using System.CommandLine.Parsing;

namespace TokenPricing.Tool;

/// <summary>Describes what is wrong with a command line, and suggests what was probably meant.</summary>
internal static class UsageErrors
{
    // Messages of the parser that are replaced by better ones.
    private static readonly string[] Parsers = ["Unrecognized command or argument", "Required command was not provided"];

    /// <summary>Returns the errors of a command line.</summary>
    public static IEnumerable<string> Of(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string[] unknown = [.. Unknown(command, [.. Taken(parsed), .. parsed.UnmatchedTokens])];
        IEnumerable<string> missing = unknown.Length == 0 && command.Subcommands.Count > 0 && command.Action is null
            ? [$"'{HelpWriter.PathOf(command)}' needs one of the commands {string.Join(", ", command.Subcommands.Select(c => c.Name))}."]
            : [];
        return parsed.Errors
            .Select(e => e.Message)
            .Where(m => !Parsers.Any(p => m.StartsWith(p, StringComparison.Ordinal)))
            .Concat(unknown)
            .Concat(missing)
            .Distinct();
    }

    /// <summary>Returns the unknown options that an argument with many values has taken for one of them.</summary>
    public static IEnumerable<string> Taken(ParseResult parsed) =>
        parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).Select(t => t.Value).Where(IsOption);

    private static bool IsOption(string token) => token.Length > 1 && token[0] == '-';

    /// <summary>Returns an error for each unknown command, option and surplus argument.</summary>
    private static IEnumerable<string> Unknown(Command command, IReadOnlyList<string> tokens)
    {
        bool isAfterOption = false;
        foreach (string token in tokens)
        {
            bool isOption = IsOption(token);
            if (isOption)
            {
                yield return $"'{HelpWriter.PathOf(command)}' has no option "
                    + $"'{token}'.{Question(token, command.Options.Select(o => o.Name))}";
            }
            else if (!isAfterOption && command.Subcommands.Count > 0)
            {
                // The remaining tokens belong to the unknown command.
                yield return $"There is no command '{token}'.{Question(token, command.Subcommands.Select(c => c.Name))}";
                yield break;
            }
            else if (!isAfterOption)
            {
                yield return $"'{token}' is one argument too many for '{HelpWriter.PathOf(command)}'.";
            }

            // The token after an unknown option is taken for its value.
            isAfterOption = isOption;
        }
    }

    /// <summary>Suggests similar names, or returns an empty text.</summary>
    private static string Question(string token, IEnumerable<string> known) => SimilarNames.Question(SimilarNames.Of(token, known));
}
