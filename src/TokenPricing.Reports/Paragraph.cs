namespace TokenPricing.Reports;

/// <summary>A paragraph of text.</summary>
/// <param name="text">The sentences; if empty, the paragraph is left out.</param>
public sealed class Paragraph(string text) : ReportBlock
{
    /// <summary>The sentences.</summary>
    public string Text { get; } = text ?? throw new ArgumentNullException(nameof(text));
}
