namespace TokenPricing;

/// <summary>What a piece of a chart covers.</summary>
internal readonly record struct ChartBox(decimal Left, decimal Top, decimal Right, decimal Bottom)
{
    public bool Overlaps(ChartBox other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
}
