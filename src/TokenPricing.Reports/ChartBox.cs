namespace TokenPricing.Reports;

/// <summary>The rectangle that a part of a chart covers, in CSS pixels from the upper left corner.</summary>
internal readonly record struct ChartBox(decimal Left, decimal Top, decimal Right, decimal Bottom)
{
    /// <summary>Returns the rectangle of a text that begins at a point on its baseline.</summary>
    public static ChartBox OfText(string text, decimal left, decimal baseline) =>
        new(left, baseline - ChartText.Ascent, left + ChartText.Width(text), baseline + ChartText.Descent);

    /// <summary>Returns whether two rectangles have a common area.</summary>
    public bool Overlaps(ChartBox other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;

    /// <summary>Returns whether the rectangle lies inside another one.</summary>
    public bool IsWithin(ChartBox other) => Left >= other.Left && Top >= other.Top && Right <= other.Right && Bottom <= other.Bottom;
}
