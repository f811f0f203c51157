namespace TokenPricing.Reports;

/// <summary>The areas of a chart that are occupied, so that no text covers anything.</summary>
internal sealed class ChartField(ChartBox view)
{
    private readonly List<ChartBox> _taken = [];

    /// <summary>Occupies a rectangle.</summary>
    public void Take(ChartBox box) => _taken.Add(box);

    /// <summary>Occupies a horizontal or vertical line, with a margin of 2 pixels.</summary>
    public void TakeLine(decimal x1, decimal y1, decimal x2, decimal y2) =>
        Take(new ChartBox(Math.Min(x1, x2) - 2, Math.Min(y1, y2) - 2, Math.Max(x1, x2) + 2, Math.Max(y1, y2) + 2));

    /// <summary>Occupies a slanted line, as rectangles along it.</summary>
    public void TakeSlope(decimal x1, decimal y1, decimal x2, decimal y2)
    {
        int count = 1 + (int)(Math.Max(Math.Abs(x2 - x1), Math.Abs(y2 - y1)) / 6);
        for (int i = 0; i < count; i++)
        {
            decimal x = x1 + ((x2 - x1) * i / count);
            decimal y = y1 + ((y2 - y1) * i / count);
            TakeLine(x, y, x + ((x2 - x1) / count), y + ((y2 - y1) / count));
        }
    }

    /// <summary>Returns whether a rectangle is inside the view and overlaps nothing.</summary>
    public bool IsFree(ChartBox box) => box.IsWithin(view) && !_taken.Exists(box.Overlaps);

    /// <summary>Occupies the area of a text if it is free, and returns whether it was.</summary>
    public bool TryTakeText(string text, decimal left, decimal baseline)
    {
        ChartBox box = ChartBox.OfText(text, left, baseline);
        if (!IsFree(box))
        {
            return false;
        }

        Take(box);
        return true;
    }
}
