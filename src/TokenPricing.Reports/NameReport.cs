using System.Text.Json;

namespace TokenPricing.Reports;

/// <summary>Creates the report of what a name refers to, with the steps of the match.</summary>
internal static class NameReport
{
    /// <summary>Creates the report.</summary>
    public static Report Of(NameMatch match) => new(
        $"What '{match.Name}' stands for",
        match.Offer is { } offer ? $"{offer}." : $"The model {match.Model}; neither a provider is named nor does its maker sell it.",
        [
            new("Steps", [new BulletList("How the name was read:", match.Steps), .. End(match.Model)]),
            new("Offers", [new BulletList(
                $"Who offers {match.Model}:",
                match.Offer is null ? [.. match.Model.Offers.Select(o => o.Provider.Name)] : [])]),
        ],
        json => WriteJson(json, match));

    private static IEnumerable<ReportBlock> End(Model model) =>
        model.RecordedThrough is { } day ? EndOfService.Caution(day, model) : [];

    private static void WriteJson(Utf8JsonWriter json, NameMatch match)
    {
        json.WriteStartObject();
        json.WriteString("name", match.Name);
        json.WriteString("provider", match.Provider?.Id.Value);
        json.WriteString("model", match.Model.Id.Value);
        json.WriteString("offer", match.Offer?.ToString());
        json.WriteBoolean("exact", match.IsExact);
        json.WriteStartArray("steps");
        foreach (string step in match.Steps)
        {
            json.WriteStringValue(step);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
