using System.Net;

namespace TokenPricing.Values;

/// <summary>What shows values in a notebook that references this package alone: their text.</summary>
internal sealed class PlainTextFormatters
{
    /// <summary>
    /// A kernel shows the elements of a collection in an HTML table: without the second formatter, each one with all its properties.
    /// </summary>
    private readonly NotebookFormatter[] _formatters =
    [
        new("text/plain", v => v.ToString()),
        new("text/html", v => $"<span>{WebUtility.HtmlEncode(v.ToString())}</span>"),
    ];

    /// <summary>The formatters. A kernel calls this method and their members by name.</summary>
    public IEnumerable<object> CreateTypeFormatters() => _formatters;
}
