using System.Collections.Immutable;

namespace TokenPricing.Tool;

/// <summary>The name of the tool, and the help that applies to all commands.</summary>
internal static class ToolHelp
{
    /// <summary>The name of the command.</summary>
    public const string Name = "token-pricing";

    /// <summary>The sections of the main help page.</summary>
    public static ImmutableArray<HelpSection> Sections { get; } =
    [
        new(
            "What most commands take",
            new("--format FORMAT", "table, markdown, html, json, svg or csv, as the command's help says"),
            new("--out FILE", "a file for the answer; its ending chooses the format"),
            new("--prices FOLDER-OR-FILE", "other prices than the updated or the built-in ones"),
            new("--on DATE", "the prices of a day")),
        new("Exit codes", ExitCode.All),
        new(
            "Environment",
            new("NO_COLOR", "no colors on a terminal"),
            new("FORCE_COLOR", "colors in pipes too; so does CLICOLOR_FORCE"),
            new("LANG", "not UTF-8: bars and lines in ASCII; LC_ALL and LC_CTYPE go before it")),
    ];

    /// <summary>The examples of the main help page.</summary>
    public static ImmutableArray<HelpExample> Examples { get; } =
    [
        new("", "An overview: what is cheap, what changed last."),
        new(
            "rank --needs vision --min-context 200k",
            "The cheapest models that see images and take 200,000 tokens."),
        new("compare claude-sonnet-4-5 gpt-5.1", "Which of two models is cheaper, by how much, and when."),
        new("cost gpt-4o --input 12000 --output 900", "What a call costs, with its receipt."),
    ];
}
