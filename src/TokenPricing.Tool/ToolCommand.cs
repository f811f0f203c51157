using System.Collections.Immutable;
using System.CommandLine;

namespace TokenPricing.Tool;

/// <summary>A command with all that its help says; the description is one line, which the list of commands shows.</summary>
internal class ToolCommand(string name, string summary, params ImmutableArray<HelpExample> examples) : Command(name, summary)
{
    /// <summary>Command lines that work as they stand, but for the files that they name.</summary>
    public ImmutableArray<HelpExample> Examples => examples;

    /// <summary>What else there is to know, under headings.</summary>
    public ImmutableArray<HelpSection> Sections { get; init; } = [];

    /// <summary>The heading under which the list of commands has it.</summary>
    public string Group { get; set; } = "Commands";
}
