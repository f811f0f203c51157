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
        NameMatch match => Fragment(NameReport.Of(match).Page),
        Model model => Fragment(NotebookPrices.Of(model)),
        Offer offer => Fragment(NotebookPrices.Of(offer)),
        RateComparison rates => Fragment(NotebookPrices.Of(rates)),
        _ when value.GetType().IsDefined(typeof(TypeFormatterSourceAttribute), inherit: false) => new MarkupWriter().Element("span", value.ToString() ?? "").ToString(),
        _ => null,
    };

    private static string Fragment(ReportPage page) => HtmlRenderer.Fragment(page);

    private static Blend Blend(Availability availability) => availability.Model.AllOffers.FirstOrDefault()?.Settings.DefaultBlend ?? default;

    // The first section says the answer; the others, and the drawings, are asked for by name.
    private static ReportPage Tables(ReportPage page) =>
        page with { Sections = [page.Sections[0] with { Blocks = [.. page.Sections[0].Blocks.Where(b => b is ReportTable)] }] };
}
