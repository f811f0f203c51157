namespace TokenPricing.Reports;

/// <summary>Creates the charts of prices against context windows, and against the scores of a benchmark.</summary>
internal static class RankingChart
{
    /// <summary>
    /// Creates the chart against context windows. Free models and unknown windows cannot be drawn and are counted in the notes.
    /// </summary>
    public static FrontierChart Of(Ranking ranking)
    {
        RankedModel[] drawn = [.. ranking.Models.Where(m => m.ContextWindow is not null && !m.Price.IsFree)];
        int unknown = ranking.Models.Count(m => m.ContextWindow is null);
        int free = ranking.Models.Length - unknown - drawn.Length;
        return new FrontierChart(
            "On the line: the cheapest model for a context at least as long. Pale: all others.",
            [.. drawn.Select(Point)])
        {
            Notes =
            [
                .. drawn.Length == 0
                    ? new[] { "There is nothing to draw: no ranked model has both a price above zero and a known context window." }
                    : [],
                .. unknown == 0 ? [] : new[] { $"Of {Words.Count(unknown, "model")} no source states the context window, so {(unknown == 1
                    ? "it has"
                    : "they have")} no place here." },
                .. Free(free),
            ],
        };
    }

    /// <summary>Creates the chart against a benchmark. Only scores in the most frequent unit are drawn.</summary>
    public static FrontierChart Of(Ranking ranking, string benchmark)
    {
        (RankedModel Model, BenchmarkScore Score)[] scored =
        [
            .. ranking.Models.SelectMany(
                m => m.Model.Benchmarks.Where(b => string.Equals(b.Benchmark, benchmark, StringComparison.OrdinalIgnoreCase)),
                (m, b) => (m, b)),
        ];
        (RankedModel Model, BenchmarkScore Score)[] alike = scored.GroupBy(s => s.Score.Unit).MaxBy(g => g.Count())?.ToArray() ?? [];
        (RankedModel Model, BenchmarkScore Score)[] drawn = [.. alike.Where(s => !s.Model.Price.IsFree)];
        int unknown = ranking.Models.Length - scored.Length;
        string unit = drawn is [(_, { Unit: { } said }), ..] ? $" in {said}" : "";
        return new FrontierChart("On the line: the cheapest model for a score at least as high. Pale: all others.", [.. Points(drawn)])
        {
            Benchmark = $"{(drawn.Length == 0 ? benchmark : drawn[0].Score.Benchmark)}{unit}",
            Notes =
            [
                .. drawn.Length == 0 ? new[]
                {
                    $"There is nothing to draw: no ranked model with a price above zero has a score on '{benchmark}'. {Known(ranking)}",
                } : [],
                .. unknown == 0 ? [] : new[] { $"Of {Words.Count(unknown, "model")} no score is known, so {(unknown == 1
                    ? "it has"
                    : "they have")} no place here; that says nothing of what {(unknown == 1 ? "it" : "they")} can do." },
                .. scored.Length == alike.Length ? [] : new[] { $"{Words.Count(scored.Length - alike.Length, "score")} in another "
                    + $"unit cannot be compared and {(scored.Length - alike.Length == 1 ? "is" : "are")} not drawn." },
                .. Free(alike.Length - drawn.Length),
            ],
        };
    }

    /// <summary>Returns the note about free models; empty if there are none.</summary>
    private static string[] Free(int count) =>
        count == 0 ? [] : [
            $"A price of $0 has no place on a scale of ratios: {Words.Count(count, "free model")} {(count == 1 ? "is" : "are")} not drawn.",
        ];

    /// <summary>Returns a sentence with the benchmarks of which scores are known.</summary>
    private static string Known(Ranking ranking)
    {
        string[] names = [.. ranking.Models.SelectMany(m => m.Model.Benchmarks).Select(b => b.Benchmark).Distinct(
            StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];
        return names.Length == 0 ? "They have none on any benchmark." : $"Known are scores on {Words.List(names)}.";
    }

    private static FrontierPoint Point(RankedModel model) => new(
        model.Model.Name,
        $"{ReportValues.Rate(model.Price)} per 1M, {ReportValues.Tokens(model.ContextWindow)} tokens, {model.Priced.Offer.Provider.Name}",
        model.Price.UsdPerMillion,
        model.ContextWindow!.Value,
        model.IsOnFrontier);

    /// <summary>
    /// Returns the points from the cheapest to the most expensive, at one price from the highest score. A model with a higher score than
    /// all before it, or with price and score equal to the best, is on the frontier.
    /// </summary>
    private static IEnumerable<FrontierPoint> Points((RankedModel Model, BenchmarkScore Score)[] scored)
    {
        (Rate Price, decimal Score)? last = null;
        foreach ((RankedModel model, BenchmarkScore score) in scored.OrderBy(s => s.Model.Price).ThenByDescending(s => s.Score.Score))
        {
            bool isBest = last is not { } best || score.Score > best.Score || (score.Score, model.Price) == (best.Score, best.Price);
            last = isBest ? (model.Price, score.Score) : last;
            string detail = $"{ReportValues.Rate(model.Price)} per 1M, {PlainText.Of(score.Score)}{(score.Unit is null
                ? ""
                : " " + score.Unit)}, {model.Priced.Offer.Provider.Name}";
            yield return new FrontierPoint(model.Model.Name, detail, model.Price.UsdPerMillion, score.Score, isBest);
        }
    }
}
