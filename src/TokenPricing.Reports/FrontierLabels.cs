namespace TokenPricing.Reports;

/// <summary>Places the names of a frontier below its steps, where there are no dots, so that they do not overlap.</summary>
internal sealed class FrontierLabels
{
    private const int Gap = 9;
    private const int Ascent = ChartText.Ascent;
    private const int Descent = ChartText.Descent;
    private const int Step = 4;

    // The distance that a dot on the line extends below it.
    private const int Dot = 4;

    private readonly IReadOnlyList<(string Name, decimal X, decimal Y)> _points;
    private readonly decimal _right;
    private readonly decimal _bottom;
    private readonly ChartBox[] _dots;
    private readonly List<ChartBox> _leaders = [];
    private readonly List<FrontierLabel> _labels = [];

    private FrontierLabels(IReadOnlyList<(string Name, decimal X, decimal Y)> points, decimal right, decimal bottom)
    {
        (_points, _right, _bottom) = (points, right, bottom);
        _dots = [.. points.Select(p => new ChartBox(p.X - 6, p.Y - 6, p.X + 6, p.Y + 6))];
    }

    /// <summary>Returns the names for which there is room. The description of the chart contains all of them.</summary>
    /// <param name="points">The frontier from left to right: the name and the coordinates of each point.</param>
    /// <param name="right">The right edge of the view.</param>
    /// <param name="bottom">The bottom of the area for names.</param>
    public static IReadOnlyList<FrontierLabel> Place(
        IReadOnlyList<(string Name, decimal X, decimal Y)> points,
        decimal right,
        decimal bottom)
    {
        FrontierLabels labels = new(points, right, bottom);
        // Starts on the right, so that a name that does not fit can move below the names placed before it.
        foreach ((string name, decimal x, decimal y) in points.Reverse())
        {
            labels.Add(name, x, y);
        }

        return labels._labels;
    }

    /// <summary>Places a name as high as possible, or omits it if there is no room.</summary>
    private void Add(string text, decimal x, decimal y)
    {
        decimal width = ChartText.Width(text);
        decimal left = Math.Min(x + Gap, _right - width);
        for (decimal baseline = y + Descent; baseline + Descent <= _bottom; baseline += Step)
        {
            ChartBox box = new(left, baseline - Ascent, left + width, baseline + Descent);
            decimal end = Math.Clamp(x, left + Descent, left + width);
            ChartBox? leader = baseline > y + Ascent ? new ChartBox(Math.Min(x, end) - 1, y + 6, Math.Max(x, end) + 1, box.Top - 1) : null;
            if (IsFree(box) && !(leader is { } line && _labels.Exists(l => l.Box.Overlaps(line))))
            {
                string? path = leader is null ? null : $"M{Number(x)} {Number(y + 6)}L{Number(end)} {Number(box.Top)}";
                _labels.Add(new FrontierLabel(text, box, baseline, path));
                _leaders.AddRange(leader is { } drawn ? [drawn] : []);
                return;
            }
        }
    }

    /// <summary>Returns whether a rectangle is below the line and overlaps nothing.</summary>
    private bool IsFree(ChartBox box) =>
        box.Top > LineAt(box.Left - Descent) + Dot
        && !Array.Exists(_dots, d => d.Overlaps(box))
        && !_leaders.Exists(l => l.Overlaps(box))
        && !_labels.Exists(l => l.Box.Overlaps(box));

    /// <summary>
    /// Returns the lowest coordinate of the steps to the right of a coordinate. The steps rise from left to right; to the right of the last
    /// one there is nothing.
    /// </summary>
    private decimal LineAt(decimal x)
    {
        foreach ((_, decimal left, decimal y) in _points)
        {
            if (left >= x)
            {
                return y;
            }
        }

        return decimal.MinValue / 2;
    }

    private static string Number(decimal value) => ChartCanvas.Number(value);
}
