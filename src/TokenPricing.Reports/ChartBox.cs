namespace TokenPricing.Reports;

/// <summary>What a piece of a chart covers.</summary>
internal readonly record struct ChartBox(decimal Left, decimal Top, decimal Right, decimal Bottom)
{
    /// <summary>What a text covers that begins at a place.</summary>
    public static ChartBox OfText(string text, decimal left, decimal baseline) =>
        new(left, baseline - ChartText.Ascent, left + ChartText.Width(text), baseline + ChartText.Descent);

    public bool Overlaps(ChartBox other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;

    public bool IsWithin(ChartBox other) => Left >= other.Left && Top >= other.Top && Right <= other.Right && Bottom <= other.Bottom;
}
