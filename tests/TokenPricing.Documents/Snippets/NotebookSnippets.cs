using NodaTime;
using Xunit;

namespace TokenPricing.Tests;

/// <summary>The code of docs/in-a-notebook.md, run.</summary>
public sealed class NotebookSnippets
{
    [Fact]
    public void Cells()
    {
        using DocumentFiles files = new("");
        string file = files.PathOf("mistral-nemo.html");

        // snippet: notebook
        Availability nemo = PriceCatalog.BuiltIn.Model("mistral-nemo").Availability(on: new LocalDate(2026, 9, 1));
        Chart chart = nemo.ToChart(Blend.ThreeToOne);
        // end-snippet

        // snippet: notebook-chart
        string narrow = chart.ToSvg(new ChartOptions { Width = 360 });
        string onPaper = chart.ToSvg(new ChartOptions { Width = 900, Theme = ChartTheme.Light });
        string aloud = chart.Description;    // Mistral Nemo is offered by 22 providers.
        // end-snippet

        // snippet: notebook-page
        File.WriteAllText(file, nemo.ToReport(Blend.ThreeToOne).ToHtml());
        // end-snippet

        Assert.Contains("width=\"360\"", narrow, StringComparison.Ordinal);
        Assert.Contains("width=\"900\"", onPaper, StringComparison.Ordinal);
        Assert.StartsWith("Mistral Nemo is offered by 22 providers.", aloud, StringComparison.Ordinal);
        Assert.Contains("STACKIT", File.ReadAllText(file), StringComparison.Ordinal);
    }
}
