using System.Collections.Immutable;
using System.Globalization;

namespace TokenPricing.Reports;

/// <summary>
/// Creates the report of a ranking: the cheapest models, the frontier of price against context, and the models that are not ranked.
/// </summary>
internal static class RankReport
{
    /// <summary>
    /// Creates the report; <paramref name="limit"/> is the maximum number of models to list, <see langword="null"/> for all.
    /// </summary>
    public static Report Of(Ranking ranking, int? limit)
    {
        ImmutableArray<RankedModel> listed = [.. ranking.Models.Take(limit ?? int.MaxValue)];
        return new Report(
            "Cheapest models",
            Lead(ranking),
            [
                new("Ranking", [.. Places(ranking, listed)]),
                new("Price against context", [.. Frontier(ranking)]),
                new("Not ranked", [NotRanked(ranking.Exclusions, ranking.Requirements)]),
            ],
            json => RankJson.Write(json, ranking, listed));
    }

    /// <summary>Returns the opening sentences of the report and of its charts.</summary>
    internal static string Lead(Ranking ranking)
    {
        string needs = Needs(ranking.Requirements) is { Length: > 0 } asked ? $" Asked for: {asked}." : "";
        string day = Words.Of(ranking.At.InUtc().Date);
        if (ranking.Models.IsEmpty)
        {
            return $"No model can be ranked by {Words.Blend(ranking.Blend)} on {day}.{needs}";
        }

        RankedModel first = ranking.CheapestConfirmed ?? ranking.Models[0];
        string count = Words.Count(ranking.Models.Length, $"{Words.Of(ranking.Requirements.Kind)}model");
        string place = ranking.Models.Length == 1 ? "the only model that fits" : $"the cheapest of {count}";
        (string confirmed, string cheaper) = first.Rank == 1 ? ("", "") : (
            " at a price that two sources state",
            $" Cheaper, but stated by one source only: {Words.Count(ranking.Models.Count(m => m.Price < first.Price), "model")}.");
        return $"{first.Model.Name} from {first.Priced.Offer.Provider.Name} is {place}{confirmed}: {ReportValues.Rate(first.Price)} "
            + $"per 1M tokens by {Words.Blend(ranking.Blend)}, on {day}.{cheaper}{needs}";
    }

    /// <summary>
    /// Returns what the cheapest offers would change; empty if nothing, or if the ranking is by the cheapest offers anyway.
    /// </summary>
    private static string Otherwise(Ranking ranking)
    {
        if (ranking.Requirements.Basis == PriceBasis.Cheapest || ranking.By(PriceBasis.Cheapest) is not { Models: [var first, ..] } cheapest
            || first.Priced.Offer == ranking.Models[0].Priced.Offer)
        {
            return "";
        }

        string confirmed = first.Priced.IsConfirmed ? "" : ", unconfirmed";
        int other = cheapest.Models.Zip(ranking.Models).Count(p => p.First.Model != p.Second.Model);
        return $" By the cheapest tracked offer of each, {first.Model.Name} from "
            + $"{first.Priced.Offer.Provider.Name}{ComparisonBasis.Kind(first.Priced.Offer.Seller)}{confirmed}, is first at "
            + $"{ReportValues.Rate(first.Price)}, and {Words.Count(other, "place")} "
            + $"{(other == 1 ? "differs" : "differ")}.";
    }

    /// <summary>Returns the requirements in words; empty if there are none.</summary>
    private static string Needs(RankRequirements needs)
    {
        string?[] parts =
        [
            .. needs.Capabilities.Select(Words.Spaced),
            needs.MinContextWindow is { } tokens ? $"a context window of {ReportValues.Tokens(tokens)} tokens or more" : null,
            needs.Open ? "open weights or an open-source license" : null,
            needs.Providers.IsEmpty ? null : $"an offer of {string.Join(" or ", needs.Providers)}",
        ];
        return string.Join("; ", parts.OfType<string>());
    }

    /// <summary>Returns the table of the listed models.</summary>
    private static IEnumerable<ReportBlock> Places(Ranking ranking, ImmutableArray<RankedModel> listed)
    {
        if (listed.IsEmpty)
        {
            yield break;
        }

        bool isMarked = IsMarked(ranking);
        yield return new ReportTable(
            ["Model", "Provider", "Input", "Output", "Blended", "Context", "Providers"],
            [.. listed.Select(m => Row(m, isMarked))],
            isNumeric: true);
        string most = listed.Length == ranking.Models.Length
            ? ""
            : $" These are the first {Number(listed.Length)} of {Number(ranking.Models.Length)}.";
        string marked = !isMarked ? " One source states each of the prices."
            : listed.All(m => m.Priced.IsConfirmed) ? ""
            : " * One source states the price.";
        yield return new Paragraph($"US dollars per 1M tokens. {Basis(ranking)}, input and output of one provider together; models of one "
            + $"price share a place. Providers: how many offer it.{marked}{most}{Otherwise(ranking)}");
        yield return new Paragraph(PriceAge.Sentence(listed[0].Model, ranking.At.InUtc().Date));
    }

    /// <summary>Returns whose prices are ranked.</summary>
    private static string Basis(Ranking ranking) => ranking.Requirements.Basis switch
    {
        PriceBasis.Standard when ranking.Models.Any(m => m.Priced.Offer.Seller is not null) =>
            "Each model at its standard price, the maker's own where the maker sells it and otherwise that of a cloud or a host",
        PriceBasis.Median => "Each model by its offer in the middle",
        _ => "Each model by its cheapest offer",
    };

    /// <summary>
    /// Returns whether prices that one source states have a mark. Where no ranked price has a second source, a mark at each would say
    /// nothing. How many models are listed decides nothing.
    /// </summary>
    private static bool IsMarked(Ranking ranking) => ranking.CheapestConfirmed is not null;

    private static ImmutableArray<string> Row(RankedModel model, bool isMarked) =>
    [
        $"{Number(model.Rank)}. {model.Model.Name}",
        Words.Capital(model.Priced.Offer.Provider.Name),
        ReportValues.Rate(model.Priced.Card.RateOf(Meter.Input)),
        ReportValues.Rate(model.Priced.Card.RateOf(Meter.Output)),
        ReportValues.Rate(model.Price) + (isMarked && !model.Priced.IsConfirmed ? " *" : ""),
        ReportValues.Tokens(model.ContextWindow),
        Number(model.Availability.ProviderCount),
    ];

    /// <summary>Returns the chart and the table of the frontier; nothing if it is empty.</summary>
    private static IEnumerable<ReportBlock> Frontier(Ranking ranking)
    {
        ImmutableArray<RankedModel> frontier = ranking.Frontier;
        if (frontier.IsEmpty)
        {
            yield break;
        }

        bool isMarked = IsMarked(ranking);
        FrontierChart chart = RankingChart.Of(ranking);
        yield return chart;
        yield return new ReportTable(
            ["Context up to", "Cheapest", "Provider", "Blended"],
            [.. frontier.GroupBy(m => (m.ContextWindow, m.Price)).Select(g => FrontierRow([.. g], isMarked))],
            isNumeric: true);
        yield return new Paragraph(
            "The frontier: no other ranked model is as cheap with a longer context, or cheaper with as long a one."
            + (isMarked && frontier.Any(m => !m.Priced.IsConfirmed) ? " * One source states the price." : "")
            + string.Concat(chart.Notes.Select(n => " " + n)));
    }

    private static ImmutableArray<string> FrontierRow(RankedModel[] models, bool isMarked) =>
    [
        ReportValues.Tokens(models[0].ContextWindow),
        Words.AndMore([.. models.Select(m => m.Model.Name)]),
        Words.AndMore([.. models.Select(m => Words.Capital(m.Priced.Offer.Provider.Name)).Distinct()]),
        ReportValues.Rate(models[0].Price) + (isMarked && models.Any(m => !m.Priced.IsConfirmed) ? " *" : ""),
    ];

    /// <summary>Returns the numbers of excluded models, by reason.</summary>
    private static BulletList NotRanked(RankExclusions leftOut, RankRequirements needs)
    {
        (int Count, string Why)[] reasons =
        [
            (leftOut.Unmet, "of which a source says that they do not meet the needs"),
            (leftOut.Unknown, "of which no source says whether they meet the needs; that is not a no"),
            (leftOut.Free, "that cost nothing by this blend; free plans have limits that no price says"),
            (leftOut.Unpriced, "of which no offer publishes a price for the whole blend"),
            (
                leftOut.OtherKind,
                needs.Kind is null or ModelKind.Chat
                    ? "of another kind, such as embedding models, which charge for input and nothing for output"
                    : $"for another kind of work than {Words.Of(needs.Kind)}models"),
            (
                leftOut.NotOffered,
                needs.Providers.IsEmpty ? "that no provider offers on the day" : "that none of these providers offers on the day"),
        ];
        return new BulletList("Left out are", [.. reasons.Where(r => r.Count > 0).Select(r => $"{Words.Count(r.Count, "model")} {r.Why}")]);
    }

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);
}
