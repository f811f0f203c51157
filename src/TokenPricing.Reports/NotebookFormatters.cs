namespace TokenPricing.Reports;

/// <summary>What shows values in a notebook that references this package: as HTML, and as text.</summary>
/// <remarks>TokenPricing names this type by a string, in <see cref="TypeFormatterSourceAttribute"/>.</remarks>
internal sealed class NotebookFormatters
{
    private readonly ReportFormatter[] _formatters = [new("text/html", NotebookHtml.Of), new("text/plain", Text)];

    /// <summary>The formatters. A kernel calls this method and their members by name.</summary>
    public IEnumerable<object> CreateTypeFormatters() => _formatters;

    private static string? Text(object value) => value switch
    {
        Report report => report.ToText(),
        Chart chart => $"{chart.Title}\n{chart.Description}",
        _ => value.ToString(),
    };
}
