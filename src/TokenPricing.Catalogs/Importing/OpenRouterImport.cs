using System.Collections.Immutable;
using System.Text.Json;

namespace TokenPricing.Catalogs;

/// <summary>
/// Reads OpenRouter's response of <c>/api/v1/models</c> (openrouter.ai/docs; read as of 2026-08-01): models under <c>data</c>, or as a bare
/// array, with prices in US dollars per unit, written as texts. <see cref="OpenRouterKeys"/> states what a price key counts.
/// </summary>
/// <remarks>
/// An override applies to a whole request with more prompt tokens than its <c>min_prompt_tokens</c> (its description says "strictly
/// greater"). If several apply, the last one in the list counts for each key. A negative price means that the price depends on the model
/// that a router picks; it is skipped. <c>created</c> is when OpenRouter listed the model, not its release, and is not read. A model may be
/// removed after its <c>expiration_date</c>, so its offer retires on the next day. <c>supported_parameters</c> lists what a request can ask
/// for; a capability that is not listed is unknown.
/// </remarks>
internal sealed class OpenRouterImport
{
    private const string Provider = "openrouter";

    private static readonly (string Parameter, string Capability)[] Capabilities =
        [("tools", "function-calling"), ("reasoning", "reasoning"), ("structured_outputs", "structured-outputs")];

    private readonly ImportedRows _facts;

    /// <summary>Initializes an import of the response of a day.</summary>
    private OpenRouterImport(LocalDate recorded) =>
        _facts = new ImportedRows(new PriceSource(Provider, "OpenRouter, /api/v1/models", "https://openrouter.ai/api/v1/models"), recorded);

    /// <summary>Reads the response. A link to further pages is listed as skipped.</summary>
    public static PriceImport Read(JsonElement answer, LocalDate recorded)
    {
        OpenRouterImport import = new(recorded);
        import._facts.TryAddProvider("$", Provider, "OpenRouter");
        bool isBare = answer.ValueKind == JsonValueKind.Array;
        int index = 0;
        foreach (JsonElement model in ImportJson.Items(isBare ? answer : ImportJson.Member(answer, "data", "$"), isBare ? "$" : "$.data"))
        {
            import.AddModel(model, $"data[{index++}]");
        }

        if (ImportJson.Optional(answer, "links") is { } links && ImportJson.Optional(links, "next") is { } next)
        {
            import._facts.Skip("links: next", next, "The list goes on in another answer, which is not read.");
        }

        return import._facts.Finish();
    }

    /// <summary>Adds an offer with its model, capabilities, scores and prices.</summary>
    private void AddModel(JsonElement model, string place)
    {
        ImportListing listing = new(Provider, ImportJson.Text(model, "id", place));
        LocalDate? expires = _facts.Day(place, model, "expiration_date");
        if (!_facts.TryAddOffer(place, listing, expires < LocalDate.MaxIsoValue ? expires.Value.PlusDays(1) : null))
        {
            return;
        }

        ImmutableArray<string> reads =
            _facts.Words(listing.Model, ImportJson.Optional(model, "architecture") ?? default, "input_modalities");
        _facts.AddModel(listing.Model, facts => Facts(facts, listing.Model, model, reads));

        // The name with which responses say what was served. A variant such as ":free" shares it with the model itself.
        if (ImportJson.Optional(model, "canonical_slug") is { } served && !listing.Model.Contains(':', StringComparison.Ordinal))
        {
            _facts.AddAlias($"{listing.Model}: canonical_slug", served, listing);
        }

        AddCapabilities(listing.Model, model, reads);
        AddBenchmarks(listing.Model, model);
        if (ImportJson.Optional(model, "pricing") is { } pricing)
        {
            AddPricing(listing, $"{listing.Model}: pricing", pricing);
        }
    }

    /// <summary>Returns the facts of a model.</summary>
    private ModelRow Facts(ModelRow facts, string place, JsonElement model, ImmutableArray<string> reads) =>
        facts with
        {
            Name = _facts.Text(place, model, "name") ?? facts.Name,
            ContextWindow = _facts.Tokens(place, model, "context_length"),
            MaxOutput = _facts.Tokens(place, ImportJson.Optional(model, "top_provider") ?? default, "max_completion_tokens"),
            KnowledgeCutoff = _facts.Date(place, model, "knowledge_cutoff"),
            InputModalities = reads,
            OutputModalities = _facts.Words(place, ImportJson.Optional(model, "architecture") ?? default, "output_modalities"),
        };

    /// <summary>Adds the capabilities of a model. A parameter that is not listed is unknown, not unsupported.</summary>
    private void AddCapabilities(string id, JsonElement model, ImmutableArray<string> reads)
    {
        _facts.AddCapability(id, "vision", reads.IsEmpty ? null : reads.Contains("image"));
        HashSet<string> parameters = [.. _facts.Words(id, model, "supported_parameters")];
        foreach ((string parameter, string capability) in Capabilities)
        {
            _facts.AddCapability(id, capability, parameters.Contains(parameter) ? true : null);
        }
    }

    /// <summary>Adds the scores of Artificial Analysis; other benchmarks are skipped.</summary>
    private void AddBenchmarks(string id, JsonElement model)
    {
        if (ImportJson.Optional(model, "benchmarks") is not { } benchmarks)
        {
            return;
        }

        foreach (JsonProperty board in ImportJson.Members(benchmarks, $"{id}: benchmarks").Where(b => !IsEmpty(b.Value)))
        {
            string place = $"{id}: benchmarks.{board.Name}";
            if (board.Name != "artificial_analysis")
            {
                _facts.Skip(place, board.Value, "Only Artificial Analysis' indexes are known.");
                continue;
            }

            foreach (JsonProperty index in ImportJson.Members(board.Value, place).Where(i => i.Value.ValueKind != JsonValueKind.Null))
            {
                _facts.AddScore($"{place}.{index.Name}", id, "artificial-analysis-" + index.Name.Replace('_', '-'), index.Value);
            }
        }
    }

    /// <summary>Adds the prices of a model, then its overrides.</summary>
    private void AddPricing(ImportListing listing, string place, JsonElement pricing)
    {
        foreach (JsonProperty price in ImportJson.Members(pricing, place).Where(p => p.Name != "overrides"))
        {
            AddPrice(listing, $"{place}.{price.Name}", price, RateCondition.None);
        }

        if (ImportJson.Optional(pricing, "overrides") is { } overrides)
        {
            AddOverrides(listing, $"{place}.overrides", overrides);
        }
    }

    /// <summary>
    /// Adds the overrides as context tiers, from the last to the first, since a later one wins: an earlier one with the same or a higher
    /// minimum never applies and is skipped.
    /// </summary>
    private void AddOverrides(ImportListing listing, string place, JsonElement overrides)
    {
        Dictionary<string, long> least = new(StringComparer.Ordinal);
        foreach (JsonElement entry in ImportJson.Items(overrides, place).Reverse())
        {
            string[] conditions =
                [.. ImportJson.Members(entry, place).Select(p => p.Name).Where(n => n.StartsWith("utc_", StringComparison.Ordinal))];
            if (conditions.Length > 0
                || ImportJson.Optional(entry, "min_prompt_tokens") is not { } minimum
                || ImportJson.Count(minimum) is not { } tokens)
            {
                _facts.Skip(place, entry, "Only overrides for more than a whole number of prompt tokens are known.");
                continue;
            }

            foreach (JsonProperty price in ImportJson.Members(entry, place).Where(p => p.Name != "min_prompt_tokens"))
            {
                if (least.TryGetValue(price.Name, out long later) && later <= tokens)
                {
                    _facts.Skip($"{place}.{price.Name}", price.Value, "A later override of the same price holds wherever it does.");
                    continue;
                }

                least[price.Name] = tokens;
                AddPrice(listing, $"{place}.{price.Name}", price, new RateCondition { Context = new ContextTier(tokens) });
            }
        }
    }

    /// <summary>Adds one price, or lists why it is skipped.</summary>
    private void AddPrice(ImportListing listing, string place, JsonProperty price, RateCondition condition)
    {
        decimal? usd = ImportJson.Number(price.Value);
        if (OpenRouterKeys.Find(price.Name) is not { } meter)
        {
            _facts.Skip(place, price.Value, "No meter is known for this price key.");
        }
        else if (usd < 0)
        {
            _facts.Skip(place, price.Value, "The price varies with the model that the router picks.");
        }
        else if (OpenRouterKeys.IsOfAnImage(price.Name) && usd >= OpenRouterKeys.LeastOfAnImage)
        {
            _facts.Skip(place, price.Value, "It is not clear whether it is the price of an image or of a token.");
        }
        else if (meter.IsTokens)
        {
            _facts.AddRate(place, price.Value, listing, meter, condition, times: ImportedRows.Million);
        }
        else
        {
            _facts.AddRate(place, price.Value, listing, meter, condition, per: 1);
        }
    }

    /// <summary>Returns whether a value is null or an empty array.</summary>
    private static bool IsEmpty(JsonElement value) =>
        value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0);
}
