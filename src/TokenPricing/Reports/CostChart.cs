using System.Collections.Immutable;
using System.Globalization;

namespace TokenPricing;

/// <summary>Makes a chart of the parts of a cost.</summary>
internal static class CostChart
{
    /// <summary>A bar for each meter that was billed and each adjustment, what has no price, and the total.</summary>
    public static BarChart Of(Cost cost)
    {
        IEnumerable<BarGroup> lines = cost.Lines.GroupBy(l => l.Meter).OrderBy(g => g.Key.Index).Select(g => Bar(Label(g.Key, cost), Sum(g.Select(l => l.Amount)), cost.Total) with { Detail = Detail([.. g]) });
        IEnumerable<BarGroup> adjustments = cost.Adjustments.Select(a => Bar(Words.Capital(a.Adjustment.Label), a.Amount, cost.Total));
        IEnumerable<BarGroup> unpriced = cost.Unpriced.Select(u => new BarGroup(Words.Capital(u.Part.ToString()), [new BarValue(null, "no price known, not in the total")]));
        BarGroup[] parts = [.. lines, .. adjustments, .. unpriced];
        return new BarChart("US dollars", [""], parts.Length == 0 ? [] : [.. parts, Total(cost)])
        {
            Notes =
            [
                .. parts.Length == 0 ? new[] { "Nothing was used, so nothing is charged: $0.00." } : [],
                .. parts.Length > 0 && cost.Total == Usd.Zero && cost.IsCertain ? new[] { "The total is zero." } : [],
                .. cost.Unpriced.Select(u => u.Reason).Distinct(),
            ],
        };
    }

    private static BarGroup Bar(string label, Usd amount, Usd total) => new(label, [new BarValue(amount.Amount, amount + Share(amount, total))]);

    private static BarGroup Total(Cost cost) => new("Total", [new BarValue(cost.Total.Amount, cost.IsCertain ? cost.Total.ToString() : $"{cost.Total} (between {cost.Low} and {cost.High})")
    {
        Between = cost.IsCertain ? null : (cost.Low.Amount, cost.High.Amount),
    }]);

    private static string Share(Usd amount, Usd total) =>
        amount > Usd.Zero && total >= amount ? $" ({Words.Percent(Percentage.FromFraction(amount / total))})" : "";

    private static Usd Sum(IEnumerable<Usd> amounts) => amounts.Aggregate(Usd.Zero, (sum, amount) => sum + amount);

    private static string Label(Meter meter, Cost cost)
    {
        bool Has(Func<Meter, bool> part) => cost.Lines.Any(l => part(l.Meter));
        string rest = meter == Meter.Input && Has(m => m.IsWithin(Meter.CacheRead) || m == Meter.CacheRead) ? ", uncached"
            : meter == Meter.Output && Has(m => m == Meter.Reasoning) ? " without reasoning"
            : "";
        return Words.Capital(meter.Unit) + rest;
    }

    // "4,000 at $3.00 per 1M"
    private static string Detail(ImmutableArray<ReceiptLine> lines)
    {
        long quantity = lines.Sum(l => l.Quantity);
        Rate[] rates = [.. lines.Select(l => l.Rate).Distinct()];
        string rate = rates.Length == 1 ? rates[0].ToString() : $"{rates.Length} rates";
        return string.Create(CultureInfo.InvariantCulture, $"{quantity:N0} at {rate}");
    }
}
