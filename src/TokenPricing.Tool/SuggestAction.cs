using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace TokenPricing.Tool;

/// <summary>
/// <c>token-pricing "[suggest]" "token-pricing rank --ne"</c>: writes the possible values of the last word of a command line, one per line.
/// The scripts of <see cref="CompletionCommand"/> call it.
/// </summary>
internal sealed class SuggestAction(SuggestDirective directive, ToolConsole console) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        string line = parseResult.Tokens is [.., { Type: not TokenType.Directive } typed] ? typed.Value : "";
        if (int.TryParse(parseResult.GetResult(directive)?.Values is [string place, ..] ? place : null, out int cursor)
            && cursor >= 0
            && cursor < line.Length)
        {
            line = line[..cursor];
        }

        // The first word is the tool itself, under whatever path the shell found it.
        string words = line.TrimStart();
        int first = words.IndexOf(' ', StringComparison.Ordinal);
        words = first < 0 ? "" : words[first..].TrimStart();
        string last = words[(words.LastIndexOf(' ') + 1)..];
        ParseResult typedSoFar = parseResult.RootCommandResult.Command.Parse(words);
        string[] fitting =
        [
            .. typedSoFar.GetCompletions(words.Length)
                .Select(c => c.InsertText ?? c.Label)
                .Where(c => c.StartsWith(last, StringComparison.OrdinalIgnoreCase))
                .Distinct()
                .Order(StringComparer.OrdinalIgnoreCase),
        ];

        // Options are suggested only after a dash or if nothing else is possible, and only by their long names.
        string[] values = [.. fitting.Where(f => f[0] is not ('-' or '/'))];
        bool isForOptions = last.StartsWith('-') || (values.Length == 0 && typedSoFar.CommandResult.Command.Arguments.Count == 0);
        foreach (string answer in isForOptions ? fitting.Where(f => f.StartsWith("--", StringComparison.Ordinal)) : values)
        {
            console.Output.Write(answer + "\n");
        }

        return ExitCode.Answered;
    }
}
