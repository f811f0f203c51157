using System.Text.Json;

namespace TokenPricing.Reports;

/// <summary>Writes an availability as JSON with stable keys. Numbers have all of their digits, and unknown values are null.</summary>
internal static class AvailabilityJson
{
    /// <summary>Writes the availability as one object.</summary>
    public static void Write(Utf8JsonWriter json, AvailabilityGrid grid)
    {
        Availability availability = grid.Availability;
        json.WriteStartObject();
        json.WriteString("model", availability.Model.Id.Value);
        json.WriteString("name", availability.Model.Name);
        json.WriteString("variantOf", availability.Model.Base?.Id.Value);
        json.WriteStrings("variants", availability.Model.Variants.Select(f => f.Id.Value));
        json.WriteDate("asOf", availability.On);
        PriceAge.Write(json, availability.Model, availability.On);
        ComparisonJson.WriteProviders(json, availability);
        json.WriteNumber("paid", availability.Paid.Length);
        json.WriteNumber("free", availability.Free.Length);
        json.WriteNumber("unpriced", availability.Unpriced.Length);
        json.WriteNumber("retired", availability.Retired.Length);
        WritePrices(json, grid.Prices);
        ComparisonJson.WriteBlend(json, grid.Blend);
        json.WriteStartArray("offers");
        foreach ((AvailabilityGrid.Row row, AvailabilityGrid.Listing listing) in grid.Rows.SelectMany(r => r.Listings, (r, l) => (r, l)))
        {
            WriteOffer(json, row, listing);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WritePrices(Utf8JsonWriter json, PriceSpread? prices)
    {
        json.WriteRate("cheapestUsdPerMillion", prices?.Cheapest.Rate);
        json.WriteRate("medianUsdPerMillion", prices?.Median);
        json.WriteRate("mostExpensiveUsdPerMillion", prices?.MostExpensive.Rate);
        json.WriteNumberOrNull("spread", prices?.Spread);
        json.WritePercent("percentMoreExpensive", prices?.PercentMoreExpensive);
        json.WriteNumberOrNull("distinctPrices", prices?.DistinctPrices);
        json.WriteRate("mostCommonUsdPerMillion", prices?.MostCommon);
        json.WriteNumberOrNull("providersAtMostCommon", prices?.ProvidersAtMostCommon);
        json.WriteNumberOrNull("concentration", prices?.Concentration.Fraction);
    }

    private static void WriteOffer(Utf8JsonWriter json, AvailabilityGrid.Row row, AvailabilityGrid.Listing listing)
    {
        json.WriteStartObject();
        json.WriteString("provider", row.Provider.IsNamed ? row.Provider.Id.Value : null);
        json.WriteString("model", listing.Offer.Model.Id.Value);
        json.WriteString("seller", listing.Offer.Seller is { } seller ? Words.Of(seller) : null);
        json.WriteString("status", listing.Status?.ToString().ToLowerInvariant());
        json.WriteRate("inputUsdPerMillion", listing.Card?.RateOf(Meter.Input));
        json.WriteRate("outputUsdPerMillion", listing.Card?.RateOf(Meter.Output));
        json.WriteRate("blendedUsdPerMillion", listing.Price?.Rate);
        json.WriteBooleanOrNull("isConfirmed", listing.Price?.IsConfirmed);
        json.WriteDate("recorded", AvailabilityGrid.Recorded(listing.Card));
        json.WriteBoolean("standsForProvider", listing == row.Shown);
        json.WriteEndObject();
    }
}
