namespace TokenPricing.Reports;

/// <summary>What is taken in a chart, so that no text is put over anything.</summary>
internal sealed class ChartField(ChartBox view)
{
    private readonly List<ChartBox> _taken = [];

    public void Take(ChartBox box) => _taken.Add(box);

    /// <summary>A horizontal or vertical line, with a little room next to it.</summary>
    public void TakeLine(decimal x1, decimal y1, decimal x2, decimal y2) =>
        Take(new ChartBox(Math.Min(x1, x2) - 2, Math.Min(y1, y2) - 2, Math.Max(x1, x2) + 2, Math.Max(y1, y2) + 2));

    /// <summary>A slanted line, as boxes along it.</summary>
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

    public bool IsFree(ChartBox box) => box.IsWithin(view) && !_taken.Exists(box.Overlaps);

    /// <summary>Takes the place of a text where it is free.</summary>
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
