using System.Collections.Immutable;

namespace TokenPricing.Reports;

/// <summary>A part of a <see cref="Report"/> with a heading.</summary>
/// <param name="heading">The heading.</param>
/// <param name="blocks">
/// The content, from top to bottom; if no block has content, the section is left out together with its heading.
/// </param>
public sealed class ReportSection(string heading, ImmutableArray<ReportBlock> blocks)
{
    /// <summary>The heading.</summary>
    public string Heading { get; } = heading ?? throw new ArgumentNullException(nameof(heading));

    /// <summary>The content, from top to bottom.</summary>
    public ImmutableArray<ReportBlock> Blocks { get; } = blocks.IsDefault ? [] : blocks;
}
