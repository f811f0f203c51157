namespace TokenPricing.Tool;

/// <summary>How an answer is laid out.</summary>
internal enum ReportFormat
{
    Table,
    Markdown,
    Html,
    Json,
    Svg,
}
