namespace TokenPricing.Reports;

/// <summary>Finds places for the names of a frontier below its steps, where no dot lies, so that none runs into another.</summary>
internal sealed class FrontierLabels
{
    private const int Gap = 9;
    private const int Ascent = ChartText.Ascent;
    private const int Descent = ChartText.Descent;
    private const int Step = 4;

    // A dot may lie on the line, and reaches this far below it.
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

    /// <summary>The names that find a place; of the others the chart's description tells.</summary>
    /// <param name="points">The frontier from left to right: what each point is called and where it is.</param>
    /// <param name="right">Where the view ends.</param>
    /// <param name="bottom">Where the place for names ends.</param>
    public static IReadOnlyList<FrontierLabel> Place(
        IReadOnlyList<(string Name, decimal X, decimal Y)> points,
        decimal right,
        decimal bottom)
    {
        FrontierLabels labels = new(points, right, bottom);
        // From the right, so that a name which must give way finds place below those that are there.
        foreach ((string name, decimal x, decimal y) in points.Reverse())
        {
            labels.Add(name, x, y);
        }

        return labels._labels;
    }

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

    private bool IsFree(ChartBox box) =>
        box.Top > LineAt(box.Left - Descent) + Dot
        && !Array.Exists(_dots, d => d.Overlaps(box))
        && !_leaders.Exists(l => l.Overlaps(box))
        && !_labels.Exists(l => l.Box.Overlaps(box));

    // How low the steps reach right of a coordinate, for they rise from left to right; nothing lies right of the last.
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
