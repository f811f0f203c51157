using System.Collections.Immutable;

namespace TokenPricing.Reports;

/// <summary>A table. Its first column names the rows.</summary>
/// <param name="header">The headings of the columns; a heading may be empty.</param>
/// <param name="rows">The cells of each row, in the order of the columns; without any rows, the table is left out.</param>
/// <param name="isNumeric">Whether all columns but the first are aligned to the right.</param>
public sealed class ReportTable(ImmutableArray<string> header, ImmutableArray<ImmutableArray<string>> rows, bool isNumeric) : ReportBlock
{
    /// <summary>The headings of the columns.</summary>
    public ImmutableArray<string> Header { get; } = header.IsDefault ? [] : header;

    /// <summary>The cells of each row.</summary>
    public ImmutableArray<ImmutableArray<string>> Rows { get; } = rows.IsDefault ? [] : rows;

    /// <summary>Whether all columns but the first are aligned to the right.</summary>
    public bool IsNumeric { get; } = isNumeric;
}
