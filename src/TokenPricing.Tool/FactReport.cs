using System.Collections.Immutable;
using System.Globalization;

namespace TokenPricing.Tool;

/// <summary>How much a catalog knows about the models that most providers sell, by the columns of <c>models.csv</c>.</summary>
internal static class FactReport
{
    // What every row has, and what is about the row and not about the model.
    private static readonly string[] Given = ["id", "name", "entry", "source", "recorded", "base"];

    // What is known of every model that somebody sells, or missing.
    private static readonly string[] Wanted =
        ["developer", "kind", "released", "context_window", "max_output", "license", "open_weights"];

    /// <summary>Returns the report: a row for each column, then the models of which a column that matters is empty.</summary>
    /// <param name="prices">The catalog.</param>
    /// <param name="count">How many models, zero or more.</param>
    public static Report Of(PriceCatalog prices, int count)
    {
        (Model Model, int Sellers)[] models =
        [
            .. prices.Models
                .Where(m => m.Base is null)
                .Select(m => (m, m.AllOffers.Select(o => o.Provider).Distinct().Count()))
                .OrderByDescending(m => m.Item2)
                .ThenBy(m => m.m.Id)
                .Take(count),
        ];
        (string Column, int Known)[] columns =
        [
            .. models.SelectMany(m => m.Model.FactColumns()).Where(c => !Given.Contains(c.Column)).GroupBy(c => c.Column).Select(
                g => (g.Key, g.Count(c => c.Text.Length > 0))),
        ];
        (Model Model, string Missing)[] lacking =
            [.. models.Select(m => (m.Model, Missing(m.Model))).Where(m => m.Item2.Length > 0)];
        return new Report(
            "Facts of models",
            models.Length == 0
                ? "There is no model to look at."
                : $"Of the {ToolText.Count(models.Length, "model")} that most providers sell, from "
                    + $"{ToolText.Count(models[0].Sellers, "provider")} down to "
                    + $"{models[^1].Sellers.ToString(CultureInfo.InvariantCulture)}.",
            [
                new("Known",
                [
                    new ReportTable(
                        ["Fact", "Models", "Share"],
                        [.. columns.Select(c => ImmutableArray.Create(c.Column, ToolText.Number(c.Known), Share(c.Known, models.Length)))],
                        isNumeric: true),
                ]),
                new("Not known",
                [
                    new ReportTable(
                        ["Model", "Without"],
                        [.. lacking.Select(l => ImmutableArray.Create(l.Model.Id.Value, l.Missing))],
                        isNumeric: false),
                ]),
            ],
            json =>
            {
                json.WriteStartObject();
                json.WriteNumber("models", models.Length);
                json.WriteStartObject("known");
                foreach ((string column, int known) in columns)
                {
                    json.WriteNumber(column, known);
                }

                json.WriteEndObject();
                json.WriteStartObject("without");
                foreach ((Model model, string missing) in lacking)
                {
                    json.WriteString(model.Id.Value, missing);
                }

                json.WriteEndObject();
                json.WriteEndObject();
            });
    }

    private static string Missing(Model model) =>
        string.Join(", ", model.FactColumns().Where(c => c.Text.Length == 0 && Wanted.Contains(c.Column)).Select(c => c.Column));

    private static string Share(int known, int all) => (known / (decimal)all).ToString("P1", CultureInfo.InvariantCulture);
}
