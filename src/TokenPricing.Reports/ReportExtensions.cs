using System.Diagnostics.CodeAnalysis;

namespace TokenPricing.Reports;

/// <summary>Turns answers into reports and charts: <c>prices.Compare("gpt-4o", "o4-mini").ToReport().ToHtml()</c>.</summary>
[SuppressMessage("Naming", "CA1708", Justification = "The names are those that the compiler gives to extension blocks.")]
public static class ReportExtensions
{
    /// <param name="comparison">The comparison.</param>
    extension(Comparison comparison)
    {
        /// <summary>
        /// Returns a report of the comparison: the answer, prices, specifications, availability, capabilities, verdicts, advice and
        /// sources.
        /// </summary>
        public Report ToReport()
        {
            ArgumentNullException.ThrowIfNull(comparison);
            return ComparisonReport.Of(comparison);
        }

        /// <summary>
        /// Returns a chart of what both models cost at every share of input from 0 % to 100 %, with the share that was asked for and the
        /// share at which both cost the same. Each line is one offer: the model's cheapest at the blend of the comparison.
        /// </summary>
        public Chart ToChart()
        {
            ArgumentNullException.ThrowIfNull(comparison);
            return new Chart(ComparisonReport.Title(comparison), ComparisonReport.Lead(comparison), ComparisonChart.Of(comparison));
        }
    }

    /// <param name="comparisons">
    /// The comparisons of one model with each of the others: with the same left side, blend, day and basis.
    /// </param>
    extension(IReadOnlyList<Comparison> comparisons)
    {
        /// <summary>Returns a report of several models side by side, each against the first one and against the cheapest.</summary>
        /// <exception cref="ArgumentException">There is no comparison, or they are not of one model by one mix.</exception>
        public Report ToReport()
        {
            ArgumentNullException.ThrowIfNull(comparisons);
            return SideBySideReport.Of(comparisons);
        }
    }

    /// <param name="cost">The cost.</param>
    extension(Cost cost)
    {
        /// <summary>Returns a report of the cost: the receipt, the parts without a price, and the sources of the rates.</summary>
        /// <param name="offer">The offer that the cost was calculated for.</param>
        /// <param name="at">The instant of the prices.</param>
        /// <param name="explain">Whether the report has a sentence that explains how the cost was calculated; the default is true.</param>
        public Report ToReport(Offer offer, Instant at, bool explain = true)
        {
            ArgumentNullException.ThrowIfNull(cost);
            ArgumentNullException.ThrowIfNull(offer);
            return CostReport.Of(cost, offer, at, explain);
        }

        /// <summary>
        /// Returns a chart of the parts of the cost: a bar for each meter that was billed and for each adjustment, the parts without a
        /// price, and the total with its bounds.
        /// </summary>
        public Chart ToChart()
        {
            ArgumentNullException.ThrowIfNull(cost);
            return new Chart(CostChart.Title(cost), CostChart.Lead(cost), CostChart.Of(cost));
        }
    }

    /// <param name="availability">The availability.</param>
    extension(Availability availability)
    {
        /// <summary>Returns a report of who offers the model at which prices, and how much these prices differ.</summary>
        /// <param name="blend">The blend that ranks the offers.</param>
        public Report ToReport(Blend blend)
        {
            ArgumentNullException.ThrowIfNull(availability);
            return AvailabilityReport.Of(availability, blend);
        }

        /// <summary>
        /// Returns a chart of what each provider charges, cheapest first: a row for each provider with its input, output and blended price.
        /// </summary>
        /// <param name="blend">The blend that ranks the offers.</param>
        public Chart ToChart(Blend blend)
        {
            ArgumentNullException.ThrowIfNull(availability);
            DotChart drawing = AvailabilityChart.Of(new AvailabilityGrid(availability, blend));
            return new Chart(AvailabilityReport.Title(availability), AvailabilityReport.CountSentence(availability), drawing);
        }
    }

    /// <param name="history">The history.</param>
    extension(PriceHistory history)
    {
        /// <summary>Returns a report of every price of the model over time, with a chart of its input and output prices.</summary>
        public Report ToReport()
        {
            ArgumentNullException.ThrowIfNull(history);
            return PriceHistoryReport.Of(history);
        }

        /// <summary>
        /// Returns a chart of the model's ordinary input and output prices over time, in steps; providers with the same prices share a
        /// line.
        /// </summary>
        public Chart ToChart()
        {
            ArgumentNullException.ThrowIfNull(history);
            return new Chart(PriceHistoryReport.Title(history), PriceHistoryReport.Lead(history), PriceHistoryChart.Of(history));
        }
    }

    /// <param name="ranking">The ranking.</param>
    extension(Ranking ranking)
    {
        /// <summary>
        /// Returns a report of the cheapest models, the frontier of price against context, and the models that are not ranked.
        /// </summary>
        /// <param name="limit">
        /// The highest number of models to list, cheapest first, at least 1; <see langword="null"/> for all. The frontier is always
        /// complete.
        /// </param>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is less than 1.</exception>
        public Report ToReport(int? limit = null)
        {
            ArgumentNullException.ThrowIfNull(ranking);
            if (limit is { } most)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(most, 1, nameof(limit));
            }

            return RankReport.Of(ranking, limit);
        }

        /// <summary>
        /// Returns a chart of the price of the models against their context windows, with the frontier: the cheapest model for a context
        /// that is at least as long.
        /// </summary>
        public Chart ToChart()
        {
            ArgumentNullException.ThrowIfNull(ranking);
            return new Chart("Price against context", RankReport.Lead(ranking), RankingChart.Of(ranking));
        }

        /// <summary>
        /// Returns a chart of the price of the models against their scores on a benchmark, with the frontier: the cheapest model for a
        /// score that is at least as high. Models without a score are counted and not drawn.
        /// </summary>
        /// <remarks>
        /// There is no chart against the number of capabilities. If no source says whether a model has a capability, it may still have it,
        /// so that such a number would show how well a model is documented. Use <see cref="RankRequirements.Capabilities"/> instead.
        /// </remarks>
        /// <param name="benchmark">
        /// The name of the benchmark, in any case. If no ranked model has a score on it, the image says so and lists the known benchmarks.
        /// </param>
        public Chart ToChart(string benchmark)
        {
            ArgumentNullException.ThrowIfNull(ranking);
            ArgumentException.ThrowIfNullOrWhiteSpace(benchmark);
            return new Chart($"Price against {benchmark}", RankReport.Lead(ranking), RankingChart.Of(ranking, benchmark));
        }
    }

    /// <param name="match">The match.</param>
    extension(NameMatch match)
    {
        /// <summary>Returns a report of what a name refers to, with the steps of the match.</summary>
        public Report ToReport()
        {
            ArgumentNullException.ThrowIfNull(match);
            return NameReport.Of(match);
        }
    }

    /// <param name="model">The model.</param>
    extension(Model model)
    {
        /// <summary>Returns a report of what is known about the model: facts, prices, availability and sources.</summary>
        /// <param name="on">The day of the prices; those at its first instant in UTC.</param>
        /// <param name="blend">The blend that ranks the offers.</param>
        public Report ToReport(LocalDate on, Blend blend)
        {
            ArgumentNullException.ThrowIfNull(model);
            return ModelReport.Of(model, on, blend);
        }
    }

    /// <param name="prices">The catalog.</param>
    extension(PriceCatalog prices)
    {
        /// <summary>Returns a report of the models of the catalog by id, with the cheapest price of each.</summary>
        /// <param name="on">The day of the prices; those at its first instant in UTC.</param>
        /// <param name="blend">The blend that ranks the offers.</param>
        public Report ToReport(LocalDate on, Blend blend)
        {
            ArgumentNullException.ThrowIfNull(prices);
            return ModelReport.Of(prices, on, blend);
        }

        /// <summary>Counts the providers, models, offers, prices and price changes of the catalog.</summary>
        public CatalogSummary Summary()
        {
            ArgumentNullException.ThrowIfNull(prices);
            return new CatalogSummary(prices);
        }
    }

    /// <param name="summary">The summary.</param>
    extension(CatalogSummary summary)
    {
        /// <summary>Returns a report of the numbers of the summary, and of its sources.</summary>
        public Report ToReport()
        {
            ArgumentNullException.ThrowIfNull(summary);
            return CatalogSummaryReport.Of(summary);
        }
    }
}
