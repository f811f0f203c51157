using System.Collections.Immutable;

namespace TokenPricing.Reports;

/// <summary>Creates the chart of the prices of each provider of a model.</summary>
internal static class AvailabilityChart
{
    private static readonly ImmutableArray<string> Series = ["Input", "Output", "Blended"];

    /// <summary>Creates the chart, ranked by the blended price.</summary>
    public static DotChart Of(AvailabilityGrid grid) =>
        new(
            $"US dollars per 1M tokens on {Words.Of(grid.Availability.On)}; blended: {Words.Blend(grid.Blend)}",
            Series,
            Series.Length - 1,
            [.. grid.Rows.Select(RowOf)])
        {
            Notes = grid.Rows.IsEmpty ? ["No offer is sourced, so there is nothing to draw."] : [],
        };

    /// <summary>Returns the bars that text formats show instead of the dots.</summary>
    public static BarChart Bars(DotChart chart) => new(
        "US dollars per 1M blended tokens", [chart.Series[chart.Ranked]],
        [.. chart.Rows.Where(r => r.Values[chart.Ranked] is not null).Select(
            r => new BarGroup(r.Label, [new BarValue(r.Values[chart.Ranked], ReportValues.Dollars(r.Values[chart.Ranked]!.Value))]))]);

    /// <summary>Returns the prices of a provider; <see langword="null"/> for a price that is not known.</summary>
    private static DotRow RowOf(AvailabilityGrid.Row row)
    {
        ImmutableArray<decimal?> values =
            [row.Card?.RateOf(Meter.Input)?.UsdPerMillion, row.Card?.RateOf(Meter.Output)?.UsdPerMillion, row.Price?.Rate.UsdPerMillion];
        return new DotRow(Words.Capital(row.Provider.Name), values, Remark(row, values));
    }

    /// <summary>Returns the remark of a row: which of its prices are free or unknown, or, without any price above zero, why.</summary>
    private static string Remark(AvailabilityGrid.Row row, ImmutableArray<decimal?> values)
    {
        if (!values.Any(v => v > 0))
        {
            string unknown = string.Join(" and ", Parts(values, null));
            return values.All(v => v == 0) ? "free ($0)"
                : values.Any(v => v == 0) ? $"free ($0) as far as is known: {unknown} unknown"
                : row.Card is null ? row.StatusText
                : $"{row.StatusText}, but not by input and output tokens";
        }

        string?[] parts =
        [
            .. Parts(values, 0).Select(p => $"{p} free"),
            .. Parts(values, null).Select(p => $"{p} unknown"),
            row is { HasFree: true, Status: OfferStatus.Paid } ? "also a free offer" : null,
            row.Status is null ? "provider not named" : null,
        ];
        return string.Join(", ", parts.OfType<string>());
    }

    /// <summary>Returns the names of the series that have a value; <see langword="null"/> for those without one.</summary>
    private static IEnumerable<string> Parts(ImmutableArray<decimal?> values, decimal? value) =>
        Series.Where((_, i) => values[i] == value).Select(s => s.ToLowerInvariant());
}
