namespace TokenPricing;

internal static class MarkdownRenderer
{
    public static string Render(Report report) => report.Title;
}
