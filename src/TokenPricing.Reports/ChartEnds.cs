namespace TokenPricing.Reports;

/// <summary>Draws the labels of lines: at the ends of the lines, or as a list if there is no room next to the plot.</summary>
internal static class ChartEnds
{
    /// <summary>The vertical distance between two labels.</summary>
    public const int LabelHeight = 18;

    private const int LeaderWidth = 20;
    private const int SampleWidth = 26;

    /// <summary>Returns the width that labels need to the right of the plot.</summary>
    public static int Room(IEnumerable<string> labels) => labels.Select(l => ChartText.Width(l)).DefaultIfEmpty(0).Max() + LeaderWidth + 4;

    /// <summary>Draws labels to the right of the plot, each as close to the end of its line as the others allow.</summary>
    public static void Draw(ChartCanvas canvas, IEnumerable<ChartEnd> ends, decimal right, decimal top, decimal bottom)
    {
        ChartEnd[] ordered = [.. ends.OrderBy(e => e.Y)];
        decimal[] places = Places([.. ordered.Select(e => e.Y)], top, bottom);
        foreach ((ChartEnd end, decimal place) in ordered.Zip(places))
        {
            string path = $"M{Number(end.X)} {Number(end.Y)}H{Number(Math.Max(end.X, right + 3))}L{Number(right + LeaderWidth - 7)} "
                + $"{Number(place)}H{Number(right + LeaderWidth - 3)}";
            canvas.Path(path, end.X < right ? $"tail ended l{end.Place}" : $"tail l{end.Place}");
            canvas.Text(end.Label, right + LeaderWidth, place + ChartText.Descent);
        }
    }

    /// <summary>Draws labels as a list, each with a sample of its line.</summary>
    /// <returns>The vertical coordinate below the list.</returns>
    public static int List(ChartCanvas canvas, IEnumerable<(int Place, string Label)> labels, int top)
    {
        foreach ((int place, string label) in labels)
        {
            canvas.Rule(0, top + 9, SampleWidth - 8, top + 9, $"line l{place}");
            top = canvas.Lines(ChartText.Wrap(label, canvas.Width - SampleWidth, 2), SampleWidth, top + 1, "label", LabelHeight) + 3;
        }

        return top;
    }

    /// <summary>
    /// Places labels without overlap: downward, each next to the end of its line or below the previous label, then upward from the bottom.
    /// </summary>
    private static decimal[] Places(decimal[] places, decimal top, decimal bottom)
    {
        decimal limit = top;
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = Math.Max(places[i], limit);
            limit = places[i] + LabelHeight;
        }

        limit = bottom;
        for (int i = places.Length - 1; i >= 0; i--)
        {
            places[i] = Math.Min(places[i], limit);
            limit = places[i] - LabelHeight;
        }

        return places;
    }

    private static string Number(decimal value) => ChartCanvas.Number(value);
}
