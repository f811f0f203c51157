using System.Collections.Immutable;
using System.Text.Json;

namespace TokenPricing.Reports;

/// <summary>Creates the report of one model, and the report of all models of a catalog.</summary>
internal static class ModelReport
{
    /// <summary>Creates the report of a model on a day.</summary>
    public static Report Of(Model model, LocalDate on, Blend blend)
    {
        Availability availability = model.Availability(on);
        return new Report(
            model.Name,
            $"{AvailabilityReport.CountSentence(availability)} {PriceSentence(availability, blend)} {EndOfService.Sentence(model, on)}"
                .TrimEnd(),
            [
                new("Facts", [Facts(model)]),
                new("Prices", [.. Prices(availability)]),
                new("Availability", [AvailabilityReport.Table([availability])]),
                new("Review and sources", [.. Sources(model)]),
            ],
            json => WriteJson(json, availability, blend));
    }

    /// <summary>Creates the report of all models of a catalog on a day.</summary>
    public static Report Of(PriceCatalog prices, LocalDate on, Blend blend)
    {
        Availability[] models = [.. prices.Models.Select(m => m.Availability(on))];
        int priced = models.Count(a => a.PricesBy(blend) is not null);
        return new Report(
            "Models",
            $"{Words.Count(models.Length, "model")}, {priced} of them with a published price. Blended: {Words.Blend(blend)}; prices "
                + $"on {Words.Of(on)}.",
            [new("Models", [new ReportTable(
                ["Model", "Name", "Developer", "Context", "Providers", "Input per 1M", "Output per 1M", "Blended per 1M"],
                [.. models.Select(a => Row(a, blend))],
                isNumeric: true)])],
            json => WriteJson(json, on, models, blend));
    }

    /// <summary>Returns a sentence with the standard price by the blend, and its seller.</summary>
    private static string PriceSentence(Availability availability, Blend blend) => availability.PriceBy(blend) is { } price
        ? $"By a blend of {Words.Blend(blend)} it costs {ReportValues.Rate(price.Rate)} per 1M tokens from "
            + $"{price.Offer.Provider.Name}{ComparisonBasis.Kind(price.Offer.Seller)}."
        : "No source publishes a token price that covers the blend.";

    private static ReportTable Facts(Model model) =>
        new(
            ["", model.Id.Value],
            [
                .. Specification.Rows(model.Facts),
                ["Can", Words.Of(model.Capabilities.Where(c => c.Supported).Select(c => Words.Spaced(c.Capability)).ToArray())],
                ["Cannot", Words.Of(model.Capabilities.Where(c => !c.Supported).Select(c => Words.Spaced(c.Capability)).ToArray())],
                ["Panel", model.ShipShare is { } share
                    ? $"{ReportValues.Percent(share)} of {model.PanelVotes.Length} would ship"
                    : ReportValues.NotSourced],
                ["Plans", Words.Of(model.Subscriptions.Select(s => $"{s.Plan} ({s.Price} a {(s.IsYearly ? "year" : "month")})").ToArray())],
            ],
            isNumeric: false);

    /// <summary>Returns every rate of every offer on the day, with its condition and source.</summary>
    private static IEnumerable<ReportBlock> Prices(Availability availability)
    {
        Instant at = availability.On.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        (Offer Offer, PricedMeter Rate)[] rates =
            [.. availability.Model.Offers.SelectMany(o => o.TryGetRateCard(at, out RateCard? card) ? card.Rates : [], (o, r) => (o, r))];
        ImmutableArray<ImmutableArray<string>> rows =
        [
            .. rates.Select(r => ImmutableArray.Create(
                Words.Capital(r.Offer.Provider.Name),
                Words.Capital(r.Rate.Meter.Unit),
                r.Rate.Rate.ToString(),
                r.Rate.Condition.IsNone ? "always" : r.Rate.Condition.ToString(),
                r.Rate.IsAssumedAt(at) ? $"{Words.Of(r.Rate.Recorded)}, assumed before" : Words.Of(r.Rate.Recorded),
                r.Rate.Source.Title)),
        ];
        yield return rows.IsEmpty
            ? new Paragraph($"No token price is known for {Words.Of(availability.On)}.")
            : new ReportTable(["Provider", "Meter", "Price", "Holds", "Recorded", "Source"], rows, isNumeric: false);
        yield return new Paragraph(PriceAge.Assumed(rates.Select(r => r.Rate), availability.On));
    }

    private static IEnumerable<ReportBlock> Sources(Model model)
    {
        yield return new Paragraph(
            $"The facts are from: {model.Source.Title}{(model.Source.Reviewed is { } day
                ? $", last reviewed {Words.Of(day)}"
                : "")}. Recorded {Words.Of(model.Facts.Recorded)}.");
    }

    private static ImmutableArray<string> Row(Availability model, Blend blend)
    {
        PricedOffer? price = model.PriceBy(blend);
        return
        [
            model.Model.Id.Value,
            model.Model.Name,
            Words.Of(model.Model.Facts.Developer),
            ReportValues.Tokens(model.Model.Facts.ContextWindow),
            model.ProviderCount == 0
                ? ReportValues.NotSourced
                : model.ProviderCount.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ReportValues.Rate(price?.Card.RateOf(Meter.Input)),
            ReportValues.Rate(price?.Card.RateOf(Meter.Output)),
            ReportValues.Rate(price?.Rate),
        ];
    }

    private static void WriteJson(Utf8JsonWriter json, LocalDate on, IEnumerable<Availability> models, Blend blend)
    {
        json.WriteStartObject();
        json.WriteDate("asOf", on);
        ComparisonJson.WriteBlend(json, blend);
        json.WriteStartArray("models");
        foreach (Availability model in models)
        {
            WriteJson(json, model, blend);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteJson(Utf8JsonWriter json, Availability availability, Blend blend)
    {
        ModelRow facts = availability.Model.Facts;
        PricedOffer? price = availability.PriceBy(blend);
        json.WriteStartObject();
        json.WriteString("model", facts.Id);
        json.WriteString("name", facts.Name);
        json.WriteString("kind", availability.Model.Kind is { } kind ? Words.Of(kind).TrimEnd() : null);
        json.WriteString("developer", facts.Developer);
        json.WriteString("released", facts.Released?.ToString());
        json.WriteString("deprecated", facts.Deprecated?.ToString());
        json.WriteString("retired", facts.Retired?.ToString());
        json.WriteNumberOrNull("contextWindow", facts.ContextWindow);
        json.WriteNumberOrNull("maxOutput", facts.MaxOutput);
        json.WriteString("parameters", facts.Parameters);
        json.WriteNumberOrNull("totalParameters", facts.TotalParameters);
        json.WriteNumberOrNull("activeParameters", facts.ActiveParameters);
        json.WriteString("architecture", facts.Architecture);
        json.WriteString("license", facts.License);
        json.WriteBooleanOrNull("openWeights", facts.OpenWeights);
        json.WriteString("knowledgeCutoff", facts.KnowledgeCutoff?.ToString());
        json.WriteStrings("inputModalities", facts.InputModalities);
        json.WriteStrings("outputModalities", facts.OutputModalities);
        json.WriteString("entry", facts.IsFreeToUse is { } isFree ? Words.Entry(isFree) : null);
        json.WriteString("seller", price?.Offer.Provider.Id.Value);
        json.WriteRate("inputUsdPerMillion", price?.Card.RateOf(Meter.Input));
        json.WriteRate("outputUsdPerMillion", price?.Card.RateOf(Meter.Output));
        json.WriteRate("blendedUsdPerMillion", price?.Rate);
        ComparisonJson.WriteProviders(json, availability);
        ComparisonJson.WritePanel(json, availability.Model);
        json.WriteStartObject("capabilities");
        foreach (CapabilityRow capability in availability.Model.Capabilities)
        {
            json.WriteBoolean(capability.Capability, capability.Supported);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
