using System.Collections.Immutable;

namespace TokenPricing.Reports;

/// <summary>A list of short statements with an introduction.</summary>
/// <param name="introduction">The line above the list; may be empty.</param>
/// <param name="items">The statements; without any, the list is left out together with its introduction.</param>
public sealed class BulletList(string introduction, ImmutableArray<string> items) : ReportBlock
{
    /// <summary>The line above the list.</summary>
    public string Introduction { get; } = introduction ?? throw new ArgumentNullException(nameof(introduction));

    /// <summary>The statements.</summary>
    public ImmutableArray<string> Items { get; } = items.IsDefault ? [] : items;
}
