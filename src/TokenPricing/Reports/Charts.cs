namespace TokenPricing;

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
        return new Chart(RankReport.Title, RankReport.Lead(ranking), RankingChart.Of(ranking));
    }

    /// <summary>The parts of a cost: a bar for each meter that was billed and for each adjustment, what has no price, and the total with its bounds.</summary>
    /// <param name="cost">The cost.</param>
    public static Chart ToChart(this Cost cost)
    {
        ArgumentNullException.ThrowIfNull(cost);
        return new Chart($"What it costs: {cost.Total}", cost.Explain(), CostChart.Of(cost));
    }
}
