using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing.CostApi;

/// <summary>Every question there is.</summary>
internal static class Questions
{
    private const int ListedUnlessSaid = 20;

    private static readonly ImmutableArray<AnswerFormat> Drawn = [AnswerFormat.Json, AnswerFormat.Html, AnswerFormat.Svg];

    public static Question Cost { get; } = new(
        "/v1/cost",
        "What a call costs",
        "Takes one call: the model, who sells it, and what was used, either counted (`totals` or `parts`) or as the provider's own response. Answers with the receipt: every line with its rate, source and amount, what has no price, the least and the most where the counts are of many requests, and the sum in a sentence. Amounts are strings with all their digits.",
        [],
        Drawn,
        (ask, call) =>
        {
            (Offer offer, TokenUsage usage, Instant at, CostOptions options) = call!.In(ask);
            Cost cost = offer.CostOf(usage, at, options);
            return CostApi.Answer.Of(cost.ToReport(offer, at), cost.ToChart);
        })
    {
        TakesCall = true,
    };

    public static Question Compare { get; } = new(
        "/v1/compare",
        "Which of two models is cheaper, and by how much",
        "Each model at its maker's own price where the maker sells it, otherwise at that of a cloud or a host; always one offer's input and output. `percentCheaper` is a share of the more expensive price, `percentMoreExpensive` of the cheaper one; `breakEvenInputShare` is the share of input at which both cost the same, null where one is always cheaper; `otherHours` has what both cost in hours with prices of their own; `reason` says why there is no comparison.",
        [Parameters.A, Parameters.B, Parameters.Blend, Parameters.Basis, Parameters.On],
        Drawn,
        (ask, _) =>
        {
            Comparison comparison = ask.Prices.Compare(ask.Get(Parameters.A)!, ask.Get(Parameters.B)!, ask.On).At(ask.Basis);
            comparison = ask.Get(Parameters.Blend) is { } blend ? comparison.By(blend) : comparison;
            return CostApi.Answer.Of(comparison.ToReport(), comparison.ToChart);
        })
    {
        Example = "a=claude-sonnet-4-5&b=gpt-5.1&blend=3:1",
    };

    public static Question Availability { get; } = new(
        "/v1/availability",
        "Who offers a model, and at which prices",
        "The providers of a model on a day: paid, free, without a published price, retired; every offer with its prices; the cheapest, median and most expensive price, and their ratio.",
        [Parameters.Model, Parameters.Blend, Parameters.On],
        Drawn,
        (ask, _) =>
        {
            Availability availability = ask.Model(Parameters.Model).Availability(ask.On);
            return CostApi.Answer.Of(availability.ToReport(ask.Blend(availability.Model.Kind)), () => availability.ToChart(ask.Blend(availability.Model.Kind)));
        })
    {
        Example = "model=gpt-5.1&blend=3:1",
    };

    public static Question Rank { get; } = new(
        "/v1/rank",
        "The cheapest models that meet needs",
        "Models by their blended price, each at its maker's own price where the maker sells it, with those marked of which none is as cheap with a longer context. What is left out is counted, and why.",
        [Parameters.Blend, Parameters.Kind, Parameters.Basis, Parameters.Needs, Parameters.MinContext, Parameters.License, Parameters.Providers, Parameters.IncludeFree, Parameters.On, Parameters.Limit],
        Drawn,
        (ask, _) =>
        {
            RankRequirements needs = new()
            {
                Kind = ask.Get(Parameters.Kind) is { } kind ? Enum.Parse<ModelKind>(kind, ignoreCase: true) : ModelKind.Chat,
                Basis = ask.Basis,
                Capabilities = ask.All(Parameters.Needs),
                MinContextWindow = ask.Get(Parameters.MinContext),
                Open = ask.Get(Parameters.License) == "open",
                Providers = ask.All(Parameters.Providers),
                IncludeFree = ask.Get(Parameters.IncludeFree) == "true",
            };
            Ranking ranking = ask.Prices.RankBy(ask.Blend(), ask.On.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant(), needs);
            return CostApi.Answer.Of(ranking.ToReport((int)(ask.Get(Parameters.Limit) ?? ListedUnlessSaid)), ranking.ToChart);
        })
    {
        Example = "blend=3:1&needs=vision&minContext=200000&limit=5",
    };

    public static Question History { get; } = new(
        "/v1/history",
        "What a model cost over time",
        "Every dated price of a model at each provider: from when until when it held, by how many percent it changed, when it was learned and from whom, and which wrong prices it corrects.",
        [Parameters.Model, Parameters.Provider, Parameters.From, Parameters.To],
        Drawn,
        (ask, _) =>
        {
            if (ask.Get(Parameters.To) < ask.Get(Parameters.From))
            {
                throw new ProblemException([new ProblemError("'to' is before 'from': expected the last day, not before the first.") { Parameter = Parameters.To.Name }]);
            }

            string? provider = ask.Get(Parameters.Provider);
            NameMatch asked = ask.Prices.Find(provider, ask.Get(Parameters.Model)!);
            PriceHistory history = ask.Prices.HistoryOf(asked.Model, provider is null ? null : asked.Provider, ask.Get(Parameters.From), ask.Get(Parameters.To));
            return CostApi.Answer.Of(history.ToReport(), history.ToChart);
        })
    {
        Example = "model=deepseek-v4-pro&provider=deepseek",
    };

    public static Question Models { get; } = new(
        "/v1/models",
        "Models whose id or name has what is typed",
        "For a field in which a model is typed: the best matches first, then those with the most providers.",
        [Parameters.Search, Parameters.Limit],
        [AnswerFormat.Json],
        (ask, _) => new Answer(() => ModelSearch.In(ask.Prices).ToJson(ask.Get(Parameters.Search) ?? "", (int)(ask.Get(Parameters.Limit) ?? ListedUnlessSaid))))
    {
        Example = "q=sonnet+4&limit=5",
    };

    public static ImmutableArray<Question> All { get; } = [Cost, Compare, Availability, Rank, History, Models];
}
