using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace TokenPricing.Catalogs;

/// <summary>
/// Reads models.dev's <c>api.json</c> (github.com/anomalyco/models.dev, MIT; read as of f3fc6922, 2026-07-02): providers with their models
/// by id, with dollars per million tokens.
/// </summary>
/// <remarks>
/// A tier applies to a whole request with more input tokens than its size. <c>context_over_200k</c> repeats one of the tiers, and its
/// threshold often differs from its name; without tiers, it is skipped. A listing without a cost is an offer without a price. Zeros are
/// kept, although they can mean free, included in a plan, or unknown. <c>status</c> is not a date and is not read.
/// </remarks>
internal sealed class ModelsDevImport
{
    private const string LegacyTier = "context_over_200k";

    private static readonly FrozenDictionary<string, Meter> Meters = new Dictionary<string, Meter>(StringComparer.Ordinal)
    {
        ["input"] = Meter.Input,
        ["output"] = Meter.Output,
        ["cache_read"] = Meter.CacheRead,
        ["cache_write"] = Meter.CacheWrite,
        ["reasoning"] = Meter.Reasoning,
        ["input_audio"] = Meter.InputAudio,
        ["output_audio"] = Meter.OutputAudio,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly ImportedRows _facts;
    private readonly bool _isZeroUnknown;

    /// <summary>Initializes an import of the list of a day.</summary>
    private ModelsDevImport(PriceSource source, LocalDate recorded, bool isZeroUnknown) =>
        (_facts, _isZeroUnknown) = (new ImportedRows(source, recorded), isZeroUnknown);

    /// <summary>Returns the key of a meter in a cost object; <see langword="null"/> if it has none for it.</summary>
    public static string? KeyOf(Meter meter) => Meters.Where(m => m.Value == meter).Select(m => m.Key).FirstOrDefault();

    /// <summary>Reads the list.</summary>
    /// <param name="providers">The providers.</param>
    /// <param name="recorded">The day of the list.</param>
    /// <param name="source">The source; <see langword="null"/> for models.dev itself.</param>
    /// <param name="isZeroUnknown">
    /// Whether a zero next to a paid price means that the price is not known. Such zeros are not prices, and are skipped.
    /// </param>
    public static PriceImport Read(JsonElement providers, LocalDate recorded, PriceSource? source = null, bool isZeroUnknown = false)
    {
        ModelsDevImport import = new(
            source ?? new PriceSource("models.dev", "models.dev, api.json", "https://models.dev/api.json", License: "MIT"),
            recorded,
            isZeroUnknown);
        foreach (JsonProperty provider in ImportJson.Members(providers, "$"))
        {
            import.AddProvider(isZeroUnknown ? PiAiImport.ProviderOf(provider.Name.Trim()) : provider.Name.Trim(), provider.Value);
        }

        return import._facts.Finish();
    }

    /// <summary>Adds a provider with its models.</summary>
    private void AddProvider(string id, JsonElement provider)
    {
        if (!_facts.TryAddProvider(id, id, _facts.Text(id, provider, "name")))
        {
            return;
        }

        foreach (JsonProperty model in ImportJson.Members(ImportJson.Member(provider, "models", id), $"{id}: models"))
        {
            AddListing(new ImportListing(id, model.Name.Trim()), model.Value);
        }
    }

    /// <summary>Adds an offer with its model, capabilities and prices, also those of experimental modes.</summary>
    private void AddListing(ImportListing listing, JsonElement model)
    {
        if (!_facts.TryAddOffer($"{listing.Provider}: models", listing))
        {
            return;
        }

        string place = $"{listing}";
        ImmutableArray<string> reads = _facts.Words(place, ImportJson.Optional(model, "modalities") ?? default, "input");
        bool isOfMaker = _facts.Text(place, model, "canonical_model_id") is { } canonical
            ? canonical.Equals($"{listing.Provider}/{listing.Model}", StringComparison.OrdinalIgnoreCase)
            : NameNormalizer.IsMaker(listing.Provider) && !listing.Model.Contains('/', StringComparison.Ordinal);
        _facts.AddModel(listing.Model, facts => Facts(facts, place, model, reads), isOfMaker);
        AddCapabilities(place, listing.Model, model, reads);
        if (ImportJson.Optional(model, "cost") is { } cost)
        {
            AddCost(listing, $"{place}: cost", cost, RateCondition.None);
        }

        if (ImportJson.Optional(model, "experimental") is { } experimental && ImportJson.Optional(experimental, "modes") is { } modes)
        {
            foreach (JsonProperty mode in ImportJson.Members(modes, $"{place}: experimental.modes"))
            {
                AddMode(listing, $"{place}: experimental.modes.{FactText.Shorten(mode.Name)}", mode);
            }
        }
    }

    /// <summary>Returns the facts of a model.</summary>
    private ModelRow Facts(ModelRow facts, string place, JsonElement model, ImmutableArray<string> reads) =>
        facts with
        {
            Name = _facts.Text(place, model, "name") ?? facts.Name,
            Released = _facts.Date(place, model, "release_date"),
            KnowledgeCutoff = _facts.Date(place, model, "knowledge"),
            ContextWindow = _facts.Tokens(place, ImportJson.Optional(model, "limit") ?? default, "context"),
            MaxOutput = _facts.Tokens(place, ImportJson.Optional(model, "limit") ?? default, "output"),
            OpenWeights = _facts.Flag(place, model, "open_weights"),
            InputModalities = [.. reads.Select(Modality).Distinct()],
            OutputModalities =
                [.. _facts.Words(place, ImportJson.Optional(model, "modalities") ?? default, "output").Select(Modality).Distinct()],
        };

    /// <summary>Adds the capabilities of a model. Vision follows from the input modalities, if they are stated.</summary>
    private void AddCapabilities(string place, string id, JsonElement model, ImmutableArray<string> reads)
    {
        _facts.AddCapability(id, "function-calling", _facts.Flag(place, model, "tool_call"));
        _facts.AddCapability(id, "reasoning", _facts.Flag(place, model, "reasoning"));
        _facts.AddCapability(id, "structured-outputs", _facts.Flag(place, model, "structured_output"));
        _facts.AddCapability(id, "vision", reads.IsEmpty ? null : reads.Contains("image"));
    }

    /// <summary>Adds the prices of a cost object under a condition.</summary>
    private void AddCost(ImportListing listing, string place, JsonElement cost, RateCondition condition)
    {
        bool isPaid = _isZeroUnknown && cost.EnumerateObject().Any(p => Meters.ContainsKey(p.Name) && ImportJson.Number(p.Value) > 0);
        foreach (JsonProperty price in ImportJson.Members(cost, place))
        {
            string at = $"{place}.{price.Name}";
            if (_isZeroUnknown && Meters.ContainsKey(price.Name) && ImportJson.Number(price.Value) == 0
                && (isPaid || price.Name is not ("input" or "output")))
            {
                _facts.Skip(at, price.Value, "A zero next to a price means that this list does not know the price.");
            }
            else if (Meters.TryGetValue(price.Name, out Meter meter))
            {
                _facts.AddRate(at, price.Value, listing, meter, condition);
            }
            else if (price.Name == "tiers" && condition.Context is null)
            {
                AddTiers(listing, at, price.Value, condition);
            }
            else if (price.Name == LegacyTier)
            {
                if (ImportJson.Optional(cost, "tiers") is null)
                {
                    _facts.Skip(at, price.Value, "Without tiers it does not say for how many tokens it holds; its name often is wrong.");
                }
            }
            else if (price.Name != "tier" || condition.Context is null)
            {
                _facts.Skip(at, price.Value, "No meter is known for this price key.");
            }
        }
    }

    /// <summary>Adds the prices of context tiers. Tiers by anything else are skipped.</summary>
    private void AddTiers(ImportListing listing, string place, JsonElement tiers, RateCondition condition)
    {
        if (tiers.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        foreach (JsonElement tier in ImportJson.Items(tiers, place))
        {
            JsonElement on = ImportJson.Member(tier, "tier", place);
            if (ImportJson.Optional(on, "type") is { ValueKind: JsonValueKind.String } type && type.ValueEquals("context")
                && ImportJson.Optional(on, "size") is { } size && ImportJson.Count(size) is { } tokens)
            {
                AddCost(listing, place, tier, condition with { Context = new ContextTier(tokens) });
            }
            else
            {
                _facts.Skip(place, tier, "Only tiers by context are known, whose size is a whole number of tokens.");
            }
        }
    }

    /// <summary>
    /// Adds the prices of an experimental mode as those of a service tier: of the tier that the mode sets in the request, or of the fast
    /// tier for the mode <c>fast</c>. Other modes are skipped.
    /// </summary>
    private void AddMode(ImportListing listing, string place, JsonProperty mode)
    {
        if (ImportJson.Optional(mode.Value, "cost") is not { } cost)
        {
            return;
        }

        JsonElement? asked = ImportJson.Optional(mode.Value, "provider") is { } provider
            && ImportJson.Optional(provider, "body") is { } body
            ? ImportJson.Optional(body, "service_tier")
            : null;
        string? word = asked is { } text ? ImportJson.Text(text) : mode.Name is "fast" or "ultrafast" ? mode.Name : null;
        if (ServiceTier.TryParse(word, out ServiceTier tier) && tier != ServiceTier.Standard)
        {
            AddCost(listing, $"{place}.cost", cost, new RateCondition { ServiceTier = tier });
        }
        else
        {
            _facts.Skip(place, mode.Value, "Only modes that name a service tier, and the modes fast and ultrafast, are known.");
        }
    }

    /// <summary>Returns a modality by the catalog's name for it.</summary>
    private static string Modality(string word) => word == "pdf" ? "file" : word;
}
