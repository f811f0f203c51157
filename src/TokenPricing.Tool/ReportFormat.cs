namespace TokenPricing.Tool;

/// <summary>The format of an answer.</summary>
internal enum ReportFormat
{
    Table,
    Markdown,
    Html,
    Json,
    Svg,
    Csv,
}
