namespace TokenPricing;

internal static class HtmlRenderer
{
    public static string Render(Report report) => report.Title;
}
