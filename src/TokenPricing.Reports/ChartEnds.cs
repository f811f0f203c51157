namespace TokenPricing.Reports;

/// <summary>Labels of lines: at their ends, one under another, or as a list where there is no room next to the plot.</summary>
internal static class ChartEnds
{
    public const int LabelHeight = 18;

    private const int LeaderWidth = 20;
    private const int SampleWidth = 26;

    /// <summary>How much room labels need right of the plot.</summary>
    public static int Room(IEnumerable<string> labels) => labels.Select(l => ChartText.Width(l)).DefaultIfEmpty(0).Max() + LeaderWidth + 4;

    /// <summary>Labels right of the plot, each next to the end of its line or as near as the others let it.</summary>
    public static void Draw(ChartCanvas canvas, IEnumerable<ChartEnd> ends, decimal right, decimal top, decimal bottom)
    {
        ChartEnd[] ordered = [.. ends.OrderBy(e => e.Y)];
        decimal[] places = Places([.. ordered.Select(e => e.Y)], top, bottom);
        foreach ((ChartEnd end, decimal place) in ordered.Zip(places))
        {
            string path = $"M{Number(end.X)} {Number(end.Y)}H{Number(
                Math.Max(end.X, right + 3))}L{Number(right + LeaderWidth - 7)} {Number(place)}H{Number(right + LeaderWidth - 3)}";
            canvas.Path(path, end.X < right ? $"tail ended l{end.Place}" : $"tail l{end.Place}");
            canvas.Text(end.Label, right + LeaderWidth, place + ChartText.Descent);
        }
    }

    /// <summary>Labels in a list, each with a piece of its line.</summary>
    /// <returns>Where the list ends.</returns>
    public static int List(ChartCanvas canvas, IEnumerable<(int Place, string Label)> labels, int top)
    {
        foreach ((int place, string label) in labels)
        {
            canvas.Rule(0, top + 9, SampleWidth - 8, top + 9, $"line l{place}");
            top = canvas.Lines(ChartText.Wrap(label, canvas.Width - SampleWidth, 2), SampleWidth, top + 1, "label", LabelHeight) + 3;
        }

        return top;
    }

    // From the top down, each label next to the end of its line or under the label before; then up again from the bottom.
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
