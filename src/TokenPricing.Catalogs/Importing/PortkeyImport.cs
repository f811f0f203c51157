using System.Globalization;
using System.Text.Json;

namespace TokenPricing.Catalogs;

/// <summary>
/// Reads a price file of Portkey (github.com/Portkey-AI/models, MIT; <c>pricing/NAME.json</c>, read as of 2026-08-21): an object of the
/// models of one provider, with US cents for one unit.
/// </summary>
/// <remarks>
/// The file does not say whose it is. <c>default</c> is no model but what is charged for unknown ones. A zero is a price that the file does
/// not know. <c>custom_pricing</c> has the prices of execution modes (batch, flex, priority), of lengths of context and of regions; a
/// region is an uplift where it multiplies all token prices alike. Prices of training have no meter and are listed as skipped.
/// </remarks>
internal sealed class PortkeyImport
{
    private const string PayAsYouGo = "pay_as_you_go";

    // No token costs ten thousand dollars, or so little.
    private const decimal Plausible = 1_000_000;

    private readonly ImportedRows _facts;
    private readonly string _provider;
    private readonly HashSet<(string, Meter, RateCondition)> _priced = [];

    private PortkeyImport(LocalDate recorded, string provider)
    {
        _facts = new ImportedRows(
            new PriceSource("portkey", "Portkey, pricing", "https://github.com/Portkey-AI/models", License: "MIT"), recorded);
        _provider = PortkeyKeys.Provider(provider);
    }

    /// <summary>Reads the file of a provider.</summary>
    public static PriceImport Read(JsonElement models, LocalDate recorded, string provider)
    {
        PortkeyImport import = new(recorded, provider);
        if (import._facts.TryAddProvider("provider", import._provider))
        {
            foreach (JsonProperty model in ImportJson.Members(models, "$").Where(m => m.Name is not ("default" or "name" or "description")))
            {
                import.AddModel(model.Name, model.Value);
            }
        }

        return import._facts.Finish();
    }

    private void AddModel(string id, JsonElement model)
    {
        ImportListing listing = new(_provider, id.Trim());
        JsonElement? pricing = ImportJson.Optional(model, "pricing_config");
        if (!_facts.TryAddOffer(id, listing))
        {
            return;
        }

        _facts.AddModel(listing.Model, facts => facts);
        if (pricing is { } config)
        {
            if (ImportJson.Optional(config, "currency") is { } currency && ImportJson.Text(currency) != "USD")
            {
                _facts.Skip($"{listing}: currency", currency, "Only prices in US dollars are known.");
                return;
            }

            AddPrices(listing, $"{listing}", config, RateCondition.None);
            if (ImportJson.Optional(config, "finetune_config") is { } training)
            {
                _facts.Skip($"{listing}: finetune_config", training, "No meter is known for training.");
            }
        }

        if (ImportJson.Optional(model, "custom_pricing") is { } custom && ImportJson.Optional(custom, "regions") is { } regions)
        {
            Dictionary<string, long> contexts = Contexts(listing, custom);
            foreach (JsonProperty region in ImportJson.Members(regions, $"{listing}: regions").OrderBy(r => r.Name != "default"))
            {
                AddRegion(listing, region, contexts);
            }
        }

        // What has no mode of its own.
        if (pricing is { } whole && ImportJson.Optional(whole, "batch_config") is { } batch)
        {
            AddUnits(listing, $"{listing}: batch_config", batch, new RateCondition { ServiceTier = ServiceTier.Batch });
        }
    }

    /// <summary>Returns the lengths above which the tiers of context apply, by their names.</summary>
    private Dictionary<string, long> Contexts(ImportListing listing, JsonElement custom)
    {
        Dictionary<string, long> contexts = [];
        if (ImportJson.Optional(custom, "context_tier_map") is { } map)
        {
            foreach (JsonProperty tier in ImportJson.Members(map, $"{listing}: context_tier_map"))
            {
                if (long.TryParse(tier.Name, NumberStyles.None, CultureInfo.InvariantCulture, out long above)
                    && ImportJson.Text(tier.Value) is { } name)
                {
                    contexts[name] = above;
                }
                else
                {
                    _facts.Skip($"{listing}: context_tier_map", tier.Value, "A tier begins above a whole number of tokens.");
                }
            }
        }

        return contexts;
    }

    /// <summary>Adds the prices of the region <c>default</c>, or the uplift of others on them.</summary>
    private void AddRegion(ImportListing listing, JsonProperty region, Dictionary<string, long> contexts)
    {
        string place = $"{listing}: {region.Name}";
        foreach (JsonProperty mode in ImportJson.Members(ImportJson.Member(region.Value, "execution_modes", place), place))
        {
            if (PortkeyKeys.Tier(mode.Name) is not { } tier)
            {
                _facts.Skip($"{place}.{mode.Name}", mode.Value, "It is no service tier that is known.");
                continue;
            }

            if (region.Name != "default")
            {
                if (tier == ServiceTier.Standard)
                {
                    AddUplift(listing, region.Name, place, mode.Value, contexts);
                }

                continue;
            }

            foreach ((long above, JsonElement config) in Configs(mode.Value, $"{place}.{mode.Name}", contexts))
            {
                AddPrices(listing, $"{place}.{mode.Name}", config, new RateCondition
                {
                    ServiceTier = tier,
                    Context = above > 0 ? new ContextTier(above) : null,
                });
            }
        }
    }

    /// <summary>Returns the price tables of a mode, each with the length of context above which it applies.</summary>
    private IEnumerable<(long Above, JsonElement Config)> Configs(JsonElement mode, string place, Dictionary<string, long> contexts)
    {
        if (ImportJson.Optional(mode, "pricing_config") is { } whole)
        {
            yield return (0, whole);
        }

        if (ImportJson.Optional(mode, "context_tiers") is { } tiers)
        {
            foreach (JsonProperty tier in ImportJson.Members(tiers, place))
            {
                if (contexts.TryGetValue(tier.Name, out long above) && ImportJson.Optional(tier.Value, "pricing_config") is { } config)
                {
                    yield return (above, config);
                }
                else
                {
                    _facts.Skip($"{place}.{tier.Name}", tier.Value, "The file does not say from which length of context on it applies.");
                }
            }
        }
    }

    /// <summary>Adds a region's uplift for each region of a name such as <c>us,eu</c>.</summary>
    private void AddUplift(ImportListing listing, string names, string place, JsonElement mode, Dictionary<string, long> contexts)
    {
        HashSet<decimal> multiples = [];
        foreach ((long above, JsonElement config) in Configs(mode, place, contexts))
        {
            RateCondition condition = above > 0 ? new RateCondition { Context = new ContextTier(above) } : RateCondition.None;
            foreach (JsonProperty price in Units(config).Where(p => PortkeyKeys.Find(p.Name) is { IsTokens: true }))
            {
                if (Cents(price.Value) is > 0 and <= Plausible and { } cents
                    && _facts.Price(listing, PortkeyKeys.Find(price.Name)!.Value, condition) is { UsdPerMillion: > 1 / Plausible } usual)
                {
                    multiples.Add(decimal.Round(cents * 10_000 / usual.UsdPerMillion, 4));
                }
            }
        }

        if (multiples is not { Count: 1 })
        {
            _facts.Skip(place, mode, "Its token prices are not one multiple of those without a region.");
        }
        else if (multiples.Single() != 1)
        {
            foreach (string region in names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                _facts.AddUplift(place, listing, region, multiples.Single());
            }
        }
    }

    /// <summary>Adds the prices of a table.</summary>
    private void AddPrices(ImportListing listing, string place, JsonElement config, RateCondition condition)
    {
        if (ImportJson.Optional(config, PayAsYouGo) is { } units)
        {
            AddUnits(listing, place, units, condition);
        }

        if (ImportJson.Optional(config, "fixed_cost") is { } fixedCost && ImportJson.Optional(fixedCost, "request") is { } request)
        {
            Add(listing, $"{place}.fixed_cost", request, Meter.Requests, condition);
        }
    }

    /// <summary>Adds the prices of units, with those of its additional units.</summary>
    private void AddUnits(ImportListing listing, string place, JsonElement units, RateCondition condition)
    {
        foreach (JsonProperty unit in ImportJson.Members(units, place))
        {
            if (unit.Name == "additional_units")
            {
                AddUnits(listing, place, unit.Value, condition);
            }
            else if (unit.Name == "image")
            {
                AddImage(listing, $"{place}.image", unit.Value, condition);
            }
            else if (PortkeyKeys.Find(unit.Name) is { } meter)
            {
                // A search costs the same in every mode and at every length.
                Add(listing, $"{place}.{unit.Name}", unit.Value, meter, meter.IsTokens ? condition : RateCondition.None);
            }
            else
            {
                _facts.Skip($"{place}.{unit.Name}", unit.Value, "No meter is known for this key.");
            }
        }
    }

    /// <summary>Adds the price of a drawn image where all sizes and qualities cost the same.</summary>
    private void AddImage(ImportListing listing, string place, JsonElement qualities, RateCondition condition)
    {
        JsonElement[] prices =
            [.. ImportJson.Members(qualities, place).SelectMany(q => ImportJson.Members(q.Value, place)).Select(s => s.Value)];
        if (prices.Length > 0 && prices.Select(Cents).Distinct().Count() == 1)
        {
            Add(listing, place, prices[0], Meter.Parse("output-images"), condition);
        }
        else
        {
            _facts.Skip(place, qualities, "No meter is known for images by their size and quality.");
        }
    }

    /// <summary>Adds a price. The file says most prices twice, in general and of the standard mode.</summary>
    private void Add(ImportListing listing, string place, JsonElement price, Meter meter, RateCondition condition)
    {
        if (Cents(price) is not { } cents || cents < 0)
        {
            _facts.Skip(place, price, "A price is a number of cents, zero or more.");
        }
        else if (cents > 0 && _priced.Add((listing.Model.ToUpperInvariant(), meter, condition)))
        {
            _facts.AddRate(
                place, price.GetProperty("price"), listing, meter, condition, per: meter.IsTokens ? ImportedRows.Million : 100,
                times: meter.IsTokens ? ImportedRows.Million / 100 : 1);
        }
    }

    /// <summary>Returns the price of a unit in cents; <see langword="null"/> if it is no number.</summary>
    private static decimal? Cents(JsonElement unit) => ImportJson.Optional(unit, "price") is { } price ? ImportJson.Number(price) : null;

    /// <summary>Returns the units of a table.</summary>
    private static JsonProperty[] Units(JsonElement config) =>
        ImportJson.Optional(config, PayAsYouGo) is { ValueKind: JsonValueKind.Object } units ? [.. units.EnumerateObject()] : [];
}
