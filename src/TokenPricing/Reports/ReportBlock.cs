using System.Collections.Immutable;

namespace TokenPricing;

/// <summary>A piece of a report, free of any format; all text is plain and is escaped by whoever renders it.</summary>
internal abstract record ReportBlock;

/// <summary>A run of sentences.</summary>
internal sealed record Paragraph(string Text) : ReportBlock;

/// <summary>A list of short statements under an introduction.</summary>
internal sealed record BulletList(string Introduction, ImmutableArray<string> Items) : ReportBlock;

/// <summary>A table. The first column names the rows; the others are set right where <paramref name="IsNumeric"/>.</summary>
internal sealed record ReportTable(ImmutableArray<string> Header, ImmutableArray<ImmutableArray<string>> Rows, bool IsNumeric) : ReportBlock;

/// <summary>Bars in groups: one bar a series in each group, all to one scale that begins at zero.</summary>
internal sealed record BarChart(string Title, ImmutableArray<string> Series, ImmutableArray<BarGroup> Groups) : ReportBlock;

/// <summary>The bars of one group; <see langword="null"/> values have no bar but show their text.</summary>
internal sealed record BarGroup(string Label, ImmutableArray<BarValue> Bars);

/// <summary>The length of a bar, zero or more, and what is written beside it.</summary>
internal sealed record BarValue(decimal? Value, string Text);

/// <summary>Points by context window and price, both on scales of equal ratios, with the frontier as a line of steps. Only HTML and SVG draw it.</summary>
internal sealed record FrontierChart(string Title, ImmutableArray<FrontierPoint> Points) : ReportBlock;

/// <summary>A model in a chart of price against context; both numbers are above zero.</summary>
internal sealed record FrontierPoint(string Label, string Detail, decimal UsdPerMillion, long Tokens, bool IsOnFrontier);

/// <summary>A question and its answer.</summary>
internal sealed record QuestionAndAnswer(string Question, string Answer) : ReportBlock;

/// <summary>A part of a report under its own heading.</summary>
internal sealed record ReportSection(string Heading, ImmutableArray<ReportBlock> Blocks);

/// <summary>The content of a report: its title, its answer in a sentence or two, and its sections.</summary>
internal sealed record ReportPage(string Title, string Lead, ImmutableArray<ReportSection> Sections);
