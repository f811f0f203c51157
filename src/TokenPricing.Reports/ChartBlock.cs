using System.Collections.Immutable;

namespace TokenPricing.Reports;

/// <summary>A chart in a report. HTML and SVG draw it, text draws bars and steps, and Markdown leaves it out.</summary>
public abstract class ChartBlock : ReportBlock
{
    /// <summary>Initializes a chart with a title.</summary>
    private protected ChartBlock(string title) => Title = title ?? throw new ArgumentNullException(nameof(title));

    /// <summary>What is drawn, and in which unit, such as <c>US dollars per 1M tokens</c>.</summary>
    public string Title { get; }

    /// <summary>What the drawing cannot show, in sentences; if there is nothing to draw, the reason.</summary>
    public ImmutableArray<string> Notes { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>The figures in words, for screen readers.</summary>
    public abstract string Description { get; }
}
