using System.Collections.Immutable;
using System.Text.Json;

namespace TokenPricing.Catalogs;

/// <summary>
/// Reads the model tables of pi-ai (npm <c>@earendil-works/pi-ai</c>, MIT; read as of 2026-11-20): the files of
/// <c>dist/providers/data</c>, each an object of APIs with their models, in dollars per million tokens.
/// </summary>
/// <remarks>
/// The list has models that call tools only, so what it lacks may still be sold. A zero next to a price is a price that the list does not
/// know; where all are zero, it can mean free. A tier applies to a whole request with more input tokens than its threshold. An object of
/// providers with <c>models</c>, the shape of models.dev, is read as well.
/// </remarks>
internal sealed class PiAiImport
{
    private static readonly (string Key, Meter Meter)[] Prices =
    [
        ("input", Meter.Input), ("output", Meter.Output), ("cacheRead", Meter.CacheRead), ("cacheWrite", Meter.CacheWrite),
    ];

    private readonly ImportedRows _facts;

    private PiAiImport(LocalDate recorded) => _facts = new ImportedRows(Source, recorded);

    private static PriceSource Source { get; } =
        new("pi-ai", "pi-ai, model tables", "https://github.com/earendil-works/pi", License: "MIT");

    /// <summary>Returns whether a value is an object of APIs with models.</summary>
    public static bool IsTable(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.EnumerateObject().Any(api =>
            api.Value.ValueKind == JsonValueKind.Object && api.Value.EnumerateObject().Any(m =>
                ImportJson.Optional(m.Value, "api") is not null && ImportJson.Optional(m.Value, "cost") is not null));

    /// <summary>Returns a provider's id without the API that it is called by, which older tables had in it.</summary>
    public static string ProviderOf(string id) => id == "azure-openai-responses" ? "azure" : id;

    /// <summary>Reads a table.</summary>
    public static PriceImport Read(JsonElement root, LocalDate recorded)
    {
        if (!IsTable(root))
        {
            return ModelsDevImport.Read(root, recorded, Source, isZeroUnknown: true);
        }

        PiAiImport import = new(recorded);
        foreach (JsonProperty api in ImportJson.Members(root, "$"))
        {
            foreach (JsonProperty model in ImportJson.Members(api.Value, api.Name))
            {
                import.AddModel($"{api.Name}.{model.Name}", model.Value);
            }
        }

        return import._facts.Finish();
    }

    /// <summary>Adds an offer with its model and prices. A model that several APIs serve is one offer.</summary>
    private void AddModel(string place, JsonElement model)
    {
        string provider = ProviderOf(ImportJson.Text(model, "provider", place));
        ImportListing listing = new(provider, ImportJson.Text(model, "id", place));
        if (!_facts.TryAddProvider(place, provider) || !_facts.TryAddOffer(place, listing))
        {
            return;
        }

        ImmutableArray<string> reads = _facts.Words(place, model, "input");
        ImmutableArray<string> writes = _facts.Words(place, model, "output");
        _facts.AddModel(listing.Model, facts => facts with
        {
            Name = _facts.Text(place, model, "name") ?? facts.Name,
            ContextWindow = _facts.Tokens(place, model, "contextWindow"),
            MaxOutput = _facts.Tokens(place, model, "maxTokens"),
            InputModalities = reads,
            OutputModalities = writes,
        });
        _facts.AddCapability(listing.Model, "reasoning", _facts.Flag(place, model, "reasoning"));
        _facts.AddCapability(listing.Model, "vision", reads.IsEmpty ? null : reads.Contains("image"));
        JsonElement cost = ImportJson.Member(model, "cost", place);
        AddPrices(listing, $"{place}.cost", cost, RateCondition.None);
        if (ImportJson.Optional(cost, "tiers") is { } tiers)
        {
            foreach (JsonElement tier in ImportJson.Items(tiers, $"{place}.cost.tiers"))
            {
                AddTier(listing, $"{place}.cost.tiers", tier);
            }
        }
    }

    /// <summary>Adds the prices above a number of input tokens.</summary>
    private void AddTier(ImportListing listing, string place, JsonElement tier)
    {
        if (ImportJson.Optional(tier, "inputTokensAbove") is { } above && ImportJson.Count(above) is { } tokens)
        {
            AddPrices(listing, place, tier, new RateCondition { Context = new ContextTier(tokens) });
        }
        else
        {
            _facts.Skip(place, tier, "A tier starts above a whole number of input tokens.");
        }
    }

    /// <summary>Adds the prices of a condition.</summary>
    private void AddPrices(ImportListing listing, string place, JsonElement cost, RateCondition condition)
    {
        bool isPaid = Prices.Any(p => ImportJson.Optional(cost, p.Key) is { } price && ImportJson.Number(price) > 0);
        foreach ((string key, Meter meter) in Prices)
        {
            if (ImportJson.Optional(cost, key) is not { } price)
            {
                continue;
            }

            if (ImportJson.Number(price) == 0 && (isPaid || key is not ("input" or "output")))
            {
                _facts.Skip($"{place}.{key}", price, "A zero next to a price means that this list does not know the price.");
            }
            else
            {
                _facts.AddRate($"{place}.{key}", price, listing, meter, condition);
            }
        }
    }
}
