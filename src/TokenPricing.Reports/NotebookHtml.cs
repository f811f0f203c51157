namespace TokenPricing.Reports;

/// <summary>A value as a fragment of HTML for a notebook's page: a table or a drawing where it has one, its text otherwise.</summary>
internal static class NotebookHtml
{
    // Lists in a notebook are for looking at; a report has them whole.
    private const int MostRows = 12;

    /// <returns><see langword="null"/> where the value's type does not show itself.</returns>
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

    // Each package has an attribute of its own, which the kernels too know by its name.
    private static bool IsShown(object value) =>
        value.GetType().GetCustomAttributes(inherit: false).Any(a => a.GetType().Name == nameof(TypeFormatterSourceAttribute));

    private static string Fragment(ReportPage page) => HtmlRenderer.Fragment(page);

    private static Blend Blend(Availability availability) =>
        availability.Model.AllOffers.FirstOrDefault()?.Settings.DefaultBlend ?? default;

    // The first section says the answer; the others, and the drawings, are asked for by name.
    private static ReportPage Tables(ReportPage page) =>
        page with { Sections = [new(page.Sections[0].Heading, [.. page.Sections[0].Blocks.Where(b => b is ReportTable)])] };
}
