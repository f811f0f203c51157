using System.Globalization;
using System.Text;

namespace TokenPricing;

public sealed partial class Cost
{
    /// <summary>
    /// The cost in a sentence: what was used, each line, and the total:
    /// <c>12,000 input tokens, 8,000 of them cached: 4,000 x $3.00/M + 8,000 x $0.30/M + 900 x $15.00/M = $0.0279</c>.
    /// </summary>
    public string Explain()
    {
        StringBuilder words = new();
        words.Append(Used()).Append(": ");
        words.AppendJoin(" + ", Lines.Select(Term).DefaultIfEmpty("nothing is priced"));
        foreach (AppliedAdjustment adjustment in Adjustments)
        {
            words.Append(adjustment.Amount < Usd.Zero ? " - " : " + ")
                .Append(adjustment.Amount < Usd.Zero ? -adjustment.Amount : adjustment.Amount)
                .Append(" (").Append(adjustment.Adjustment.Label).Append(')');
        }

        words.Append(" = ").Append(Total);
        if (!IsCertain)
        {
            words.Append(" (between ").Append(Low).Append(" and ").Append(High).Append(')');
        }

        foreach (UnpricedPart part in Unpriced)
        {
            words.Append("; ").Append(part.Part).Append(" unpriced: ").Append(part.Reason);
        }

        return words.ToString();
    }

    /// <summary>The total: <c>$0.0279</c>, or <c>$0.03 (between $0.02 and $0.04)</c>; says so where a part is unpriced.</summary>
    public override string ToString()
    {
        string interval = IsCertain ? "" : $" (between {Low} and {High})";
        return IsComplete ? $"{Total}{interval}" : $"{Total}{interval}, without {string.Join(", ", Unpriced.Select(u => u.Part))}";
    }

    private static string Term(ReceiptLine line)
    {
        string per = line.Rate.Per switch
        {
            1_000_000 => "M",
            1_000 => "k",
            1 => "",
            long other => other.ToString(CultureInfo.InvariantCulture),
        };
        string rate = line.Rate.Per == 1 ? $"{new Usd(line.Rate.Usd)}" : $"{new Usd(line.Rate.Usd)}/{per}";
        string notes = string.Join(
            ", ",
            new[]
            {
                line.IsBilledAsParent ? $"{line.Meter.Unit} as {line.Priced.Meter.Unit}" : null,
                line.Priced.Condition.IsNone ? null : line.Priced.Condition.ToString(),
                line.Multiple == 1 ? null : $"{DecimalText.Format(line.Multiple)} of standard",
            }.OfType<string>());
        return string.Create(CultureInfo.InvariantCulture, $"{line.Quantity:N0} x {rate}{(notes.Length == 0 ? "" : $" ({notes})")}");
    }

    // "12,000 input tokens, 8,000 of them cached": totals with the parts within them, of what is priced and what is not. An
    // output without parts stands in its line anyway.
    private string Used()
    {
        Dictionary<Meter, long> parts = [];
        foreach (MeterQuantity part in Lines.Select(l => new MeterQuantity(l.Meter, l.Quantity)).Concat(Unpriced.Select(u => u.Part)))
        {
            parts[part.Meter] = parts.GetValueOrDefault(part.Meter) + part.Quantity;
        }

        List<string> words = [];
        foreach (Meter whole in new[] { Meter.Input, Meter.Output })
        {
            MeterQuantity[] within = [.. parts.Where(p => p.Key.Ancestors.Contains(whole)).Select(p => new MeterQuantity(p.Key, p.Value))];
            long total = parts.GetValueOrDefault(whole) + within.Aggregate(0L, (sum, p) => sum + p.Quantity);
            if (total > 0 && (whole == Meter.Input || within.Length > 0 || words.Count == 0))
            {
                words.Add(new MeterQuantity(whole, total).ToString());
                words.AddRange(within.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Quantity:N0} of them {OfThem(p.Meter)}")));
            }
        }

        words.AddRange(parts.Where(p => !p.Key.IsTokens).Select(p => new MeterQuantity(p.Key, p.Value).ToString()));
        return words.Count == 0 ? "nothing" : string.Join(", ", words);
    }

    private static string OfThem(Meter meter) => meter.Id switch
    {
        "cache-read" => "cached",
        "cache-write" => "written to the cache",
        "cache-write-5m" => "written to the cache for 5 minutes",
        "cache-write-1h" => "written to the cache for 1 hour",
        "reasoning" => "reasoning",
        _ => meter.Unit,
    };
}
