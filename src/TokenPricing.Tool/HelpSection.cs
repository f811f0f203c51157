using System.Collections.Immutable;

namespace TokenPricing.Tool;

/// <summary>A section of a help page, with rows in two columns.</summary>
internal sealed record HelpSection(string Heading, params ImmutableArray<HelpRow> Rows);

/// <summary>A row of a help page: a term and its text. If the term is empty, the text takes the whole line.</summary>
internal sealed record HelpRow(string Term, string Text)
{
    /// <summary>Initializes a row without a term.</summary>
    public HelpRow(string text)
        : this("", text)
    {
    }
}
