using System.Collections.Immutable;

namespace TokenPricing.Tool;

/// <summary>A part of a help page: rows of a term and its text, in two columns; without a term, the text takes the line.</summary>
internal sealed record HelpSection(string Heading, params ImmutableArray<HelpRow> Rows);

/// <summary>A row of a help page.</summary>
internal sealed record HelpRow(string Term, string Text)
{
    public HelpRow(string text)
        : this("", text)
    {
    }
}
