using System.Globalization;
using System.Text;

namespace TokenPricing.Tests;

/// <summary>How much a catalog knows about the models that most providers sell, by the columns of <c>models.csv</c>.</summary>
internal sealed record FactEvaluation(IReadOnlyList<Model> Models, IReadOnlyList<(string Column, int Known)> Columns)
{
    /// <summary>Returns what is known about a number of models.</summary>
    public static FactEvaluation Of(PriceCatalog prices, int count)
    {
        Model[] models =
        [
            .. prices.Models.Where(m => m.Base is null)
                .OrderByDescending(m => m.AllOffers.Select(o => o.Provider).Distinct().Count()).ThenBy(m => m.Id.Value, StringComparer.Ordinal).Take(count),
        ];
        return new(
            models,
            [.. models.SelectMany(m => m.FactColumns()).GroupBy(c => c.Column).Select(g => (g.Key, g.Count(c => c.Text.Length > 0)))]);
    }

    /// <summary>Returns the counts, and the models of which a column that matters is empty.</summary>
    public string ToText()
    {
        StringBuilder text = new();
        text.AppendLine(CultureInfo.InvariantCulture, $"Of the {Models.Count:N0} most widely sold models:");
        foreach ((string column, int known) in Columns)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {known,5:N0} have {column} ({(decimal)known / Math.Max(1, Models.Count):P1})");
        }

        string[] wanted = ["developer", "kind", "released", "context_window", "max_output", "license", "open_weights"];
        foreach (Model model in Models)
        {
            string[] missing = [.. model.FactColumns().Where(c => c.Text.Length == 0 && wanted.Contains(c.Column)).Select(c => c.Column)];
            if (missing.Length > 0)
            {
                text.AppendLine($"{model.Id} ({model.Name}): without {string.Join(", ", missing)}");
            }
        }

        return text.ToString();
    }
}
