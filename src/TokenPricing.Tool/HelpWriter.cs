using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text.RegularExpressions;

namespace TokenPricing.Tool;

/// <summary>Writes the help of a command, with lines no longer than those of the terminal.</summary>
internal sealed class HelpWriter(ToolConsole console) : SynchronousCommandLineAction
{
    private const int WidestPage = 100;
    private const int WidestTerm = 26;
    private const int Indent = 2;

    private static readonly Regex OptionBeforeValue = new("(--[a-z-]+) (?!-)", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private readonly int _width = Math.Min(console.Width, WidestPage);
    private readonly HelpText _text = new(console.IsColored);

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        Command command = parseResult.CommandResult.Command;
        Paragraph(command.Description ?? "", 0);
        Write([new("Usage", new HelpRow(Usage(command))), .. Commands(command)]);
        Write((command as ToolCommand)?.Examples ?? ToolHelp.Examples);
        Write(
        [
            new("Arguments", [.. command.Arguments.Select(a => new HelpRow(a.Name, a.Description ?? ""))]),
            .. Options(command),
            .. (command as ToolCommand)?.Sections ?? ToolHelp.Sections,
        ]);
        return ExitCode.Answered;
    }

    /// <summary>Returns the command as it is typed, such as <c>token-pricing catalog info</c>.</summary>
    public static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{PathOf(parent)} {command.Name}" : ToolHelp.Name;

    /// <summary>Returns the usage line, with the arguments and the required options.</summary>
    private static string Usage(Command command)
    {
        string arguments = string.Concat(command.Arguments.Select(a => $" {a.Name}"));
        string required = string.Concat(command.Options.Where(o => o.Required).Select(o => $" {Term(o)}"));
        return $"{PathOf(command)}{(command.Subcommands.Count > 0 ? " COMMAND" : "")}{arguments}{required} [options]";
    }

    /// <summary>Returns the subcommands by group.</summary>
    private static IEnumerable<HelpSection> Commands(Command command) => command.Subcommands
        .OfType<ToolCommand>()
        .GroupBy(c => c.Group)
        .Select(g => new HelpSection(
            g.Key,
            [.. g.Select(c => new HelpRow(c.Name + string.Concat(c.Arguments.Select(a => $" {a.Name}")), c.Description ?? ""))]));

    /// <summary>Returns the options of a command by group. Those of the root command are described more briefly in its sections.</summary>
    private static IEnumerable<HelpSection> Options(Command command) => (command is RootCommand ? [] : command.Options)
        .Append(HelpOptionOf(command))
        .GroupBy(o => ToolOptions.GroupOf(o.Name))
        .OrderBy(g => g.Key.Order)
        .Select(g => new HelpSection(g.Key.Heading, [.. g.Select(o => new HelpRow(Term(o), o.Description ?? ""))]));

    /// <summary>Returns the names of an option, with the placeholder of its value.</summary>
    private static string Term(Option option)
    {
        string names = string.Join(", ", option.Aliases.Where(a => a.Length == 2 && char.IsAsciiLetter(a[1])).Append(option.Name));
        return option.HelpName is { } value ? $"{names} {value}" : names;
    }

    /// <summary>Returns the help option, which only the root command has.</summary>
    private static Option HelpOptionOf(Command command) =>
        command.Options.OfType<HelpOption>().FirstOrDefault() ?? HelpOptionOf(command.Parents.OfType<Command>().First());

    /// <summary>Writes the sections that have rows.</summary>
    private void Write(IEnumerable<HelpSection> sections)
    {
        foreach (HelpSection section in sections.Where(s => s.Rows.Length > 0))
        {
            Write(section);
        }
    }

    /// <summary>Writes a section with its terms in one column.</summary>
    private void Write(HelpSection section)
    {
        console.Output.WriteLine();
        console.Output.WriteLine(_text.Strong(section.Heading));
        int term = section.Rows.Select(r => r.Term.Length).Where(l => l <= WidestTerm).DefaultIfEmpty(0).Max();
        foreach (HelpRow row in section.Rows)
        {
            Write(row, Indent + term + 2);
        }
    }

    /// <summary>Writes a row. The text goes below its term if the term is too long for the column or the terminal is narrow.</summary>
    private void Write(HelpRow row, int column)
    {
        bool isBeside = row.Term.Length > 0 && Indent + row.Term.Length + 2 <= column && 5 * column <= 2 * _width;
        int left = row.Term.Length == 0 ? Indent : isBeside ? column : 3 * Indent;
        List<string> text = HelpText.Wrap(console.Drawable(row.Text), _width - left);
        string pad = new(' ', left);
        if (row.Term.Length > 0)
        {
            string first = isBeside && text.Count > 0 ? new string(' ', column - Indent - row.Term.Length) + text[0] : "";
            console.Output.WriteLine(new string(' ', Indent) + _text.Term(row.Term) + first);
        }

        foreach (string line in text.Skip(isBeside ? 1 : 0))
        {
            console.Output.WriteLine(pad + line);
        }
    }

    /// <summary>Writes the examples; nothing if there are none.</summary>
    private void Write(IReadOnlyCollection<HelpExample> examples)
    {
        if (examples.Count == 0)
        {
            return;
        }

        console.Output.WriteLine();
        console.Output.WriteLine(_text.Strong(examples.Count == 1 ? "Example" : "Examples"));
        foreach (HelpExample example in examples)
        {
            // Wraps with a backslash, so that the shell still reads one command, and keeps an option and its value on one line if there is
            // room.
            List<string> lines = HelpText.Wrap(
                OptionBeforeValue.Replace($"{ToolHelp.Name} {example.Line}".TrimEnd(), "$1\u00a0"),
                _width - (3 * Indent) - 2);
            foreach ((int i, string line) in lines.Index())
            {
                console.Output.WriteLine(
                    new string(' ', i == 0 ? Indent : 3 * Indent) + line.Replace('\u00a0', ' ') + (i < lines.Count - 1 ? " \\" : ""));
            }

            foreach (string line in HelpText.Wrap(example.Answer, _width - (3 * Indent)))
            {
                console.Output.WriteLine(new string(' ', 3 * Indent) + _text.Faint(line));
            }
        }
    }

    /// <summary>Writes a wrapped text with a left margin.</summary>
    private void Paragraph(string text, int left)
    {
        foreach (string line in HelpText.Wrap(text, _width - left))
        {
            console.Output.WriteLine(new string(' ', left) + line);
        }
    }
}
