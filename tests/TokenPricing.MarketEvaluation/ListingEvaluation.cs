using System.Globalization;
using System.Text;
using NodaTime;

namespace TokenPricing.Tests;

/// <summary>How many listings of a price list a catalog knows, and how many of these have the same prices of input and output.</summary>
/// <param name="Lines">One line for each listing: provider, model, outcome, the list's prices, the catalog's.</param>
internal sealed record ListingEvaluation(IReadOnlyList<(string Provider, string Model, string Outcome, string Listed, string Here)> Lines)
{
    /// <summary>The outcomes of listings that are known here.</summary>
    public const string Equal = "equal";

    private const string Unknown = "unknown";

    /// <summary>The share of listings that the catalog has, from 0 to 1.</summary>
    public decimal Known => Share(Lines.Count(l => l.Outcome != Unknown), Lines.Count);

    /// <summary>The share of known listings that cost the same, from 0 to 1.</summary>
    public decimal Alike => Share(Lines.Count(l => l.Outcome.StartsWith(Equal, StringComparison.Ordinal)), Lines.Count(l => l.Outcome != Unknown));

    /// <summary>Compares the listings of a list with the prices of a catalog at noon of a day.</summary>
    public static ListingEvaluation Of(PriceCatalog prices, PriceImport list, LocalDate on)
    {
        Instant noon = on.At(new LocalTime(12, 0)).InUtc().ToInstant();
        ILookup<(string, string), RateRow> rates = list.Facts.Rates.Where(r => r.Condition.IsNone).ToLookup(r => (r.Provider, r.Model));
        return new([.. list.Facts.Offers.Select(o => One(prices, o, [.. rates[(o.Provider, o.Model)]], noon))]);
    }

    /// <summary>Returns the shares, the counts of outcomes, and every listing that is not equal.</summary>
    public string ToText()
    {
        StringBuilder text = new();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Lines.Count:N0} listings: {Known:P1} known, {Alike:P1} of these equal in input and output.");
        foreach ((string outcome, int count) in Lines.CountBy(l => l.Outcome).OrderByDescending(o => o.Value))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {count,5:N0} {outcome}");
        }

        foreach (var line in Lines.Where(l => l.Outcome != Equal))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{line.Outcome}: {line.Provider}/{line.Model}: listed {line.Listed}, here {line.Here}");
        }

        return text.ToString();
    }

    private static (string, string, string, string, string) One(PriceCatalog prices, OfferRow listing, RateRow[] rates, Instant at)
    {
        decimal? input = rates.FirstOrDefault(r => r.Meter == Meter.Input)?.Rate.UsdPerMillion;
        decimal? output = rates.FirstOrDefault(r => r.Meter == Meter.Output)?.Rate.UsdPerMillion;
        string listed = $"{Text(input)}/{Text(output)}";
        if (!prices.TryGetOffer(listing.Provider, listing.Model, out Offer? offer))
        {
            return (listing.Provider, listing.Model, Unknown, listed, "");
        }

        RateCard? card = offer.TryGetRateCard(at, out RateCard? known) ? known : null;
        decimal? ownInput = card?.RateOf(Meter.Input)?.UsdPerMillion;
        decimal? ownOutput = card?.RateOf(Meter.Output)?.UsdPerMillion;
        string outcome = Same(input, ownInput) && Same(output, ownOutput) ? Equal
            : input is null or 0 && output is null or 0 && ownInput is null ? "equal: a zero there, no price here"
            : input is null or 0 && output is null or 0 ? "a zero there, a price here"
            : ownInput is null ? "no price here"
            : "another price";
        return (listing.Provider, listing.Model, outcome, listed, $"{Text(ownInput)}/{Text(ownOutput)} ({offer.Id})");
    }

    private static bool Same(decimal? left, decimal? right) =>
        left == right || (left is { } l && right is { } r && decimal.Abs(l - r) <= Math.Max(l, r) * 1e-6m);

    private static string Text(decimal? usd) => usd?.ToString(CultureInfo.InvariantCulture) ?? "-";

    private static decimal Share(int part, int whole) => whole == 0 ? 1 : (decimal)part / whole;
}
