using System.Collections.Immutable;
using System.CommandLine;

namespace TokenPricing.Tool;

/// <summary>A command with the content of its help page. The description is one line, which the list of commands also shows.</summary>
internal class ToolCommand(string name, string summary, params ImmutableArray<HelpExample> examples) : Command(name, summary)
{
    /// <summary>Examples, which work as they are if the files that they name exist.</summary>
    public ImmutableArray<HelpExample> Examples => examples;

    /// <summary>Further sections of the help page.</summary>
    public ImmutableArray<HelpSection> Sections { get; init; } = [];

    /// <summary>The heading under which the list of commands shows the command.</summary>
    public string Group { get; set; } = "Commands";
}
