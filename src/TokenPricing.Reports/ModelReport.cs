using System.Collections.Immutable;
using System.Text.Json;
using NodaTime;

namespace TokenPricing.Reports;

/// <summary>Lays out what is known of a model, and what models a catalog has.</summary>
public static class ModelReport
{
    /// <summary>What is known of a model as a report.</summary>
    /// <param name="model">The model.</param>
    /// <param name="on">The day of the prices; those at its first instant in UTC.</param>
    /// <param name="blend">The mix by which its offers are ranked.</param>
    public static Report ToReport(this Model model, LocalDate on, Blend blend)
    {
        ArgumentNullException.ThrowIfNull(model);
        Availability availability = model.Availability(on);
        return new Report(
            model.Name,
            $"{AvailabilityReport.CountSentence(availability)} {PriceSentence(availability, blend)}",
            [
                new("Facts", [Facts(model)]),
                new("Prices", [.. Prices(availability)]),
                new("Availability", [AvailabilityReport.Table([availability])]),
                new("Review and sources", [.. Sources(model)]),
            ],
            json => WriteJson(json, availability, blend));
    }

    /// <summary>The models of a catalog as a report: one row a model, by id.</summary>
    /// <param name="prices">The catalog.</param>
    /// <param name="on">The day of the prices; those at its first instant in UTC.</param>
    /// <param name="blend">The mix by which offers are ranked.</param>
    public static Report ToReport(this PriceCatalog prices, LocalDate on, Blend blend)
    {
        ArgumentNullException.ThrowIfNull(prices);
        Availability[] models = [.. prices.Models.Select(m => m.Availability(on))];
        int priced = models.Count(a => a.PricesBy(blend) is not null);
        return new Report(
            "Models",
            $"{Words.Count(models.Length, "model")}, {priced} of them with a published price. Blended: {Words.Blend(blend)}; prices on {Words.Of(on)}.",
            [new("Models", [new ReportTable(
                ["Model", "Name", "Developer", "Context", "Providers", "Input per 1M", "Output per 1M", "Blended per 1M"],
                [.. models.Select(a => Row(a, blend))],
                IsNumeric: true)])],
            json => WriteJson(json, on, models, blend));
    }

    private static string PriceSentence(Availability availability, Blend blend) => availability.PricesBy(blend) is { } prices
        ? $"By a blend of {Words.Blend(blend)} it costs {Words.Rate(prices.Cheapest.Rate)} per 1M tokens from {prices.Cheapest.Offer.Provider.Name}."
        : "No source publishes a token price that covers the blend.";

    private static ReportTable Facts(Model model) =>
        new(
            ["", model.Id],
            [
                .. Specification.Rows(model.Facts),
                ["Can", Words.Of(model.Capabilities.Where(c => c.Supported).Select(c => Words.Spaced(c.Capability)).ToArray())],
                ["Cannot", Words.Of(model.Capabilities.Where(c => !c.Supported).Select(c => Words.Spaced(c.Capability)).ToArray())],
                ["Panel", model.Panel is { } panel ? $"{Words.Percent(panel.ShipShare)} of {panel.Votes.Length} would ship" : Words.NotSourced],
                ["Plans", Words.Of(model.Subscriptions.Select(s => $"{s.Plan} ({s.Price} a {(s.Period == BillingPeriod.Month ? "month" : "year")})").ToArray())],
            ],
            IsNumeric: false);

    private static IEnumerable<ReportBlock> Prices(Availability availability)
    {
        Instant at = availability.On.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        ImmutableArray<ImmutableArray<string>> rows =
        [
            .. availability.Model.Offers.SelectMany(
                o => o.TryGetRateCard(at, out RateCard? card) ? card.Rates : [],
                (o, r) => ImmutableArray.Create(
                    Words.Capital(o.Provider.Name), Words.Capital(r.Meter.Unit), r.Rate.ToString(), r.Condition.IsNone ? "always" : r.Condition.ToString(), Words.Of(r.Recorded), r.Source.Title)),
        ];
        yield return rows.IsEmpty
            ? new Paragraph($"No token price is known for {Words.Of(availability.On)}.")
            : new ReportTable(["Provider", "Meter", "Price", "Holds", "Recorded", "Source"], rows, IsNumeric: false);
    }

    private static IEnumerable<ReportBlock> Sources(Model model)
    {
        yield return new Paragraph(
            $"The facts are from: {model.Source.Title}{(model.Source.Reviewed is { } day ? $", last reviewed {Words.Of(day)}" : "")}. Recorded {Words.Of(model.Facts.Recorded)}.");
    }

    private static ImmutableArray<string> Row(Availability model, Blend blend)
    {
        PricedOffer? price = model.PricesBy(blend)?.Cheapest;
        return
        [
            model.Model.Id,
            model.Model.Name,
            Words.Of(model.Model.Facts.Developer),
            Words.Tokens(model.Model.Facts.ContextWindow),
            model.ProviderCount == 0 ? Words.NotSourced : model.ProviderCount.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Words.Rate(price?.Card.RateOf(Meter.Input)),
            Words.Rate(price?.Card.RateOf(Meter.Output)),
            Words.Rate(price?.Rate),
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
        PricedOffer? price = availability.PricesBy(blend)?.Cheapest;
        json.WriteStartObject();
        json.WriteString("model", facts.Id);
        json.WriteString("name", facts.Name);
        json.WriteString("developer", facts.Developer);
        json.WriteString("released", facts.Released?.ToString());
        json.WriteNumberOrNull("contextWindow", facts.ContextWindow);
        json.WriteString("parameters", facts.Parameters);
        json.WriteNumberOrNull("totalParameters", facts.TotalParameters);
        json.WriteNumberOrNull("activeParameters", facts.ActiveParameters);
        json.WriteString("architecture", facts.Architecture);
        json.WriteString("license", facts.License);
        json.WriteBooleanOrNull("openWeights", facts.OpenWeights);
        json.WriteString("knowledgeCutoff", facts.KnowledgeCutoff?.ToString());
        json.WriteStrings("inputModalities", facts.InputModalities);
        json.WriteStrings("outputModalities", facts.OutputModalities);
        json.WriteString("entry", facts.Entry is { } entry ? Words.Of(entry) : null);
        json.WriteRate("inputUsdPerMillion", price?.Card.RateOf(Meter.Input));
        json.WriteRate("outputUsdPerMillion", price?.Card.RateOf(Meter.Output));
        json.WriteRate("blendedUsdPerMillion", price?.Rate);
        ComparisonJson.WriteProviders(json, availability);
        ComparisonJson.WritePanel(json, availability.Model.Panel);
        json.WriteStartObject("capabilities");
        foreach (CapabilityRow capability in availability.Model.Capabilities)
        {
            json.WriteBoolean(capability.Capability, capability.Supported);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
