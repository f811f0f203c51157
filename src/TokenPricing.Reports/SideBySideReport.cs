using System.Collections.Immutable;
using System.Text.Json;

namespace TokenPricing.Reports;

/// <summary>Creates the report of several models side by side: each against the first one and against the cheapest.</summary>
internal static class SideBySideReport
{
    /// <summary>Creates the report of comparisons that have their left side in common.</summary>
    /// <exception cref="ArgumentException">There is none, or the left sides, blends, days or bases are not the same.</exception>
    public static Report Of(IReadOnlyList<Comparison> comparisons)
    {
        if (comparisons.Count == 0 || comparisons.Any(c => !IsAlike(c, comparisons[0])))
        {
            throw new ArgumentException(
                "Pass at least one comparison, all with the same left side, blend, day and basis.", nameof(comparisons));
        }

        ComparisonSide[] sides = [comparisons[0].Left, .. comparisons.Select(c => c.Right)];
        ComparisonSide[] priced = [.. sides.Where(s => s.Blended is not null).OrderBy(s => s.Blended)];
        return new Report(
            string.Join(" vs ", sides.Select(ComparisonReport.NameOf)),
            Lead(comparisons[0], priced, sides),
            [new("Pricing", [.. Pricing(comparisons, sides, priced)])],
            json => WriteJson(json, comparisons));
    }

    private static bool IsAlike(Comparison one, Comparison other) =>
        (one.Left.Model, one.Left.Only, one.Blend, one.On, one.Basis)
            == (other.Left.Model, other.Left.Only, other.Blend, other.On, other.Basis);

    private static string Lead(Comparison any, ComparisonSide[] priced, ComparisonSide[] sides)
    {
        string mix = $"By a blend of {Words.Blend(any.Blend)}";
        string[] unpriced = [.. sides.Select(s => s.UnpricedReason).OfType<string>().Distinct()];
        string answer = priced.Length == 0 ? "There is no price comparison."
            : $"{mix}, {ComparisonBasis.Sold(priced[0])} is the cheapest of {Words.Count(priced.Length, "model")} at "
                + $"{ReportValues.Rate(priced[0].Blended)} per 1M tokens.";
        ModelKind[] kinds = [.. sides.Select(s => s.Model.Kind).OfType<ModelKind>().Distinct()];
        string caution = kinds.Length < 2 ? "" : $" They are models of {Words.Count(kinds.Length, "kind")}: "
            + $"{Words.List([.. kinds.Select(k => Words.Of(k).TrimEnd())])}; one kind does not do the work of another.";
        return string.Join(' ', [answer + caution, .. unpriced]);
    }

    private static IEnumerable<ReportBlock> Pricing(
        IReadOnlyList<Comparison> comparisons, ComparisonSide[] sides, ComparisonSide[] priced)
    {
        yield return new ReportTable(
            ["Model", "Seller", "Input", "Output", "Blended", $"Against {ComparisonReport.NameOf(sides[0])}", "Against the cheapest"],
            [.. sides.Select((side, i) => Row(side, i == 0 ? null : comparisons[i - 1].Blended, priced.FirstOrDefault()))],
            isNumeric: true);
        yield return new BarChart(
            "US dollars per 1M tokens, blended", ["Blended"],
            [
                .. priced.Select(s => new BarGroup(
                    ComparisonReport.NameOf(s),
                    [new BarValue(s.Blended!.Value.UsdPerMillion, ReportValues.Rate(s.Blended))])),
            ]);
        yield return new Paragraph("US dollars per 1M tokens. A saving is a share of the more expensive price, and a surcharge one of the "
            + $"cheaper price. {ComparisonBasis.Sentence(comparisons[0].Basis, sides)}");
        yield return new Paragraph(PriceAge.Sentence(sides[0].Model, comparisons[0].On));
        yield return new Paragraph(ComparisonBasis.Assumed(comparisons[0].On, sides));
        foreach (ReportBlock end in EndOfService.Caution(comparisons[0].On, sides.Select(s => s.Model)))
        {
            yield return end;
        }
    }

    private static ImmutableArray<string> Row(ComparisonSide side, RateComparison? withFirst, ComparisonSide? cheapest) =>
    [
        side.Model.Name,
        side.Priced is { Offer.Provider: var provider } ? Words.Capital(provider.Name) : ReportValues.NotSourced,
        ReportValues.Rate(side.Input),
        ReportValues.Rate(side.Output),
        ReportValues.Rate(side.Blended),
        Against(withFirst),
        cheapest is null || side.Blended is not { } rate || rate == cheapest.Blended!.Value
            ? "" : Against(new RateComparison(cheapest.Blended.Value, rate)),
    ];

    /// <summary>Returns by how much the right rate is cheaper or more expensive than the left one; empty if there is no figure.</summary>
    private static string Against(RateComparison? rates) => rates switch
    {
        null => "",
        { IsLeftCheaper: null } => "the same",
        { IsLeftCheaper: false, PercentCheaper: var percent } => $"{ReportValues.Percent(percent)} cheaper",
        { PercentMoreExpensive: { } percent } => $"{ReportValues.Percent(percent)} more expensive",
        _ => "more expensive than free",
    };

    private static void WriteJson(Utf8JsonWriter json, IReadOnlyList<Comparison> comparisons)
    {
        json.WriteStartArray();
        foreach (Comparison comparison in comparisons)
        {
            ComparisonJson.Write(json, comparison);
        }

        json.WriteEndArray();
    }
}
