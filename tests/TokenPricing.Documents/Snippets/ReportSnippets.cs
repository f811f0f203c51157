using Xunit;

namespace TokenPricing.Tests;

/// <summary>The code of src/TokenPricing.Reports/README.md, run.</summary>
public sealed class ReportSnippets
{
    [Fact]
    public void Reports()
    {
        // snippet: reports
        Comparison comparison = PriceCatalog.BuiltIn.Compare("gpt-4o", "claude-sonnet-4-5");
        string page = comparison.ToReport().ToHtml();
        string text = comparison.ToReport().ToText(width: 80);
        string? image = comparison.ToChart().ToSvg(new ChartOptions { Width = 360 });
        // end-snippet

        Assert.StartsWith("<!DOCTYPE html>", page, StringComparison.Ordinal);
        Assert.StartsWith("GPT-4o vs ", text, StringComparison.Ordinal);
        Assert.Contains("width=\"360\"", image, StringComparison.Ordinal);
    }

    [Fact]
    public void OwnReport()
    {
        // snippet: own-report
        Report report = new(
            "Spend in May",
            "Two teams spent $3.50.",
            [
                new ReportSection("By team",
                [
                    new ReportTable(["Team", "Spent"], [["Search", "$1.50"], ["Chat", "$2.00"]], isNumeric: true),
                    new Paragraph("Without discounts."),
                ]),
            ]);
        string markdown = report.ToMarkdown();
        // end-snippet

        Assert.Contains("| Search | $1.50 |", markdown, StringComparison.Ordinal);
    }
}
