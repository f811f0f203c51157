namespace TokenPricing.Reports;

/// <summary>Emphasizes text with the colors of a terminal; the default writes plain text.</summary>
/// <param name="IsColored">Whether ANSI escape codes are written.</param>
internal readonly record struct TextInk(bool IsColored)
{
    // Colors of the fixed 256-color palette. Each has a contrast of at least 3.5 to 1 to white and to black, and adjacent ones are
    // distinguishable for color-blind readers.
    private static readonly string[] SeriesColors = ["38;5;33", "38;5;166", "38;5;30", "38;5;133", "38;5;100", "38;5;244"];

    /// <summary>Returns a text in bold.</summary>
    public string Strong(string text) => Set("1", text);

    /// <summary>Returns a text in gray.</summary>
    public string Faint(string text) => Set("38;5;244", text);

    /// <summary>Returns a text in the color of a series, by its index.</summary>
    public string Series(int place, string text) => Set(SeriesColors[place % SeriesColors.Length], text);

    private string Set(string code, string text) => IsColored && text.Length > 0 ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
