using System.Collections.Immutable;
using System.Globalization;

namespace TokenPricing.Tool;

/// <summary>Turns an update of the prices into a report.</summary>
internal static class UpdateReport
{
    /// <summary>Returns the report: the lists, what changed in numbers, and the prices that changed, by money.</summary>
    /// <param name="lead">What became of the update, as a sentence.</param>
    /// <param name="outcome">The same in a word, for programs.</param>
    /// <param name="lists">The lists that were merged.</param>
    /// <param name="diff">What changed.</param>
    /// <param name="doubted">The prices that are not believed; <see langword="null"/> if they are.</param>
    /// <param name="limit">The most prices to show; JSON has all.</param>
    public static Report Of(
        string lead, string outcome, IReadOnlyList<ListUpdate> lists, CatalogDiff diff, DoubtedCatalog? doubted, int limit)
    {
        ImmutableArray<RateDifference> rates = diff.RatesByMoney();
        int left = Math.Max(0, rates.Length - limit);
        return new Report(
            "Update of the prices",
            lead,
            [
                new("Why they are not believed", [new ReportTable(
                    ["Reason"], [.. (doubted?.Reasons ?? []).Select(r => ImmutableArray.Create(r))], isNumeric: false)]),
                new("Lists", [new ReportTable(
                    ["List", "Of", "Before", "Offers"],
                    [
                        .. lists.Select(l => ImmutableArray.Create(
                            l.Source, ToolText.Date(l.Day), l.Before is { } day ? ToolText.Date(day) : "none", ToolText.Number(l.Offers))),
                    ],
                    isNumeric: true)]),
                new("What changes", [new ReportTable(
                    ["", "Number"],
                    [
                        .. CatalogDiffReport.Numbers(diff).Where(n => n.Count > 0).Select(
                            n => ImmutableArray.Create(n.Label, ToolText.Number(n.Count))),
                    ],
                    isNumeric: true)]),
                new("Prices, the largest difference first",
                [
                    new ReportTable(
                        ["Offer", "Meter", "Before", "After", "Change"],
                        [.. rates.Take(limit).Select(CatalogDiffReport.Row)],
                        isNumeric: true),
                    new Paragraph(left == 0 ? "" : string.Create(
                        CultureInfo.InvariantCulture, $"{left:N0} more are not shown here; JSON and CSV have all.")),
                ]),
            ],
            json =>
            {
                json.WriteStartObject();
                json.WriteString("outcome", outcome);
                json.WriteString("fingerprint", doubted?.Fingerprint);
                json.WriteStartArray("reasons");
                foreach (string reason in doubted?.Reasons ?? [])
                {
                    json.WriteStringValue(reason);
                }

                json.WriteEndArray();
                json.WriteStartArray("lists");
                foreach (ListUpdate list in lists)
                {
                    json.WriteStartObject();
                    json.WriteString("source", list.Source);
                    json.WriteDate("day", list.Day);
                    json.WriteDate("before", list.Before);
                    json.WriteNumber("offers", list.Offers);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                CatalogDiffReport.WriteMembers(json, diff);
                json.WriteEndObject();
            });
    }
}
