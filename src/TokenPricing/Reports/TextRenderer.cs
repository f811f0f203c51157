namespace TokenPricing;

internal sealed class TextRenderer(int width)
{
    public string Render(Report report) => report.Title[..Math.Min(width, report.Title.Length)];
}
