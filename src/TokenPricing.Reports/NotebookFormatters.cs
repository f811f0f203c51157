namespace TokenPricing.Reports;

/// <summary>Gives the kernels of notebooks what shows our values: as HTML, and as text.</summary>
internal sealed class NotebookFormatters
{
    private readonly NotebookFormatter[] _formatters = [new("text/html", NotebookHtml.Of), new("text/plain", Text)];

    /// <summary>The formatters; a kernel calls this, and their members, by name.</summary>
    public IEnumerable<object> CreateTypeFormatters() => _formatters;

    private static string? Text(object value) => value switch
    {
        Report report => report.ToText(),
        Chart chart => $"{chart.Title}\n{chart.Description}",
        _ => value.ToString(),
    };
}
