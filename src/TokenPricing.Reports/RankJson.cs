using System.Collections.Immutable;
using System.Text.Json;
using NodaTime.Text;

namespace TokenPricing.Reports;

/// <summary>Writes a ranking as JSON with stable keys. Numbers have all of their digits, and unknown values are null.</summary>
internal static class RankJson
{
    /// <summary>Writes the ranking as one object, with the listed models only but the complete frontier.</summary>
    public static void Write(Utf8JsonWriter json, Ranking ranking, ImmutableArray<RankedModel> listed)
    {
        json.WriteStartObject();
        json.WriteString("at", InstantPattern.ExtendedIso.Format(ranking.At));
        PriceAge.Write(json, ranking.Models.FirstOrDefault()?.Model, ranking.At.InUtc().Date);
        ComparisonJson.WriteBlend(json, ranking.Blend);
        WriteRequirements(json, ranking.Requirements);
        json.WriteNumber("count", ranking.Models.Length);
        WriteModels(json, "models", listed);
        WriteModels(json, "frontier", ranking.Frontier);
        json.WriteStartObject("exclusions");
        json.WriteNumber("notOffered", ranking.Exclusions.NotOffered);
        json.WriteNumber("otherKind", ranking.Exclusions.OtherKind);
        json.WriteNumber("unmet", ranking.Exclusions.Unmet);
        json.WriteNumber("unknown", ranking.Exclusions.Unknown);
        json.WriteNumber("unpriced", ranking.Exclusions.Unpriced);
        json.WriteNumber("free", ranking.Exclusions.Free);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRequirements(Utf8JsonWriter json, RankRequirements requirements)
    {
        json.WriteStartObject("requirements");
        json.WriteString("kind", requirements.Kind?.ToString().ToLowerInvariant());
        json.WriteString("basis", requirements.Basis.ToString().ToLowerInvariant());
        json.WriteStrings("capabilities", requirements.Capabilities);
        json.WriteNumberOrNull("minContextWindow", requirements.MinContextWindow);
        json.WriteBoolean("open", requirements.Open);
        json.WriteStrings("providers", requirements.Providers);
        json.WriteBoolean("includeFree", requirements.IncludeFree);
        json.WriteEndObject();
    }

    private static void WriteModels(Utf8JsonWriter json, string name, ImmutableArray<RankedModel> models)
    {
        json.WriteStartArray(name);
        foreach (RankedModel model in models)
        {
            json.WriteStartObject();
            json.WriteNumber("rank", model.Rank);
            json.WriteString("model", model.Model.Id.Value);
            json.WriteString("name", model.Model.Name);
            json.WriteString("provider", model.Priced.Offer.Provider is { IsNamed: true } provider ? provider.Id.Value : null);
            json.WriteString("listing", model.Priced.Offer.Model.Id.Value);
            json.WriteRate("inputUsdPerMillion", model.Priced.Card.RateOf(Meter.Input));
            json.WriteRate("outputUsdPerMillion", model.Priced.Card.RateOf(Meter.Output));
            json.WriteRate("blendedUsdPerMillion", model.Price);
            json.WriteNumberOrNull("contextWindow", model.ContextWindow);
            json.WriteString("seller", model.Priced.Offer.Seller?.ToString().ToLowerInvariant());
            json.WriteBoolean("isConfirmed", model.Priced.IsConfirmed);
            json.WriteNumber("providers", model.Availability.ProviderCount);
            json.WriteBoolean("isOnFrontier", model.IsOnFrontier);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
