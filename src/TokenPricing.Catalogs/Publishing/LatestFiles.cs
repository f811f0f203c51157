namespace TokenPricing.Catalogs;

/// <summary>The prices in force on the newest day of a catalog, in our own shape, and what its sources state otherwise.</summary>
internal static class LatestFiles
{
    private static readonly string[] Header =
    [
        "provider", "model", "meter", "condition", "usd", "per", "usd_per_million", "minimum", "rounded_up_to", "from",
        "source", "recorded", "confirmed_by",
    ];

    private static readonly string[] DisputesHeader =
        ["provider", "model", "meter", "condition", "usd", "per", "reason", "source", "recorded"];

    /// <summary>Returns the offers of a catalog that have not ended on its newest day, in the order of their ids.</summary>
    public static IEnumerable<Offer> Offers(PriceCatalog prices) => prices.Offers
        .Where(o => o.Provider.IsNamed && o.StatusAt(prices.PricesAsOf) is not OfferStatus.Retired)
        .OrderBy(o => o.Provider.Id.Value, StringComparer.Ordinal)
        .ThenBy(o => o.Model.Id.Value, StringComparer.Ordinal);

    /// <summary>Returns <c>latest.json</c>.</summary>
    public static byte[] Json(PriceCatalog prices, string fingerprint) => FeedJson.Object(
        ("$schema", Text("latest.schema.json")),
        ("schemaVersion", "1"),
        ("recordedThrough", Text(FactText.Of(prices.RecordedThrough)!)),
        ("fingerprint", Text(fingerprint)),
        ("sources", FeedJson.Array(prices.Rows.Sources.Select(Source))),
        ("providers", FeedJson.Array(prices.Rows.Providers.OrderBy(p => p.Id, StringComparer.Ordinal).Select(Provider))),
        ("models", FeedJson.Array(prices.Models.OrderBy(m => m.Id.Value, StringComparer.Ordinal).Select(Model))),
        ("offers", FeedJson.Array(Offers(prices).Select(o => Offer(o, prices.PricesAsOf)))));

    /// <summary>Returns <c>latest.csv</c>, a line for each price.</summary>
    public static byte[] Table(PriceCatalog prices) => Csv(
        Header,
        from offer in Offers(prices)
        where offer.TryGetRateCard(prices.PricesAsOf, out _)
        from rate in offer.RateCardAt(prices.PricesAsOf).Rates
        select new[]
        {
            offer.Provider.Id.Value, offer.Model.Id.Value, rate.Meter.Id, rate.Condition.ToString(), ExactNumber.Format(rate.Rate.Usd),
            ExactNumber.Format(rate.Rate.Per), rate.Meter.IsTokens ? ExactNumber.Format(rate.Rate.UsdPerMillion) : null,
            rate.Minimum > 0 ? ExactNumber.Format(rate.Minimum) : null, rate.RoundedUpTo > 0 ? ExactNumber.Format(rate.RoundedUpTo) : null,
            RateJson.Text(rate.From), rate.Source.Id, FactText.Of(rate.Recorded), string.Join(' ', rate.ConfirmedBy.Select(s => s.Id)),
        });

    /// <summary>Returns <c>disputes.csv</c>.</summary>
    public static byte[] Disputes(PriceCatalog prices) => Csv(
        DisputesHeader,
        prices.Rows.Disputes.Select(d => new[]
        {
            d.Provider, d.Model, d.Meter.Id, d.Condition.ToString(), ExactNumber.Format(d.Rate.Usd), ExactNumber.Format(d.Rate.Per),
            d.Reason, d.Source, FactText.Of(d.Recorded),
        }));

    /// <summary>Returns a table as bytes.</summary>
    public static byte[] Csv(string[] header, IEnumerable<string?[]> rows)
    {
        using MemoryStream stream = new();
        CsvFile.Write(stream, header, rows);
        return stream.ToArray();
    }

    private static string Text(string value) => FeedJson.Line(json => json.WriteStringValue(value));

    private static string Source(PriceSource source) => FeedJson.Line(json =>
    {
        json.WriteStartObject();
        json.WriteString("id", source.Id);
        json.WriteString("title", source.Title);
        json.WriteKnown("address", source.Address);
        json.WriteKnown("reviewed", FactText.Of(source.Reviewed));
        json.WriteKnown("license", source.License);
        json.WriteEndObject();
    });

    private static string Provider(ProviderRow provider) => FeedJson.Line(json =>
    {
        json.WriteStartObject();
        json.WriteString("id", provider.Id);
        json.WriteString("name", provider.Name);
        json.WriteKnown("kind", provider.Kind?.ToString().ToLowerInvariant());
        json.WriteKnown("makes", provider.Makes);
        json.WriteKnown("aliases", provider.Aliases);
        json.WriteKnown("addresses", provider.Addresses);
        json.WriteEndObject();
    });

    private static string Model(Model model) => FeedJson.Line(json =>
    {
        ModelRow facts = model.Facts;
        json.WriteStartObject();
        json.WriteString("id", facts.Id);
        json.WriteString("name", facts.Name);
        json.WriteKnown("base", facts.Base);
        json.WriteKnown("kind", facts.Kind?.ToString().ToLowerInvariant());
        json.WriteKnown("developer", facts.Developer);
        json.WriteKnown("released", facts.Released?.ToString());
        json.WriteKnown("deprecated", facts.Deprecated?.ToString());
        json.WriteKnown("retired", facts.Retired?.ToString());
        json.WriteKnown("contextWindow", facts.ContextWindow);
        json.WriteKnown("maxOutput", facts.MaxOutput);
        json.WriteKnown("totalParameters", facts.TotalParameters);
        json.WriteKnown("activeParameters", facts.ActiveParameters);
        json.WriteKnown("architecture", facts.Architecture);
        json.WriteKnown("license", facts.License);
        json.WriteKnown("openWeights", facts.OpenWeights);
        json.WriteKnown("knowledgeCutoff", facts.KnowledgeCutoff?.ToString());
        json.WriteKnown("inputModalities", facts.InputModalities);
        json.WriteKnown("outputModalities", facts.OutputModalities);
        if (!model.Capabilities.IsEmpty)
        {
            json.WriteStartObject("capabilities");
            foreach (CapabilityRow capability in model.Capabilities.OrderBy(c => c.Capability, StringComparer.Ordinal))
            {
                json.WriteBoolean(capability.Capability, capability.Supported);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    });

    private static string Offer(Offer offer, Instant at) => FeedJson.Line(json =>
    {
        json.WriteStartObject();
        json.WriteString("provider", offer.Provider.Id.Value);
        json.WriteString("model", offer.Model.Id.Value);
        json.WriteKnown("from", FactText.Of(offer.From));
        json.WriteKnown("retired", FactText.Of(offer.Retired));
        json.WriteStartArray("rates");
        RateCard? card = offer.TryGetRateCard(at, out RateCard? known) ? known : null;
        foreach (PricedMeter rate in card?.Rates ?? [])
        {
            json.WriteStartObject();
            json.WriteRate(rate.Meter, rate.Rate, rate.Condition, rate.Minimum, rate.RoundedUpTo);
            json.WritePeriod(rate.From, null);
            json.WriteString("source", rate.Source.Id);
            json.WriteString("recorded", FactText.Of(rate.Recorded));
            json.WriteKnown("confirmedBy", [.. rate.ConfirmedBy.Select(s => s.Id)]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Multiples("tierMultiples", [.. (card?.TierMultiples ?? []).Select(m => (m.Tier.ToString(), m.Multiple))]);
        Multiples("regionalUplifts", [.. (card?.RegionalUplifts ?? []).Select(u => (u.Region, u.Multiple))]);
        json.WriteEndObject();

        void Multiples(string name, (string Key, decimal Multiple)[] multiples)
        {
            if (multiples.Length > 0)
            {
                json.WriteStartObject(name);
                foreach ((string key, decimal multiple) in multiples.OrderBy(m => m.Key, StringComparer.Ordinal))
                {
                    json.WriteExact(key, multiple);
                }

                json.WriteEndObject();
            }
        }
    });
}
