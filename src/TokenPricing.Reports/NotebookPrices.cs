using System.Collections.Immutable;

namespace TokenPricing.Reports;

/// <summary>What a notebook shows of values that have no report: the prices last known, as no value knows what day it is.</summary>
internal static class NotebookPrices
{
    public static ReportPage Of(Cost cost) => new(
        cost.ToString(), "", [new("Receipt", [CostReport.Receipt(cost)]), new("Without a price", [CostReport.Unpriced(cost)])]);

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
