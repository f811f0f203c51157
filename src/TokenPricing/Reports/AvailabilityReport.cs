using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace TokenPricing;

/// <summary>Lays out who offers a model, and at which prices.</summary>
public static class AvailabilityReport
{
    /// <summary>The availability as a report.</summary>
    /// <param name="availability">The availability.</param>
    /// <param name="blend">The mix by which its offers are ranked.</param>
    public static Report ToReport(this Availability availability, Blend blend)
    {
        ArgumentNullException.ThrowIfNull(availability);
        return new Report(
            $"Who offers {availability.Model.Name}",
            CountSentence(availability),
            [new("Providers", [.. Providers(availability, blend)]), new("Prices", [.. Prices(availability, blend)])],
            json => WriteJson(json, availability, blend));
    }

    internal static ReportTable Table(IReadOnlyList<Availability> models)
    {
        return new ReportTable(
            ["", .. models.Select(a => a.Model.Name)],
            [
                Row("Providers", a => a.ProviderCount == 0 ? Words.NotSourced : Number(a.ProviderCount)),
                Row("of them named", a => Number(a.Named.Length)),
                Row("Named", a => Words.Of(a.Named.Select(p => p.Name).ToArray())),
                Row("Paid", a => Number(a.Paid.Length)),
                Row("Free", a => Number(a.Free.Length)),
                Row("Without a published price", a => Number(a.Unpriced.Length)),
                Row("Retired", a => Number(a.Retired.Length)),
                Row("Prices of an unnamed provider", a => Number(a.Unnamed.Length)),
            ],
            IsNumeric: false);

        ImmutableArray<string> Row(string label, Func<Availability, string> cell) => [label, .. models.Select(cell)];
    }

    internal static string CountSentence(Availability availability)
    {
        string model = availability.Model.Name;
        int named = availability.Named.Length;
        return availability.StatedCount is { } stated && stated.Providers > named
            ? $"{model} is offered by {Words.Count(stated.Providers, "provider")}, as its source states; {(named == 0 ? "none" : Number(named))} of them {(named == 1 ? "is" : "are")} named."
            : named == 0 ? $"No provider of {model} is sourced." : $"{model} is offered by {Words.Count(named, "provider")}, all of them named.";
    }

    private static IEnumerable<ReportBlock> Providers(Availability availability, Blend blend)
    {
        Offer[] offers = [.. availability.Paid, .. availability.Free, .. availability.Unpriced, .. availability.Retired, .. availability.Unnamed];
        if (offers.Length == 0)
        {
            yield return new Paragraph("No offer is sourced.");
            yield break;
        }

        Dictionary<Offer, PricedOffer> prices = (availability.PricesBy(blend)?.Offers ?? []).ToDictionary(p => p.Offer);
        yield return new ReportTable(
            ["Provider", "Input per 1M", "Output per 1M", "Blended per 1M", "Offer"],
            [.. offers.Select(o => Row(o, prices.GetValueOrDefault(o), Status(availability, o)))],
            IsNumeric: true);
        yield return new Paragraph($"Blended: {Words.Blend(blend)}. Prices on {Words.Of(availability.On)}.");
    }

    private static IEnumerable<ReportBlock> Prices(Availability availability, Blend blend)
    {
        if (availability.PricesBy(blend) is not { } prices)
        {
            yield return new Paragraph("No published price covers this blend.");
            yield break;
        }

        string spread = prices.Spread is { } times ? $", {times.ToString("0.##", CultureInfo.InvariantCulture)} times the cheapest" : "";
        yield return new Paragraph(
            prices.Offers.Length == 1
                ? $"One price is known: {Words.Rate(prices.Cheapest.Rate)} per 1M blended tokens from {prices.Cheapest.Offer.Provider.Name}."
                : $"The cheapest of {prices.Offers.Length} prices is {Words.Rate(prices.Cheapest.Rate)} per 1M blended tokens from {prices.Cheapest.Offer.Provider.Name}, "
                    + $"the median {Words.Rate(prices.Median)}, the dearest {Words.Rate(prices.Dearest.Rate)} from {prices.Dearest.Offer.Provider.Name}{spread}.");
        yield return new BarChart(
            "US dollars per 1M blended tokens", ["Blended"],
            [.. prices.Offers.Select(p => new BarGroup(p.Offer.Provider.Name, [new BarValue(p.Rate.UsdPerMillion, Words.Rate(p.Rate))]))]);
    }

    private static ImmutableArray<string> Row(Offer offer, PricedOffer? price, string status) =>
    [
        Words.Capital(offer.Provider.Name),
        Words.Rate(price?.Card.RateOf(Meter.Input)),
        Words.Rate(price?.Card.RateOf(Meter.Output)),
        Words.Rate(price?.Rate),
        status,
    ];

    private static string Status(Availability availability, Offer offer) =>
        availability.Paid.Contains(offer) ? "paid"
        : availability.Free.Contains(offer) ? "free"
        : availability.Unpriced.Contains(offer) ? "no published price"
        : availability.Retired.Contains(offer) ? "retired"
        : "provider not named";

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static void WriteJson(Utf8JsonWriter json, Availability availability, Blend blend)
    {
        PriceSpread? prices = availability.PricesBy(blend);
        json.WriteStartObject();
        json.WriteString("model", availability.Model.Id);
        json.WriteString("name", availability.Model.Name);
        json.WriteDate("asOf", availability.On);
        ComparisonJson.WriteProviders(json, availability);
        json.WriteNumber("paid", availability.Paid.Length);
        json.WriteNumber("free", availability.Free.Length);
        json.WriteNumber("unpriced", availability.Unpriced.Length);
        json.WriteNumber("retired", availability.Retired.Length);
        json.WriteRate("cheapestUsdPerMillion", prices?.Cheapest.Rate);
        json.WriteRate("medianUsdPerMillion", prices?.Median);
        json.WriteRate("dearestUsdPerMillion", prices?.Dearest.Rate);
        json.WriteNumberOrNull("spread", prices?.Spread);
        ComparisonJson.WriteBlend(json, blend);
        json.WriteStartArray("offers");
        foreach (PricedOffer price in prices?.Offers ?? [])
        {
            json.WriteStartObject();
            json.WriteString("provider", price.Offer.Provider.IsNamed ? price.Offer.Provider.Id : null);
            json.WriteRate("inputUsdPerMillion", price.Card.RateOf(Meter.Input));
            json.WriteRate("outputUsdPerMillion", price.Card.RateOf(Meter.Output));
            json.WriteRate("blendedUsdPerMillion", price.Rate);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
