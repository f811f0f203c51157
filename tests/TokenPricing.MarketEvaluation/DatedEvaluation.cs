using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using NodaTime;

namespace TokenPricing.Tests;

/// <summary>Whether every price of input and output that a list states, dated or not, is in force here or disputed with a true reason.</summary>
/// <param name="Lines">One line for each price: the list's source, the offer, the price and its period, the outcome.</param>
internal sealed partial record DatedEvaluation(IReadOnlyList<(string Source, string Offer, string Price, bool IsDated, string Outcome)> Lines)
{
    private const string InForce = "in force";
    private const string Disputed = "disputed";
    private const string NoOffer = "no such offer here";
    private const string NoPrice = "a zero next to a price, which is none";

    /// <summary>The prices that are neither.</summary>
    public IEnumerable<(string Source, string Offer, string Price, bool IsDated, string Outcome)> Wrong =>
        Lines.Where(l => l.Outcome is not (InForce or NoOffer or NoPrice) && !l.Outcome.StartsWith(Disputed, StringComparison.Ordinal));

    /// <summary>Compares the newest of several lists of each source with a catalog.</summary>
    public static DatedEvaluation Of(PriceCatalog prices, IReadOnlyList<(PriceImport Import, LocalDate Day)> lists)
    {
        Dictionary<string, LocalDate> newest =
            lists.GroupBy(l => l.Import.Facts.Sources[0].Id).ToDictionary(g => g.Key, g => g.Max(l => l.Day));
        ILookup<(string, string, Meter), DisputedRateRow> disputes = prices.Rows.Disputes.ToLookup(
            d => (d.Provider, BaseOf(prices.Model(d.Model)), d.Meter));
        return new([.. lists.Where(l => newest[l.Import.Facts.Sources[0].Id] == l.Day).SelectMany(
            l => l.Import.Facts.Rates.Where(r => r.Condition.IsNone && (r.Meter == Meter.Input || r.Meter == Meter.Output)),
            (l, r) => One(prices, r, l.Day, newest, disputes))]);
    }

    /// <summary>Returns the counts, and every price that is neither in force nor disputed with a true reason.</summary>
    public string ToText()
    {
        StringBuilder text = new();
        foreach (bool isDated in new[] { true, false })
        {
            var some = Lines.Where(l => l.IsDated == isDated).ToArray();
            text.AppendLine(CultureInfo.InvariantCulture, $"{some.Length:N0} prices {(isDated ? "that their lists date" : "without dates")}:");
            foreach ((string outcome, int count) in some.CountBy(l => l.Outcome.Split(':')[0]).OrderByDescending(o => o.Value))
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"  {count,6:N0} {outcome}");
            }
        }

        foreach (var line in Wrong)
        {
            text.AppendLine($"{line.Source}: {line.Offer} {line.Price}: {line.Outcome}");
        }

        return text.ToString();
    }

    private static (string, string, string, bool, string) One(
        PriceCatalog prices, RateRow stated, LocalDate day, Dictionary<string, LocalDate> newest,
        ILookup<(string, string, Meter), DisputedRateRow> disputes)
    {
        Instant listed = day.At(new LocalTime(12, 0)).InUtc().ToInstant();
        Instant at = stated.To <= listed ? stated.To!.Value - Duration.FromSeconds(1)
            : stated.From > listed ? stated.From.Value
            : listed;
        string price = FormattableString.Invariant($"{stated.Meter} {stated.Rate} at {at}");
        bool isDated = stated.From is not null || stated.To is not null;
        string name = $"{stated.Provider}/{stated.Model}";
        if (!prices.TryGetOffer(stated.Provider, stated.Model, out Offer? offer))
        {
            return (stated.Source, name, price, isDated, NoOffer);
        }

        Rate? held = offer.TryGetRateCard(at, out RateCard? card)
            ? card.Rates.FirstOrDefault(r => r.Meter == stated.Meter && r.Condition.IsNone)?.Rate
            : null;
        DisputedRateRow[] reasons = [.. disputes[(offer.Provider.Id.Value, BaseOf(offer.Model), stated.Meter)].Where(
            d => d.Source == stated.Source && Same(d.Rate, stated.Rate))];
        string outcome = held is { } rate && Same(rate, stated.Rate) ? InForce
            : reasons.Length > 0 ? Array.Find(reasons, r => !IsTrue(r, day, newest)) is { } untrue ? $"a reason that is not true: {untrue.Reason}" : Disputed
            : held is null && stated.Rate.IsFree ? NoPrice
            : $"{(held is null ? "no price" : "another price")}: {held}, and no dispute";
        return (stated.Source, $"{name} ({offer.Id})", price, isDated, outcome);
    }

    // Two spellings of one model at a provider may be two offers.
    private static string BaseOf(Model model) => (model.Base ?? model).Id.Value;

    /// <summary>Returns whether what a reason says of days and sources is so; the others say what anybody sees in the row.</summary>
    private static bool IsTrue(DisputedRateRow dispute, LocalDate day, Dictionary<string, LocalDate> newest)
    {
        if (Older().Match(dispute.Reason) is { Success: true } older)
        {
            return Period.DaysBetween(day, newest[older.Groups["source"].Value]) == int.Parse(older.Groups["days"].ValueSpan, CultureInfo.InvariantCulture);
        }

        return dispute.Reason switch
        {
            "another source has a newer list" => newest.Any(n => n.Key != dispute.Source && n.Value >= day),
            "a zero, and nothing says that it is free" => dispute.Rate.IsFree,
            _ => dispute.Reason.Length > 0,
        };
    }

    private static bool Same(Rate left, Rate right) => left.IsFree || right.IsFree
        ? left.IsFree == right.IsFree
        : decimal.Abs((left.Usd / left.Per) - (right.Usd / right.Per)) <= Math.Max(left.Usd / left.Per, right.Usd / right.Per) * 0.001m;

    [GeneratedRegex("^the list is (?<days>[0-9]+) days older than that of (?<source>[a-z.-]+)$")]
    private static partial Regex Older();
}
