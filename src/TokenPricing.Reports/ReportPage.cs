using System.Collections.Immutable;

namespace TokenPricing.Reports;

/// <summary>The content of a report, which every format renders.</summary>
internal sealed record ReportPage(string Title, string Lead, ImmutableArray<ReportSection> Sections);
