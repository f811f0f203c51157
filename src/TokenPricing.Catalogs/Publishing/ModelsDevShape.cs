using System.Text.Json;

namespace TokenPricing.Catalogs;

/// <summary>
/// The prices in force in the shape of models.dev's <c>api.json</c>: providers with their models, in dollars per million tokens.
/// </summary>
/// <remarks>
/// Only what is known is written. A tier is of requests with more input tokens than its size, so one that includes its threshold has a size
/// of one less. Service tiers that a request can name are modes; what the shape has no place for is listed in <c>left_out.csv</c>.
/// </remarks>
internal sealed class ModelsDevShape
{
    private const string File = FeedFiles.ModelsDev;

    private readonly PriceCatalog _prices;
    private readonly ILookup<OfferId, string> _names;
    private readonly List<LeftOut> _leftOut = [];

    private ModelsDevShape(PriceCatalog prices)
    {
        _prices = prices;

        // The names by which a provider itself calls the model, since those are looked up.
        _names = prices.Rows.Aliases
            .Where(a => a.Provider is not null && prices.TryGetOffer(a.Provider, a.Name, out Offer? named) && named.Model.Id == a.Model)
            .ToLookup(a => new OfferId(a.Provider!, a.Model), a => a.Name);
    }

    /// <summary>Returns the file, and what it cannot say.</summary>
    public static (byte[] File, IReadOnlyList<LeftOut> LeftOut) Of(PriceCatalog prices)
    {
        ModelsDevShape shape = new(prices);
        return (shape.Write(), shape._leftOut);
    }

    private byte[] Write() => FeedJson.Object(
        LatestFiles.Offers(_prices)
            .GroupBy(o => o.Provider)
            .OrderBy(p => p.Key.Id.Value, StringComparer.Ordinal)
            .Select(p => (p.Key.Id.Value, Provider(p.Key, [.. p]))));

    private string Provider(Provider provider, Offer[] offers)
    {
        HashSet<string> taken = new(offers.Select(o => o.Model.Id.Value), StringComparer.OrdinalIgnoreCase);
        List<(string Name, string Value)> models = [];
        foreach (Offer offer in offers)
        {
            string own = offer.Model.Id.Value;
            string[] names = [own, .. _names[offer.Id].Distinct(StringComparer.OrdinalIgnoreCase).Where(taken.Add)];
            Cost? cost = offer.TryGetRateCard(_prices.PricesAsOf, out RateCard? card) ? new Cost(offer, card, _leftOut) : null;
            models.AddRange(names.Select(n => (n, Model(offer, n, cost))));
        }

        return FeedJson.Members(
        [
            ("id", FeedJson.Line(json => json.WriteStringValue(provider.Id.Value))),
            ("name", FeedJson.Line(json => json.WriteStringValue(provider.Name))),
            ("models", FeedJson.Members(models.OrderBy(m => m.Name, StringComparer.Ordinal))),
        ]);
    }

    private static string Model(Offer offer, string id, Cost? cost) => FeedJson.Line(json =>
    {
        Model model = offer.Model;
        ModelRow facts = model.Facts;
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("name", model.Name);
        json.WriteKnown("reasoning", model.Can("reasoning"));
        json.WriteKnown("tool_call", model.Can("function-calling"));
        json.WriteKnown("structured_output", model.Can("structured-outputs"));
        json.WriteKnown("knowledge", facts.KnowledgeCutoff?.ToString());
        json.WriteKnown("release_date", facts.Released?.ToString());
        if (facts.InputModalities.Length + facts.OutputModalities.Length > 0)
        {
            json.WriteStartObject("modalities");
            json.WriteKnown("input", [.. facts.InputModalities.Select(Modality)]);
            json.WriteKnown("output", [.. facts.OutputModalities.Select(Modality)]);
            json.WriteEndObject();
        }

        json.WriteKnown("open_weights", facts.OpenWeights ?? model.Base?.Facts.OpenWeights);
        if (model.ContextWindow is not null || facts.MaxOutput is not null)
        {
            json.WriteStartObject("limit");
            json.WriteKnown("context", model.ContextWindow);
            json.WriteKnown("output", facts.MaxOutput);
            json.WriteEndObject();
        }

        cost?.Write(json);
        json.WriteEndObject();
    });

    private static string Modality(string word) => word == "file" ? "pdf" : word;

    /// <summary>What the shape can say of a rate card.</summary>
    private sealed class Cost
    {
        private readonly PricedMeter[] _standard;
        private readonly (ServiceTier Tier, PricedMeter[] Rates)[] _tiers;

        public Cost(Offer offer, RateCard card, List<LeftOut> leftOut)
        {
            List<PricedMeter> rates = [];
            foreach (PricedMeter rate in card.Rates)
            {
                string? why = ModelsDevImport.KeyOf(rate.Meter) is null ? "the shape has no key for this meter"
                    : rate.Minimum > 0 || rate.RoundedUpTo > 0 ? "the shape has no minimum and no rounding"
                    : rate.Condition.Window is not null ? "the shape has no hours of the day"
                    : rate.Condition.WhenReasoned ? "the shape has no price of requests that reasoned"
                    : rate.Condition.Context is { MeasuresOwnQuantity: true } ? "the shape's tiers measure all input"
                    : rate.Condition.Context is { IncludesThreshold: true, Threshold: 0 } ? "the shape's tiers begin above a number"
                    : rate.Condition.ServiceTier == ServiceTier.Batch ? "no request names the batch tier"
                    : null;
                if (why is null)
                {
                    rates.Add(rate);
                }
                else
                {
                    leftOut.Add(new LeftOut(File, offer.Id, rate.Meter.Id, rate.Condition.ToString(), why));
                }
            }

            _standard = [.. rates.Where(r => r.Condition.ServiceTier == ServiceTier.Standard)];
            List<(ServiceTier, PricedMeter[])> tiers =
            [
                .. rates.Where(r => r.Condition.ServiceTier != ServiceTier.Standard)
                    .GroupBy(r => r.Condition.ServiceTier)
                    .Select(g => (g.Key, g.ToArray())),
            ];
            foreach (TierMultiple multiple in card.TierMultiples.Where(m => tiers.All(t => t.Item1 != m.Tier)))
            {
                if (multiple.Tier == ServiceTier.Batch)
                {
                    leftOut.Add(new LeftOut(File, offer.Id, "tier multiple", $"{multiple.Tier}", "no request names the batch tier"));
                    continue;
                }

                tiers.Add((multiple.Tier, [.. _standard.Select(r => r with
                {
                    Rate = r.Rate.ScaledBy(multiple.Multiple),
                    Condition = r.Condition with { ServiceTier = multiple.Tier },
                })]));
            }

            leftOut.AddRange(card.RegionalUplifts.Select(
                u => new LeftOut(File, offer.Id, "regional uplift", u.Region, "the shape has no regions")));
            _tiers = [.. tiers.OrderBy(t => t.Item1.ToString(), StringComparer.Ordinal)];
        }

        public void Write(Utf8JsonWriter json)
        {
            if (_standard.Length > 0)
            {
                WriteCost(json, _standard);
            }

            if (_tiers.Length > 0)
            {
                json.WriteStartObject("experimental");
                json.WriteStartObject("modes");
                foreach ((ServiceTier tier, PricedMeter[] rates) in _tiers)
                {
                    json.WriteStartObject(tier.ToString());
                    WriteCost(json, rates);
                    json.WriteStartObject("provider");
                    json.WriteStartObject("body");
                    json.WriteString("service_tier", tier.ToString());
                    json.WriteEndObject();
                    json.WriteEndObject();
                    json.WriteEndObject();
                }

                json.WriteEndObject();
                json.WriteEndObject();
            }
        }

        private static void WriteCost(Utf8JsonWriter json, PricedMeter[] rates)
        {
            json.WriteStartObject("cost");
            WriteRates(json, rates.Where(r => r.Condition.Context is null));
            IGrouping<long, PricedMeter>[] tiers =
                [.. rates.Where(r => r.Condition.Context is not null).GroupBy(r => Size(r.Condition.Context!)).OrderBy(g => g.Key)];
            if (tiers.Length > 0)
            {
                json.WriteStartArray("tiers");
                foreach (IGrouping<long, PricedMeter> tier in tiers)
                {
                    json.WriteStartObject();
                    WriteRates(json, tier);
                    json.WriteStartObject("tier");
                    json.WriteString("type", "context");
                    json.WriteNumber("size", tier.Key);
                    json.WriteEndObject();
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        private static long Size(ContextTier tier) => tier.IncludesThreshold ? tier.Threshold - 1 : tier.Threshold;

        private static void WriteRates(Utf8JsonWriter json, IEnumerable<PricedMeter> rates)
        {
            foreach (PricedMeter rate in rates.OrderBy(r => MeterOrder.Of(r.Meter)))
            {
                json.WriteExact(ModelsDevImport.KeyOf(rate.Meter)!, rate.Rate.UsdPerMillion);
            }
        }
    }
}
