using System.Text.Json;

namespace TokenPricing.Catalogs;

/// <summary>
/// Reads LiteLLM's price map <c>model_prices_and_context_window.json</c> (github.com/BerriAI/litellm, MIT; read as of 2026-07-24): one
/// object keyed by model reference, with dollars per one unit and the conditions of a price in the name of its key.
/// </summary>
/// <remarks>
/// The provider is the field <c>litellm_provider</c>, not the beginning of the key. <c>_above_200k_tokens</c> is a price of whole requests
/// with more than 200,000 input tokens; for the provider <c>xai</c>, with 200,000 or more, since its documentation says "reaches".
/// <c>_flex</c>, <c>_priority</c> and <c>_batches</c> are service tiers. <c>tiered_pricing</c> replaces the other token prices.
/// <see cref="LiteLlmTiers"/> adds what LiteLLM's calculator charges if a service tier has no price of its own.
/// </remarks>
internal sealed class LiteLlmImport
{
    private static readonly HashSet<string> NoModels =
        new(StringComparer.Ordinal) { "sample_spec", "fallback_generalizations", "last_updated" };

    private readonly ImportedRows _facts;

    /// <summary>Initializes an import of the map of a day.</summary>
    private LiteLlmImport(LocalDate recorded) =>
        _facts = new ImportedRows(new PriceSource(
            "litellm",
            "LiteLLM, model_prices_and_context_window.json",
            "https://github.com/BerriAI/litellm",
            License: "MIT"), recorded);

    /// <summary>Reads the map, without its entries that are not models.</summary>
    public static PriceImport Read(JsonElement map, LocalDate recorded)
    {
        LiteLlmImport import = new(recorded);
        foreach (JsonProperty entry in ImportJson.Members(map, "$").Where(e => !NoModels.Contains(e.Name)))
        {
            import.AddModel(entry.Name.Trim(), entry.Value);
        }

        return import._facts.Finish();
    }

    /// <summary>Adds an offer with its model, capabilities and prices.</summary>
    private void AddModel(string id, JsonElement entry)
    {
        if (_facts.Text(id, entry, "litellm_provider") is not { } provider)
        {
            _facts.Skip(id, entry, "It names no provider.");
            return;
        }

        ImportListing listing = new(provider, id);
        if (!_facts.TryAddProvider(id, provider) || !_facts.TryAddOffer(id, listing, _facts.Day(id, entry, "deprecation_date")))
        {
            return;
        }

        _facts.AddModel(id, facts => facts with
        {
            ContextWindow = _facts.Tokens(id, entry, "max_input_tokens") ?? _facts.Tokens(id, entry, "max_tokens"),
            MaxOutput = _facts.Tokens(id, entry, "max_output_tokens"),
            Kind = LiteLlmKeys.Kind(_facts.Text(id, entry, "mode")),
            OutputModalities = LiteLlmKeys.Writes(_facts.Text(id, entry, "mode")),
        });

        foreach ((string key, string capability) in LiteLlmKeys.Capabilities)
        {
            _facts.AddCapability(id, capability, _facts.Flag(id, entry, key));
        }

        // Of a model that draws, and whose drawn images have no other price, the price of an image is of a drawn one.
        string? mode = _facts.Text(id, entry, "mode");
        bool hasDrawn = entry.EnumerateObject().Any(p => p.Name.StartsWith("output_cost_per_image", StringComparison.Ordinal));
        string? purpose = mode == "image_generation" && hasDrawn ? null : mode;
        int firstRate = _facts.RateCount;
        HashSet<Meter> tiered = ImportJson.Optional(entry, "tiered_pricing") is { } tiers ? AddTiers(listing, tiers) : [];
        foreach (JsonProperty price in entry.EnumerateObject())
        {
            if (price.Name == LiteLlmKeys.SearchKey)
            {
                AddSearches(listing, price.Value);
            }
            else if (price.Name == LiteLlmKeys.SpecificKey)
            {
                AddSpecific(listing, price.Value);
            }
            else if (!LiteLlmKeys.IsRepeated(entry, price, mode))
            {
                AddPrice(listing, price, tiered, purpose);
            }
        }

        _facts.AddImplied(firstRate, LiteLlmTiers.Implied);
    }

    /// <summary>
    /// Adds the prices of context tiers and returns the meters that they price. A tier applies above its start, up to and including its
    /// end; the lowest one starts at zero and needs no condition.
    /// </summary>
    private HashSet<Meter> AddTiers(ImportListing listing, JsonElement tiers)
    {
        HashSet<Meter> tiered = [];
        string place = $"{listing.Model}: tiered_pricing";
        foreach (JsonElement tier in ImportJson.Items(tiers, place))
        {
            if (Start(tier, place) is not { } start)
            {
                _facts.Skip(place, tier, "A tier's range starts at a whole number of tokens, zero or more.");
                continue;
            }

            RateCondition condition = start > 0 ? new RateCondition { Context = new ContextTier(start) } : RateCondition.None;
            foreach (JsonProperty price in ImportJson.Members(tier, place).Where(p => p.Name != "range"))
            {
                if (LiteLlmKeys.Find(price.Name) is { } meter)
                {
                    tiered.Add(meter);
                    AddRate(listing, meter, $"{place}.{price.Name}", price.Value, condition);
                }
                else
                {
                    _facts.Skip($"{place}.{price.Name}", price.Value, "No meter is known for this key.");
                }
            }
        }

        return tiered;
    }

    /// <summary>Returns the start of a tier in tokens: 0 without a range; <see langword="null"/> if it is not a whole number.</summary>
    private static long? Start(JsonElement tier, string place) =>
        ImportJson.Optional(tier, "range") is not { } range ? 0
        : ImportJson.Items(range, $"{place}.range").Take(1).ToArray() is [{ } start] ? ImportJson.Count(start)
        : null;

    /// <summary>Adds the price of a key, unless a tier prices the meter already. Keys that are not prices are ignored.</summary>
    private void AddPrice(ImportListing listing, JsonProperty price, HashSet<Meter> tiered, string? purpose)
    {
        string place = $"{listing.Model}: {price.Name}";
        if (LiteLlmKeys.Region(price.Name) is { } region)
        {
            _facts.AddUplift(place, listing, region, price.Value);
            return;
        }

        if (price.Value.ValueKind == JsonValueKind.Null || !LiteLlmKeys.IsPrice(price.Name))
        {
            return;
        }

        (string name, RateCondition condition) = LiteLlmKeys.Split(price.Name, listing.Provider);
        if (LiteLlmKeys.Find(name, purpose) is not { } meter)
        {
            _facts.Skip(place, price.Value, "No meter is known for this key.");
        }
        else if (!meter.IsTokens || !tiered.Contains(meter))
        {
            AddRate(listing, meter, place, price.Value, condition);
        }
    }

    /// <summary>Adds what only one provider has: at Anthropic, the multiples of a region and of the fast mode.</summary>
    private void AddSpecific(ImportListing listing, JsonElement multiples)
    {
        foreach (JsonProperty multiple in ImportJson.Members(multiples, $"{listing.Model}: {LiteLlmKeys.SpecificKey}"))
        {
            string place = $"{listing.Model}: {LiteLlmKeys.SpecificKey}.{multiple.Name}";
            if (multiple.Name == "fast")
            {
                _facts.AddTierMultiple(place, listing, ServiceTier.Fast, multiple.Value);
            }
            else if (multiple.Value.ValueKind == JsonValueKind.Number && NameNormalizer.IsRegion(multiple.Name))
            {
                _facts.AddUplift(place, listing, multiple.Name, multiple.Value);
            }
            else
            {
                _facts.Skip(place, multiple.Value, "It is neither the multiple of a region nor that of a tier.");
            }
        }
    }

    /// <summary>
    /// Adds the prices of searches by the size of their context. Perplexity takes them of each request; of others, one price for all sizes
    /// is that of a search.
    /// </summary>
    private void AddSearches(ImportListing listing, JsonElement sizes)
    {
        string place = $"{listing.Model}: {LiteLlmKeys.SearchKey}";
        (string Size, JsonElement Price)[] prices =
        [
            .. ImportJson.Members(sizes, place)
                .Where(p => p.Name.StartsWith(LiteLlmKeys.SearchSize, StringComparison.Ordinal))
                .Select(p => (p.Name[LiteLlmKeys.SearchSize.Length..], p.Value)),
        ];
        if (listing.Provider == "perplexity")
        {
            foreach ((string size, JsonElement price) in prices)
            {
                if (Meter.TryParse($"requests-search-{size}", out Meter fee))
                {
                    AddRate(listing, fee, $"{place}.{size}", price, RateCondition.None);
                }
            }
        }
        else if (prices.Length == 3 && prices.All(p => p.Price.GetRawText() == prices[0].Price.GetRawText()))
        {
            AddRate(listing, Meter.WebSearches, place, prices[0].Price, RateCondition.None);
        }
        else
        {
            _facts.Skip(place, sizes, "No meter is known for a search by the size of its context.");
        }
    }

    /// <summary>Adds a rate. The map states token prices per token; they are stored per 1M tokens. All other prices are per unit.</summary>
    private void AddRate(ImportListing listing, Meter meter, string place, JsonElement price, RateCondition condition)
    {
        if (meter.IsTokens)
        {
            _facts.AddRate(place, price, listing, meter, condition, times: ImportedRows.Million);
        }
        else
        {
            _facts.AddRate(place, price, listing, meter, condition, per: 1);
        }
    }
}
