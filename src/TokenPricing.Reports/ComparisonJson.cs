using System.Text.Json;

namespace TokenPricing.Reports;

/// <summary>Writes a comparison as JSON with stable keys. Numbers have all of their digits, and unknown values are null.</summary>
internal static class ComparisonJson
{
    /// <summary>Writes the comparison as one object.</summary>
    public static void Write(Utf8JsonWriter json, Comparison comparison)
    {
        json.WriteStartObject();
        json.WriteDate("asOf", comparison.On);
        PriceAge.Write(json, comparison.Left.Model, comparison.On);
        WriteBlend(json, comparison.Blend);
        json.WriteString("basis", comparison.Basis.ToString().ToLowerInvariant());
        WriteSide(json, "left", comparison.Left);
        WriteSide(json, "right", comparison.Right);
        json.WriteString("cheaper", comparison.Cheaper?.Model.Id.Value);
        WriteFigures(json, comparison.Blended);
        WriteRates(json, "input", comparison, comparison.Input);
        WriteRates(json, "output", comparison, comparison.Output);
        json.WriteNumberOrNull("breakEvenInputShare", comparison.BreakEvenInputShare?.Fraction);
        WriteOtherHours(json, comparison);
        WriteCapabilities(json, comparison);
        json.WriteString("reason", comparison.Reason);
        json.WriteEndObject();
    }

    /// <summary>Writes a blend as the share of each meter, from 0 to 1.</summary>
    public static void WriteBlend(Utf8JsonWriter json, Blend blend)
    {
        json.WriteStartObject("blend");
        foreach ((Meter Meter, decimal Weight) weight in blend.Weights)
        {
            json.WriteNumberOrNull(weight.Meter.Id, blend.ShareOf(weight.Meter));
        }

        json.WriteEndObject();
    }

    /// <summary>Writes the number of providers and the names of the named ones.</summary>
    public static void WriteProviders(Utf8JsonWriter json, Availability availability)
    {
        json.WriteStartObject("providers");
        json.WriteNumber("count", availability.ProviderCount);
        json.WriteNumberOrNull("stated", availability.StatedCount?.Providers);
        json.WriteStrings("named", availability.Named.Select(p => p.Name));
        json.WriteEndObject();
    }

    /// <summary>Writes the verdict of a panel; JSON null if there is none.</summary>
    public static void WritePanel(Utf8JsonWriter json, Model model)
    {
        if (model.ShipShare is not { } share)
        {
            json.WriteNull("panel");
            return;
        }

        json.WriteStartObject("panel");
        json.WriteNumberOrNull("shipShare", share.Fraction);
        json.WriteStartArray("votes");
        foreach (PanelVote vote in model.PanelVotes)
        {
            json.WriteStartObject();
            json.WriteString("reviewer", vote.Reviewer);
            json.WriteString("verdict", vote.Ships ? "ship" : "skip");
            json.WriteString("basis", vote.IsInferred ? "inferred" : "stated");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSide(Utf8JsonWriter json, string name, ComparisonSide side)
    {
        json.WriteStartObject(name);
        json.WriteString("model", side.Model.Id.Value);
        json.WriteString("name", side.Model.Name);
        json.WriteRate("inputUsdPerMillion", side.Input);
        json.WriteRate("outputUsdPerMillion", side.Output);
        json.WriteRate("blendedUsdPerMillion", side.Blended);
        json.WriteString("provider", side.Priced is { Offer.Provider: { IsNamed: true } provider } ? provider.Id.Value : null);
        json.WriteString("seller", side.Priced?.Offer.Seller?.ToString().ToLowerInvariant());
        WriteProviders(json, side.Availability);
        WritePanel(json, side.Model);
        json.WriteString("unpricedReason", side.UnpricedReason);
        json.WriteEndObject();
    }

    private static void WriteRates(Utf8JsonWriter json, string name, Comparison comparison, RateComparison? rates)
    {
        json.WriteStartObject(name);
        json.WriteString("cheaper", rates is { } pair ? comparison.CheaperBy(pair)?.Model.Id.Value : null);
        WriteFigures(json, rates);
        json.WriteEndObject();
    }

    private static void WriteFigures(Utf8JsonWriter json, RateComparison? rates)
    {
        json.WriteRate("differenceUsdPerMillion", rates?.Difference);
        json.WritePercent("percentCheaper", rates?.PercentCheaper);
        json.WritePercent("percentMoreExpensive", rates?.PercentMoreExpensive);
    }

    /// <summary>Writes what both sides cost by the blend in the hours that have prices of their own.</summary>
    private static void WriteOtherHours(Utf8JsonWriter json, Comparison comparison)
    {
        json.WriteStartArray("otherHours");
        foreach ((string hours, RateComparison rates) in PriceHours.Of(comparison))
        {
            json.WriteStartObject();
            json.WriteString("hours", hours);
            json.WriteRate("leftUsdPerMillion", rates.Left);
            json.WriteRate("rightUsdPerMillion", rates.Right);
            json.WriteString("cheaper", comparison.CheaperBy(rates)?.Model.Id.Value);
            WriteFigures(json, rates);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteCapabilities(Utf8JsonWriter json, Comparison comparison)
    {
        json.WriteStartObject("capabilities");
        foreach ((string capability, bool? left, bool? right) in comparison.Capabilities)
        {
            json.WriteStartObject(capability);
            json.WriteBooleanOrNull("left", left);
            json.WriteBooleanOrNull("right", right);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
