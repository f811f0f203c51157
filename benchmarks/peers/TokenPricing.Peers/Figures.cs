namespace TokenPricing.Peers;

/// <summary>Everything that was measured: the ratios by their keys, what they come from, and what was left out and why.</summary>
internal sealed class Figures
{
    /// <summary>One value a round.</summary>
    public Dictionary<string, double[]> Ratios { get; } = [];

    public Dictionary<string, double> Measured { get; } = [];

    public List<string> Exclusions { get; } = [];

    /// <summary>What the run did, in a sentence each.</summary>
    public List<string> Notes { get; } = [];

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    public void Measure(string key, IEnumerable<double> values) => Measured[key] = Median(values);
}
