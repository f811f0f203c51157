namespace TokenPricing.Reports;

/// <summary>Emphasizes text with the colors of a terminal; the default writes plain text.</summary>
/// <param name="IsColored">Whether the terminal's codes are written.</param>
internal readonly record struct TextInk(bool IsColored)
{
    // Fixed ones of the 256: each has a contrast of at least 3.5 to 1 to white and to black, and neighbours differ for every eye.
    private static readonly string[] SeriesColors = ["38;5;33", "38;5;166", "38;5;30", "38;5;133", "38;5;100", "38;5;244"];

    public string Strong(string text) => Set("1", text);

    public string Faint(string text) => Set("38;5;244", text);

    /// <summary>The color of a series, by its index.</summary>
    public string Series(int place, string text) => Set(SeriesColors[place % SeriesColors.Length], text);

    private string Set(string code, string text) => IsColored && text.Length > 0 ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
