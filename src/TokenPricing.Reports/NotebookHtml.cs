namespace TokenPricing.Reports;

/// <summary>Formats values as fragments of HTML for a notebook: as a table or drawing if there is one, otherwise as text.</summary>
internal static class NotebookHtml
{
    // Rankings are shortened in a notebook; a report contains them completely.
    private const int MostRows = 12;

    /// <summary>Formats a value.</summary>
    /// <returns>The fragment; <see langword="null"/> if the type of the value has no format.</returns>
    public static string? Of(object value) => value switch
    {
        Report report => Fragment(report.Page),
        Chart chart => Fragment(chart.Page),
        Cost cost => Fragment(NotebookPrices.Of(cost)),
        Comparison comparison => Fragment(Tables(comparison.ToReport().Page)),
        Availability availability => Fragment(Tables(availability.ToReport(Blend(availability)).Page)),
        Ranking ranking => Fragment(Tables(ranking.ToReport(MostRows).Page)),
        PriceHistory history => Fragment(history.ToReport().Page),
        CatalogSummary summary => Fragment(summary.ToReport().Page),
        PriceCatalog prices => Fragment(prices.Summary().ToReport().Page),
        NameMatch match => Fragment(match.ToReport().Page),
        Model model => Fragment(NotebookPrices.Of(model)),
        Offer offer => Fragment(NotebookPrices.Of(offer)),
        RateComparison rates => Fragment(NotebookPrices.Of(rates)),
        _ when IsShown(value) => new MarkupWriter().Element("span", value.ToString() ?? "").ToString(),
        _ => null,
    };

    /// <summary>
    /// Returns whether the type is marked for notebooks. Each package has its own attribute, so it is recognized by name, as the kernels
    /// do.
    /// </summary>
    private static bool IsShown(object value) =>
        value.GetType().GetCustomAttributes(inherit: false).Any(a => a.GetType().Name == nameof(TypeFormatterSourceAttribute));

    private static string Fragment(ReportPage page) => HtmlRenderer.Fragment(page);

    /// <summary>Returns the default blend of the catalog.</summary>
    private static Blend Blend(Availability availability) =>
        availability.Model.AllOffers.FirstOrDefault()?.Settings.BlendFor(availability.Model.Kind) ?? default;

    /// <summary>
    /// Returns only the tables of the first section, which contains the answer. The rest is available as a report or chart.
    /// </summary>
    private static ReportPage Tables(ReportPage page) =>
        page with { Sections = [new(page.Sections[0].Heading, [.. page.Sections[0].Blocks.Where(b => b is ReportTable)])] };
}
