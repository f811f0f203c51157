using System.Collections.Immutable;

namespace TokenPricing.Reports;

/// <summary>
/// Creates the pages that a notebook shows for values without a report. Prices are the newest known ones, since the values have no date of
/// their own.
/// </summary>
internal static class NotebookPrices
{
    /// <summary>Returns the receipt of a cost.</summary>
    public static ReportPage Of(Cost cost) => new(
        cost.ToString(), "", [new("Receipt", [CostReport.Receipt(cost)]), new("Without a price", [CostReport.Unpriced(cost)])]);

    /// <summary>Returns the comparison of two rates.</summary>
    public static ReportPage Of(RateComparison rates) => new(
        rates.ToString(),
        "",
        [
            new("Rates",
            [
                new ReportTable(
                    ["Left", "Right", "Difference", "% cheaper", "% more expensive"],
                    [[
                        rates.Left.ToString(),
                        rates.Right.ToString(),
                        rates.Difference.ToString(),
                        ReportValues.Percent(rates.PercentCheaper),
                        ReportValues.Percent(rates.PercentMoreExpensive),
                    ]],
                    isNumeric: true),
            ]),
        ]);

    /// <summary>Returns the facts and offers of a model.</summary>
    public static ReportPage Of(Model model) => new(
        model.Name,
        model.Id.Value,
        [
            new("Facts", [new ReportTable(
                ["", model.Id.Value],
                [.. Specification.Rows(model.Facts).Where(r => r[1] != ReportValues.NotSourced)],
                isNumeric: false)]),
            new("Offers",
            [
                new ReportTable(
                    ["Provider", "Input", "Output", "Cache read", "Recorded"],
                    [.. model.Offers.Select(o => Row(o, Newest(o)))],
                    isNumeric: true),
                new Paragraph("US dollars per 1M tokens, as last known."),
            ]),
        ]);

    /// <summary>Returns the newest rates of an offer.</summary>
    public static ReportPage Of(Offer offer) => new(
        offer.ToString(),
        $"{offer.Model.Name} from {offer.Provider.Name}{(offer.Retired is { } day ? $", until {Words.Of(day)}" : "")}.",
        [
            new("Rates as last known",
            [
                new ReportTable(
                    ["Meter", "Rate", "Holds", "Recorded", "Source"],
                    [
                        .. (Newest(offer)?.Rates ?? []).Select(r => ImmutableArray.Create(
                            Words.Capital(r.Meter.Unit), r.Rate.ToString(), r.Condition.IsNone
                                ? "always"
                                : r.Condition.ToString(), Words.Of(r.Recorded), r.Source.Title)),
                    ],
                    isNumeric: false),
                new Paragraph(offer.History.IsEmpty ? "No price was ever published." : ""),
            ]),
        ]);

    /// <summary>Returns the newest rate card; <see langword="null"/> if no price was ever published.</summary>
    private static RateCard? Newest(Offer offer) => offer.History.LastOrDefault();

    private static ImmutableArray<string> Row(Offer offer, RateCard? card) =>
    [
        Words.Capital(offer.Provider.Name),
        ReportValues.Rate(card?.RateOf(Meter.Input)),
        ReportValues.Rate(card?.RateOf(Meter.Output)),
        ReportValues.Rate(card?.RateOf(Meter.CacheRead)),
        AvailabilityGrid.Recorded(card) is { } day ? Words.Of(day) : ReportValues.NotSourced,
    ];
}
