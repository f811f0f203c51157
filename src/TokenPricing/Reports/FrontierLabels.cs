namespace TokenPricing;

/// <summary>Finds places for the names of a frontier below its steps, where no dot lies, so that none runs into another.</summary>
internal static class FrontierLabels
{
    private const int Longest = 190;
    private const int Gap = 9;
    private const int Ascent = 12;
    private const int Descent = 4;
    private const int Step = 4;

    /// <summary>The names that find a place, from the right to the left; what a name stands for is told in the chart's description too.</summary>
    /// <param name="points">The frontier from left to right: what each point is called and where it is.</param>
    /// <param name="right">Where the view ends.</param>
    /// <param name="bottom">Where the place for names ends.</param>
    public static IReadOnlyList<FrontierLabel> Place(IReadOnlyList<(string Name, decimal X, decimal Y)> points, decimal right, decimal bottom)
    {
        List<FrontierLabel> labels = [];
        List<Box> taken = [.. points.Select(p => new Box(p.X - 6, p.Y - 6, p.X + 6, p.Y + 6))];
        for (int i = points.Count - 1; i >= 0; i--)
        {
            (string name, decimal x, decimal y) = points[i];
            string text = BarChartSvg.Shorten(name, Longest, isBold: false);
            decimal width = BarChartSvg.TextWidth(text, isBold: false);
            decimal left = Math.Min(x + Gap, right - width);
            for (decimal baseline = y + Descent; baseline + Descent <= bottom; baseline += Step)
            {
                Box box = new(left, baseline - Ascent, left + width, baseline + Descent);
                Box? leader = baseline > y + Ascent ? new Box(x - 1, y + 6, Math.Max(x, left) + 1, box.Top - 1) : null;
                if (box.Top > LineAt(points, left) + 2 && !taken.Exists(t => t.Overlaps(box) || (leader is { } line && t.Overlaps(line))))
                {
                    labels.Add(new FrontierLabel(text, left, baseline, leader is null ? null : Path(x, y, left, width, box.Top)));
                    taken.Add(box);
                    taken.AddRange(leader is { } drawn ? [drawn] : []);
                    break;
                }
            }
        }

        return labels;
    }

    // How low the steps reach right of a coordinate: they rise from left to right. Nothing lies right of the last.
    private static decimal LineAt(IReadOnlyList<(string Name, decimal X, decimal Y)> points, decimal x)
    {
        foreach ((_, decimal left, decimal y) in points)
        {
            if (left >= x)
            {
                return y;
            }
        }

        return decimal.MinValue / 2;
    }

    private static string Path(decimal x, decimal y, decimal left, decimal width, decimal top) =>
        $"M {DecimalText.Format(x)} {DecimalText.Format(y + 6)} L {DecimalText.Format(Math.Clamp(x, left + 4, left + width))} {DecimalText.Format(top)}";

    private readonly record struct Box(decimal Left, decimal Top, decimal Right, decimal Bottom)
    {
        public bool Overlaps(Box other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
    }
}
