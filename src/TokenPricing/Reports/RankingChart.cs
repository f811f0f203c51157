namespace TokenPricing;

/// <summary>Makes a chart of prices against context windows.</summary>
internal static class RankingChart
{
    public static FrontierChart Of(Ranking ranking)
    {
        RankedModel[] drawn = [.. ranking.Models.Where(m => m.ContextWindow is not null && !m.Price.IsFree)];
        int unknown = ranking.Models.Count(m => m.ContextWindow is null);
        int free = ranking.Models.Length - unknown - drawn.Length;
        return new FrontierChart("Blue: the cheapest model for a context at least as long. Grey: all others.", [.. drawn.Select(Point)])
        {
            Notes =
            [
                .. drawn.Length == 0 ? new[] { "There is nothing to draw: no ranked model has both a price above zero and a known context window." } : [],
                .. unknown == 0 ? [] : new[] { $"Of {Words.Count(unknown, "model")} no source states the context window, so {(unknown == 1 ? "it has" : "they have")} no place here." },
                .. free == 0 ? [] : new[] { $"A price of $0 has no place on a scale of ratios: {Words.Count(free, "free model")} {(free == 1 ? "is" : "are")} not drawn." },
            ],
        };
    }

    private static FrontierPoint Point(RankedModel model) => new(
        model.Model.Name,
        $"{Words.Rate(model.Price)} per 1M, {Words.Tokens(model.ContextWindow)} tokens, {model.Cheapest.Offer.Provider.Name}",
        model.Price.UsdPerMillion,
        model.ContextWindow!.Value,
        model.IsOnFrontier);
}
