namespace TokenPricing.Reports;

/// <summary>A part of a <see cref="ReportSection"/>: a paragraph, a list, a table, a question with its answer, or a chart.</summary>
/// <remarks>
/// A block has no format. Its text is plain: each format escapes it, so that text from price data cannot become markup. A block without
/// content, such as a table without rows, is left out.
/// </remarks>
public abstract class ReportBlock
{
    /// <summary>Restricts blocks to those of this package, which every format can render.</summary>
    private protected ReportBlock()
    {
    }
}
