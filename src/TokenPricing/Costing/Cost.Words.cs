using System.Text;

namespace TokenPricing;

public sealed partial class Cost
{
    /// <summary>Returns the calculation in one sentence: what was used, each line, each adjustment, and the total.</summary>
    /// <returns>
    /// Text in the invariant culture, such as <c>12,000 input tokens, 8,000 of them cached: 4,000 x $3.00/M + 8,000 x $0.30/M + 900 x
    /// $15.00/M = $0.0279</c>. An interval and unpriced parts follow the total.
    /// </returns>
    /// <remarks>
    /// The sentence is for people. For the parts of the calculation, read <see cref="Lines"/> and <see cref="Adjustments"/>.
    /// </remarks>
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

        foreach ((MeterQuantity Part, string Reason) part in Unpriced)
        {
            words.Append("; ").Append(part.Part).Append(" unpriced: ").Append(part.Reason);
        }

        return words.ToString();
    }

    /// <summary>Returns the total as text: <c>$0.0279</c>, or <c>$0.03 (between $0.02 and $0.04)</c> for an interval.</summary>
    /// <returns>Text in the invariant culture. Where parts have no price, it names them: <c>$0.03, without 10 output tokens</c>.</returns>
    public override string ToString()
    {
        string interval = IsCertain ? "" : $" (between {Low} and {High})";
        return IsComplete ? $"{Total}{interval}" : $"{Total}{interval}, without {string.Join(", ", Unpriced.Select(u => u.Part))}";
    }

    /// <summary>"8,000 x $0.30/M (cached input tokens as input tokens)".</summary>
    private static string Term(ReceiptLine line)
    {
        string per = line.Rate.Per switch
        {
            1_000_000 => "/M",
            1_000 => "/k",
            1 => "",
            long other => $"/{other.ToString(CultureInfo.InvariantCulture)}",
        };
        string rate = $"{new Usd(line.Rate.Usd)}{per}";
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

    /// <summary>
    /// "12,000 input tokens, 8,000 of them cached": each total with its parts, priced or not. An output without parts is left to its line,
    /// which says the same.
    /// </summary>
    private string Used()
    {
        Dictionary<Meter, decimal> parts = [];
        foreach (MeterQuantity part in Lines.Select(l => new MeterQuantity(l.Meter, l.Quantity)).Concat(Unpriced.Select(u => u.Part)))
        {
            parts[part.Meter] = parts.GetValueOrDefault(part.Meter) + part.Quantity;
        }

        List<string> words = [];
        foreach (Meter whole in new[] { Meter.Input, Meter.Output })
        {
            MeterQuantity[] within = [.. parts.Where(p => p.Key.Ancestors.Contains(whole)).Select(p => new MeterQuantity(p.Key, p.Value))];
            decimal total = parts.GetValueOrDefault(whole) + within.Sum(p => p.Quantity);
            if (total > 0 && (whole == Meter.Input || within.Length > 0 || words.Count == 0))
            {
                words.Add(new MeterQuantity(whole, total).ToString());
                words.AddRange(within.Select(p =>
                    string.Create(CultureInfo.InvariantCulture, $"{p.Quantity:N0} of them {OfThem(p.Meter)}")));
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
