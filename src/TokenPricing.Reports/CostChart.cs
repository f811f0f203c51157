using System.Globalization;

namespace TokenPricing.Reports;

/// <summary>Creates the chart of the parts of a cost.</summary>
internal static class CostChart
{
    private const int Neither = 2;

    /// <summary>Creates the chart: a bar for each billed meter and each adjustment, the parts without a price, and the total.</summary>
    public static BarChart Of(Cost cost)
    {
        IEnumerable<BarGroup> lines = cost.Lines
            .GroupBy(l => l.Meter)
            .OrderBy(g => Side(g.Key))
            .ThenBy(g => Meter.All.IndexOf(g.Key))
            .Select(g => Part(g.Key, [.. g], cost));
        IEnumerable<BarGroup> adjustments = cost.Adjustments.Select(a => Bar(Words.Capital(a.Adjustment.Label), a.Amount, cost, Neither));
        IEnumerable<BarGroup> unpriced = cost.Unpriced
            .Select(u => new BarGroup(Words.Capital(u.Part.ToString()), [new BarValue(null, "no price known, not in the total")]));
        BarGroup[] parts = [.. lines, .. adjustments, .. unpriced];
        return new BarChart("US dollars", [""], parts.Length == 0 ? [] : [.. parts, Total(cost)])
        {
            Notes =
            [
                .. parts.Length == 0 ? new[] { "Nothing was used, so nothing is charged." } : [],
                .. cost.Lines.Length > 0 && cost.High == Usd.Zero ? new[] { "The total is zero: all that has a price is free." } : [],
                .. cost.Unpriced.Select(u => u.Reason).Distinct(),
            ],
        };
    }

    /// <summary>Returns the cost as a title. A usage without any price is unknown, not zero.</summary>
    public static string Title(Cost cost) => $"What it costs: {(IsUnknown(cost) ? "unknown" : cost)}";

    /// <summary>Returns why a cost is not certain; empty if it is certain.</summary>
    public static string Lead(Cost cost) => cost.IsCertain
        ? ""
        : "Requests were counted together, so which rates each of them paid is not known: the pale part may or may not be charged.";

    /// <summary>Returns whether no part of the usage has a price.</summary>
    private static bool IsUnknown(Cost cost) => cost.Lines.IsEmpty && !cost.IsComplete;

    /// <summary>Returns the color index of a meter: input, output or neither.</summary>
    private static int Side(Meter meter) => meter.IsInput ? 0 : meter.IsOutput ? 1 : Neither;

    /// <summary>Returns the bar of all lines of a meter.</summary>
    private static BarGroup Part(Meter meter, ReceiptLine[] lines, Cost cost)
    {
        Usd amount = lines.Aggregate(Usd.Zero, (sum, line) => sum + line.Amount);
        return Bar(Label(meter, cost), amount, cost, Side(meter), Detail(lines));
    }

    /// <summary>Returns a bar with its amount and its share of the total.</summary>
    private static BarGroup Bar(string label, Usd amount, Cost cost, int place, string detail = "") =>
        new(label, [new BarValue(amount.Amount, amount + Share(amount, cost.Total)) { Place = place }]) { Detail = detail };

    /// <summary>Returns the bar of the total, with its bounds if it is not certain.</summary>
    private static BarGroup Total(Cost cost) => IsUnknown(cost)
        ? new("Total", [new BarValue(null, "unknown")])
        : new("Total", [new BarValue(
            cost.Total.Amount,
            cost.Total.ToString()) { Place = BarChartSvg.Sum, Between = cost.IsCertain ? null : (cost.Low.Amount, cost.High.Amount) }])
        {
            Detail = cost.IsCertain ? "" : $"between {cost.Low} and {cost.High}",
        };

    /// <summary>Returns the share of the total in parentheses; empty for deductions and for amounts above the total.</summary>
    private static string Share(Usd amount, Usd total) =>
        amount > Usd.Zero && total >= amount ? $" ({ReportValues.Percent(Percentage.FromFraction(amount / total))})" : "";

    /// <summary>Returns the label of a meter. If parts of it are billed separately, the label says that it is the rest.</summary>
    private static string Label(Meter meter, Cost cost)
    {
        bool IsBeside(Meter part) => cost.Lines.Any(l => l.Meter == part || l.Meter.Ancestors.Contains(part));
        string rest = meter == Meter.Input && (IsBeside(Meter.CacheRead) || IsBeside(Meter.CacheWrite)) ? "uncached "
            : meter == Meter.Output && IsBeside(Meter.Reasoning) ? "other "
            : "";
        return Words.Capital(rest + meter.Unit);
    }

    /// <summary>Returns the quantity and the rate, such as "4,000 at $3.00 per 1M".</summary>
    private static string Detail(ReceiptLine[] lines)
    {
        decimal quantity = lines.Sum(l => l.Quantity);
        Rate[] rates = [.. lines.Select(l => l.Rate).Distinct()];
        string rate = rates.Length == 1 ? rates[0].ToString() : $"{rates.Length} rates";
        return string.Create(CultureInfo.InvariantCulture, $"{quantity:#,0.############################} at {rate}");
    }
}
