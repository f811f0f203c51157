namespace TokenPricing.Reports;

/// <summary>Formats values as HTML and as text in a notebook that references this package.</summary>
/// <remarks>TokenPricing names this type by a string, in <see cref="TypeFormatterSourceAttribute"/>.</remarks>
internal sealed class NotebookFormatters
{
    private readonly ReportFormatter[] _formatters = [new("text/html", NotebookHtml.Of), new("text/plain", Text)];

    /// <summary>Returns the formatters. A kernel calls this method, and the members of the formatters, by name.</summary>
    public IEnumerable<object> CreateTypeFormatters() => _formatters;

    /// <summary>Returns a value as plain text.</summary>
    private static string? Text(object value) => value switch
    {
        Report report => report.ToText(),
        Chart chart => $"{chart.Title}\n{chart.Description}",
        _ => value.ToString(),
    };
}
