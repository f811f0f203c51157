using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace TokenPricing.Reports;

/// <summary>Creates the report of the contents of a catalog.</summary>
internal static class CatalogSummaryReport
{
    /// <summary>Creates the report.</summary>
    public static Report Of(CatalogSummary summary)
    {
        return new Report(
            "What the catalog contains",
            $"{summary}. {(summary.RecordedThrough is { } day ? $"Recorded through {Words.Of(day)}." : "Nothing is recorded.")}",
            [
                new("Numbers", [new ReportTable(
                    ["", "Number"],
                    [.. Numbers(summary).Select(n => ImmutableArray.Create(n.Label, Number(n.Count)))],
                    isNumeric: true)]),
                new("Sources", [new ReportTable(
                    ["Source", "Rates", "Newest", "Reviewed", "License", "Address"],
                    [.. summary.Sources.Select(Row)],
                    isNumeric: false)]),
            ],
            json => WriteJson(json, summary));
    }

    /// <summary>Returns each number with its label in the table and its key in JSON.</summary>
    private static IEnumerable<(string Label, string Key, int Count)> Numbers(CatalogSummary summary) =>
    [
        ("Providers", "providers", summary.Providers),
        ("Models", "models", summary.Models),
        ("Other names of models", "aliases", summary.Aliases),
        ("Offers", "offers", summary.Offers),
        ("Offers with a price now", "pricedOffers", summary.PricedOffers),
        ("Of them free", "freeOffers", summary.FreeOffers),
        ("Of them agreed between sources", "agreedOffers", summary.AgreedOffers),
        ("Offers without a price now", "unpricedOffers", summary.UnpricedOffers),
        ("Offers that have ended", "retiredOffers", summary.RetiredOffers),
        ("Offers that sources dispute", "disputedOffers", summary.DisputedOffers),
        ("Rates, old ones included", "rates", summary.Rates),
        ("Price changes", "priceChanges", summary.PriceChanges),
    ];

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static ImmutableArray<string> Row(SourceSummary source) =>
    [
        source.Source.Title,
        Number(source.Rates),
        Words.Of(PlainText.Of(source.Newest)),
        Words.Of(PlainText.Of(source.Source.Reviewed)),
        Words.Of(source.Source.License),
        Words.Of(source.Source.Address),
    ];

    private static void WriteJson(Utf8JsonWriter json, CatalogSummary summary)
    {
        json.WriteStartObject();
        foreach ((_, string key, int count) in Numbers(summary))
        {
            json.WriteNumber(key, count);
        }

        json.WriteDate("recordedThrough", summary.RecordedThrough);
        json.WriteStartArray("sources");
        foreach (SourceSummary source in summary.Sources)
        {
            json.WriteStartObject();
            json.WriteString("id", source.Source.Id);
            json.WriteString("title", source.Source.Title);
            json.WriteString("address", source.Source.Address);
            json.WriteString("license", source.Source.License);
            json.WriteDate("reviewed", source.Source.Reviewed);
            json.WriteDate("newest", source.Newest);
            json.WriteNumber("rates", source.Rates);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
