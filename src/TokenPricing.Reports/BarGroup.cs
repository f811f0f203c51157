using System.Collections.Immutable;

namespace TokenPricing.Reports;

/// <summary>The bars of one group of a <see cref="BarChart"/>.</summary>
/// <param name="label">The name of the group.</param>
/// <param name="bars">One bar for each series, in their order.</param>
public sealed class BarGroup(string label, ImmutableArray<BarValue> bars)
{
    /// <summary>The name of the group.</summary>
    public string Label { get; } = label ?? throw new ArgumentNullException(nameof(label));

    /// <summary>The bars.</summary>
    public ImmutableArray<BarValue> Bars { get; } = bars.IsDefault ? [] : bars;

    /// <summary>A second line below the label in a drawing, such as <c>4,000 at $3.00 per 1M</c>; empty if there is none.</summary>
    public string Detail { get; init; } = "";
}
