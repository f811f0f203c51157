namespace TokenPricing.Reports;

/// <summary>Draws answers as charts.</summary>
public static class Charts
{
    /// <summary>What a model cost over time: steps of ordinary input and output prices, providers of the same prices sharing a line.</summary>
    /// <param name="history">The history.</param>
    public static Chart ToChart(this PriceHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return new Chart(PriceHistoryReport.Title(history), PriceHistoryReport.Lead(history), PriceHistoryChart.Of(history));
    }

    /// <summary>What each provider of a model charges: a row a provider, cheapest first, with a dot each for input, output and the blend.</summary>
    /// <param name="availability">The availability.</param>
    /// <param name="blend">The mix by which its offers are ranked.</param>
    public static Chart ToChart(this Availability availability, Blend blend)
    {
        ArgumentNullException.ThrowIfNull(availability);
        return new Chart(AvailabilityReport.Title(availability), AvailabilityReport.CountSentence(availability), AvailabilityChart.Of(new AvailabilityGrid(availability, blend)));
    }

    /// <summary>
    /// What two models cost at every share of input from 0 % to 100 %, with the share that was asked for and the one at which both cost the
    /// same. Each line is one offer: the one that is the model's cheapest at the mix asked for.
    /// </summary>
    /// <param name="comparison">The comparison.</param>
    public static Chart ToChart(this Comparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        return new Chart(ComparisonReport.Title(comparison), ComparisonReport.Lead(comparison), ComparisonChart.Of(comparison));
    }

    /// <summary>The price of ranked models against their context windows, with the frontier: the cheapest model for a context at least as long.</summary>
    /// <param name="ranking">The ranking.</param>
    public static Chart ToChart(this Ranking ranking)
    {
        ArgumentNullException.ThrowIfNull(ranking);
        return new Chart("Price against context", RankReport.Lead(ranking), RankingChart.Of(ranking));
    }

    /// <summary>
    /// The price of ranked models against their scores on a benchmark, with the frontier: the cheapest model for a score at least as high.
    /// Models without a score are counted and not drawn.
    /// </summary>
    /// <remarks>
    /// There is no chart against a number of capabilities: where no source says whether a model can do something, that is not a no, so such a
    /// number would show how well a model is documented. Ask <see cref="RankRequirements.Capabilities"/> for what is needed instead.
    /// </remarks>
    /// <param name="ranking">The ranking.</param>
    /// <param name="benchmark">The benchmark's name, in any case; where no ranked model has a score on it, the image says so and names those there are.</param>
    public static Chart ToChart(this Ranking ranking, string benchmark)
    {
        ArgumentNullException.ThrowIfNull(ranking);
        ArgumentException.ThrowIfNullOrWhiteSpace(benchmark);
        return new Chart($"Price against {benchmark}", RankReport.Lead(ranking), RankingChart.Of(ranking, benchmark));
    }

    /// <summary>The parts of a cost: a bar for each meter that was billed and for each adjustment, what has no price, and the total with its bounds.</summary>
    /// <param name="cost">The cost.</param>
    public static Chart ToChart(this Cost cost)
    {
        ArgumentNullException.ThrowIfNull(cost);
        return new Chart(CostChart.Title(cost), CostChart.Lead(cost), CostChart.Of(cost));
    }
}
