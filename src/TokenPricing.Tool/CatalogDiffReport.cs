using System.Collections.Immutable;
using System.Text.Json;

namespace TokenPricing.Tool;

/// <summary>Turns the differences between two catalogs into a report.</summary>
internal static class CatalogDiffReport
{
    /// <summary>Returns the differences as a report: the number of each kind, then all of them.</summary>
    /// <param name="diff">The differences.</param>
    public static Report ToReport(this CatalogDiff diff)
    {
        ArgumentNullException.ThrowIfNull(diff);
        return new Report(
            "What changed in the catalog",
            Lead(diff),
            [
                new("Summary", [new ReportTable(
                    ["", "Number"],
                    [.. Numbers(diff).Where(n => n.Count > 0).Select(n => ImmutableArray.Create(n.Label, ToolText.Number(n.Count)))],
                    isNumeric: true)]),
                new(
                    "Prices",
                    [new ReportTable(["Offer", "Meter", "Before", "After", "Change"], [.. diff.Rates.Select(Row)], isNumeric: true)]),
                new("Offers", [new ReportTable(
                    ["Offer", "Difference"],
                    [.. diff.Offers.Select(o => ImmutableArray.Create($"{o.Provider}/{o.Model}", ToolText.Lower(o.Kind)))],
                    isNumeric: false)]),
                new("Models", [new ReportTable(
                    ["Model", "Fact", "Before", "After"],
                    [.. diff.Models.Select(m => ImmutableArray.Create(m.Model, m.Fact, m.Before ?? "", m.After ?? ""))],
                    isNumeric: false)]),
            ],
            json => WriteJson(json, diff));
    }

    /// <summary>Returns the opening sentence.</summary>
    private static string Lead(CatalogDiff diff)
    {
        string days = diff is { Before: { } before, After: { } after } ? $"From {ToolText.Date(before)} to {ToolText.Date(after)}: " : "";
        return diff.IsEmpty
            ? ToolText.Capital($"{days}nothing differs.")
            : ToolText.Capital($"{days}{ToolText.Count(diff.Rates.Length, "price difference")}, "
                + $"{ToolText.Count(diff.Offers.Length, "offer difference")} and "
                + $"{ToolText.Count(diff.Models.Length, "model difference")}.");
    }

    /// <summary>Returns the number of differences of each kind, with its label in the table and its key in JSON.</summary>
    public static IEnumerable<(string Label, string Key, int Count)> Numbers(CatalogDiff diff) =>
    [
        ("Prices that rose", "pricesRisen", diff.Rates.Count(r => r.Before < r.After)),
        ("Prices that fell", "pricesFallen", diff.Rates.Count(r => r.Before > r.After)),
        ("Meters that have a price only after", "ratesAdded", diff.Rates.Count(r => r.Before is null)),
        ("Meters that have a price only before", "ratesRemoved", diff.Rates.Count(r => r.After is null)),
        .. Enum.GetValues<OfferDifferenceKind>().Select(kind => ($"Offers {ToolText.Lower(kind)}", $"offers{kind}", diff.Count(kind))),
        ("Models added", "modelsAdded", diff.Models.Count(m => m is { Fact: "id", Before: null })),
        ("Models removed", "modelsRemoved", diff.Models.Count(m => m is { Fact: "id", After: null })),
        ("Facts of models changed", "factsChanged", diff.Models.Count(m => m.Fact != "id")),
    ];

    /// <summary>Returns a rate that differs as the cells of a row.</summary>
    public static ImmutableArray<string> Row(RateDifference rate) =>
    [
        $"{rate.Provider}/{rate.Model}",
        ReportValues.MeterAndCondition(rate.Meter, rate.Condition),
        rate.Before?.ToString() ?? "none",
        rate.After?.ToString() ?? "none",
        ReportValues.Change(rate.Change, rate.Before, rate.After),
    ];

    private static void WriteJson(Utf8JsonWriter json, CatalogDiff diff)
    {
        json.WriteStartObject();
        WriteMembers(json, diff);
        json.WriteEndObject();
    }

    /// <summary>Writes the differences as members of an object.</summary>
    public static void WriteMembers(Utf8JsonWriter json, CatalogDiff diff)
    {
        json.WriteDate("before", diff.Before);
        json.WriteDate("after", diff.After);
        json.WriteBoolean("same", diff.IsEmpty);
        json.WriteStartObject("counts");
        foreach ((_, string key, int count) in Numbers(diff))
        {
            json.WriteNumber(key, count);
        }

        json.WriteEndObject();
        json.WriteStartArray("rates");
        foreach (RateDifference rate in diff.Rates)
        {
            json.WriteStartObject();
            json.WriteString("provider", rate.Provider);
            json.WriteString("model", rate.Model);
            json.WriteString("meter", rate.Meter.Id);
            json.WriteCondition(rate.Condition);
            json.WriteRate("beforeUsdPerMillion", rate.Before);
            json.WriteRate("afterUsdPerMillion", rate.After);
            json.WritePercent("changePercent", rate.Change);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("offers");
        foreach (OfferDifference offer in diff.Offers)
        {
            json.WriteStartObject();
            json.WriteString("difference", ToolText.Lower(offer.Kind));
            json.WriteString("provider", offer.Provider);
            json.WriteString("model", offer.Model);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("models");
        foreach (ModelDifference model in diff.Models)
        {
            json.WriteStartObject();
            json.WriteString("model", model.Model);
            json.WriteString("fact", model.Fact);
            json.WriteString("before", model.Before);
            json.WriteString("after", model.After);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
