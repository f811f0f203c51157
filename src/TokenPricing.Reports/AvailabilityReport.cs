using System.Collections.Immutable;
using System.Globalization;

namespace TokenPricing.Reports;

/// <summary>Creates the report of the providers of a model and their prices.</summary>
internal static class AvailabilityReport
{
    private static readonly ImmutableArray<string> Columns =
        ["Provider", "Seller", "Input", "Output", "Blended", "Status", "Recorded", "Listing"];

    private const int SellerColumn = 1;

    /// <summary>Creates the report.</summary>
    public static Report Of(Availability availability, Blend blend)
    {
        AvailabilityGrid grid = new(availability, blend);
        return new Report(
            Title(availability),
            $"{CountSentence(availability)}{FormSentence(availability.Model)}",
            [
                new("Providers", [.. Providers(grid)]),
                new("Several listings of one provider", [.. Listings(grid)]),
                new("Prices", [.. Prices(grid)]),
            ],
            json => AvailabilityJson.Write(json, grid));
    }

    /// <summary>Returns the title of the report and of its chart.</summary>
    internal static string Title(Availability availability) => $"Who offers {availability.Model.Name}";

    /// <summary>Returns a table with the numbers of providers, one column for each model.</summary>
    internal static ReportTable Table(IReadOnlyList<Availability> models)
    {
        return new ReportTable(
            ["", .. models.Select(a => a.Model.Name)],
            [
                Row("Providers", a => a.ProviderCount == 0 ? ReportValues.NotSourced : Number(a.ProviderCount)),
                Row("of them named", a => Number(a.Named.Length)),
                Row("Named", a => Words.Of(a.Named.Select(p => p.Name).ToArray())),
                Row("Paid", a => Number(a.Paid.Length)),
                Row("Free", a => Number(a.Free.Length)),
                Row("Without a published price", a => Number(a.Unpriced.Length)),
                Row("Retired", a => Number(a.Retired.Length)),
                Row("Prices of an unnamed provider", a => Number(a.Unnamed.Length)),
            ],
            isNumeric: false);

        ImmutableArray<string> Row(string label, Func<Availability, string> cell) => [label, .. models.Select(cell)];
    }

    /// <summary>
    /// Returns a sentence with the number of providers: the number that a source states if it exceeds that of the named ones.
    /// </summary>
    internal static string CountSentence(Availability availability)
    {
        string model = availability.Model.Name;
        int named = availability.Named.Length;
        return availability.StatedCount is { } stated && stated.Providers > named
            ? $"{model} is offered by {Words.Count(stated.Providers, "provider")}, as its source states; {(named == 0
                ? "none"
                : Number(named))} of them {(named == 1 ? "is" : "are")} named."
            : named == 0 ? $"No provider of {model} is sourced." : $"{model} is offered by {Words.Count(named, "provider")}.";
    }

    /// <summary>Returns a sentence about variants, with a leading space; empty if there are none.</summary>
    private static string FormSentence(Model model) => model switch
    {
        { Base: { } origin } => $" It is a variant of {origin.Name} ({origin.Id}); only its own offers are counted.",
        { Variants.Length: > 0 } => $" Its {(model.Variants.Length == 1
            ? "other variant is"
            : $"{Number(model.Variants.Length)} other variants are")} counted with it.",
        _ => "",
    };

    /// <summary>Returns the table of providers.</summary>
    private static IEnumerable<ReportBlock> Providers(AvailabilityGrid grid)
    {
        if (grid.Rows.IsEmpty)
        {
            yield return new Paragraph("No offer is sourced.");
            yield break;
        }

        yield return new Paragraph(Split(grid.Availability) + Kinds(grid));
        yield return Table(
            grid,
            grid.Rows.Select(r => Row(
                Words.Capital(r.Provider.Name), r.Shown.Offer, Marked(grid, r.Price), r.Card, r.StatusText, r.ListingText)));
        string marked = IsMarked(grid) ? " * One source states the price." : "";
        yield return new Paragraph($"US dollars per 1M tokens; blended: {Words.Blend(grid.Blend)}. Prices on "
            + $"{Words.Of(grid.Availability.On)}; each provider by its cheapest paid offer.{marked}");
        yield return new Paragraph(PriceAge.Sentence(grid.Availability.Model, grid.Availability.On));
    }

    /// <summary>Returns a sentence with the number of providers by kind of seller; empty if no kind is known.</summary>
    private static string Kinds(AvailabilityGrid grid)
    {
        AvailabilityGrid.Row[] sellers = [.. grid.Rows.Where(r => r.Provider.IsNamed && r.Status != OfferStatus.Retired)];
        SellerKind?[] kinds = [.. sellers.Select(r => r.Shown.Offer.Seller)];
        string[] counts =
        [
            .. kinds.OfType<SellerKind>().GroupBy(k => k).OrderBy(g => g.Key).Select(g => Words.Count(g.Count(), Words.Of(g.Key))),
            .. kinds.Contains(null) ? [$"{Number(kinds.Count(k => k is null))} of an unknown kind"] : Array.Empty<string>(),
        ];
        return kinds.All(k => k is null) ? "" : $" By kind of seller: {Words.List(counts)}.";
    }

    /// <summary>Returns a sentence with the number of providers by status.</summary>
    private static string Split(Availability availability)
    {
        int alsoFree = availability.Paid.Count(p => p.HasFree);
        string paid =
            $"{Number(availability.Paid.Length)} paid{(alsoFree == 0 ? "" : $" ({Number(alsoFree)} of them with a free offer too)")}";
        string unnamed = availability.Unnamed.IsEmpty
            ? ""
            : $" In addition: {Words.Count(availability.Unnamed.Length, "price")} of a provider that the source does not name.";
        return $"Of the named providers: {paid}, {Number(availability.Free.Length)} free, {Number(availability.Unpriced.Length)} "
            + $"without a published price, {Number(availability.Retired.Length)} retired.{unnamed}";
    }

    /// <summary>
    /// Returns the table of all listings of providers with several; the table of providers already shows single listings.
    /// </summary>
    private static IEnumerable<ReportBlock> Listings(AvailabilityGrid grid)
    {
        AvailabilityGrid.Row[] several = [.. grid.Rows.Where(r => r.Listings.Length > 1)];
        if (several.Length > 0)
        {
            yield return Table(
                grid,
                several.SelectMany(
                    r => r.Listings,
                    (r, l) => Row(
                        Words.Capital(r.Provider.Name),
                        l.Offer,
                        Marked(grid, l.Price),
                        l.Card,
                        AvailabilityGrid.Text(l.Status),
                        l.Offer.Model.Id.Value)));
        }
    }

    /// <summary>Returns the chart and a sentence about the spread of the prices.</summary>
    private static IEnumerable<ReportBlock> Prices(AvailabilityGrid grid)
    {
        yield return AvailabilityChart.Of(grid);
        if (grid.Availability.PriceBy(grid.Blend) is { Offer.Seller: { } seller } standard)
        {
            yield return new Paragraph($"The standard price is {ReportValues.Rate(standard.Rate)} from {standard.Offer.Provider.Name}"
                + $"{ComparisonBasis.Kind(seller)}.");
        }

        yield return new Paragraph(
            grid.Prices is not { } prices ? "No published price covers this blend."
            : prices.Offers.Length == 1
                ? $"One price is known: {ReportValues.Rate(prices.Cheapest.Rate)} per 1M blended tokens from "
                    + $"{prices.Cheapest.Offer.Provider.Name}."
                : $"The cheapest of {prices.Offers.Length} prices is {ReportValues.Rate(prices.Cheapest.Rate)} per 1M blended "
                    + $"tokens from {prices.Cheapest.Offer.Provider.Name}, "
                    + $"the median {ReportValues.Rate(prices.Median)}, the most expensive "
                    + $"{ReportValues.Rate(prices.MostExpensive.Rate)} from "
                    + $"{prices.MostExpensive.Offer.Provider.Name}{Spread(prices)}. {Concentration(prices)}");
    }

    /// <summary>
    /// Returns by how much the most expensive price exceeds the cheapest; empty if they are equal or the cheapest is free.
    /// </summary>
    private static string Spread(PriceSpread prices) => prices is { Spread: > 1 and { } times, PercentMoreExpensive: { } expensive }
        ? $", {times.ToString("0.##", CultureInfo.InvariantCulture)} times the cheapest ({ReportValues.Percent(expensive)} more expensive)"
        : "";

    /// <summary>Returns a sentence about how many providers charge the same price.</summary>
    private static string Concentration(PriceSpread prices) =>
        prices.DistinctPrices == 1 ? "All charge the same."
        : prices.ProvidersAtMostCommon == 1 ? "No two providers charge the same."
        : $"The most common price is {ReportValues.Rate(prices.MostCommon)}: {Number(prices.ProvidersAtMostCommon)} of the "
            + $"{Number(prices.Offers.Length)} charge it ({ReportValues.Percent(prices.Concentration)}); "
            + $"there are {Number(prices.DistinctPrices)} different prices.";

    // Where no price has a second source, a mark at each would say nothing.
    private static bool IsMarked(AvailabilityGrid grid) =>
        grid.Rows.Any(r => r.Price is { IsConfirmed: true }) && grid.Rows.Any(r => r.Price is { IsConfirmed: false });

    private static string Marked(AvailabilityGrid grid, PricedOffer? price) =>
        ReportValues.Rate(price?.Rate) + (price is { IsConfirmed: false } && IsMarked(grid) ? " *" : "");

    // Where no kind of seller is known there is no column for them.
    private static ReportTable Table(AvailabilityGrid grid, IEnumerable<ImmutableArray<string>> rows) =>
        grid.Rows.Any(r => r.Listings.Any(l => l.Offer.Seller is not null))
            ? new ReportTable(Columns, [.. rows], isNumeric: true)
            : new ReportTable(Columns.RemoveAt(SellerColumn), [.. rows.Select(r => r.RemoveAt(SellerColumn))], isNumeric: true);

    private static ImmutableArray<string> Row(
        string provider, Offer offer, string price, RateCard? card, string status, string listing) =>
    [
        provider,
        Words.Of(offer.Seller),
        ReportValues.Rate(card?.RateOf(Meter.Input)),
        ReportValues.Rate(card?.RateOf(Meter.Output)),
        price,
        status,
        AvailabilityGrid.Recorded(card) is { } day ? Words.Of(day) : ReportValues.NotSourced,
        listing,
    ];

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);
}
