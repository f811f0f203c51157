using System.Collections.Immutable;
using System.Text.Json;

namespace TokenPricing.Catalogs;

/// <summary>
/// Reads the models of modelpricewatch (github.com/romanshumy/llm-prices-data, CC-BY-4.0; <c>models.json</c>, read as of 2026-08-22): an
/// array of models, each at one provider, in dollars per million tokens.
/// </summary>
/// <remarks>
/// The list has display names only, so a model's id is its name in lower case with hyphens. A model that it calls retired is one that
/// nobody sells from the stated day on; its price is what it cost last.
/// </remarks>
internal sealed class ModelPriceWatchImport
{
    private static readonly Dictionary<string, string> Providers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["AI21 Labs"] = "ai21",
        ["Amazon"] = "amazon-bedrock",
        ["Fireworks"] = "fireworks-ai",
        ["Moonshot"] = "moonshotai",
        ["Sakana AI"] = "sakana",
        ["Tencent"] = "tencent-tokenhub",
        ["Together"] = "togetherai",
        ["Voyage AI"] = "voyageai",
        ["Z.AI"] = "zai",
    };

    private readonly ImportedRows _facts;

    private ModelPriceWatchImport(LocalDate recorded) => _facts = new ImportedRows(
        new PriceSource(
            "modelpricewatch", "modelpricewatch, llm-prices-data", "https://github.com/romanshumy/llm-prices-data", License: "CC-BY-4.0"),
        recorded);

    /// <summary>Returns whether a value is an array of such models.</summary>
    public static bool IsList(JsonElement root) =>
        root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0
            && root.EnumerateArray().All(
                m => ImportJson.Optional(m, "model") is not null && ImportJson.Optional(m, "pricing_url") is not null);

    /// <summary>Reads the list.</summary>
    public static PriceImport Read(JsonElement models, LocalDate recorded)
    {
        ModelPriceWatchImport import = new(recorded);
        int index = 0;
        foreach (JsonElement model in ImportJson.Items(models, "$"))
        {
            import.AddModel(model, $"$[{index++}]");
        }

        return import._facts.Finish();
    }

    private void AddModel(JsonElement model, string place)
    {
        string seller = ImportJson.Text(model, "provider", place);
        string provider = Providers.GetValueOrDefault(seller) ?? NameNormalizer.ProviderId(seller.Replace(' ', '-').ToLowerInvariant());
        string name = ImportJson.Text(model, "model", place);
        ImportListing listing = new(provider, name.Replace(' ', '-').ToLowerInvariant());
        LocalDate? end = _facts.Day(place, model, "retired_on") ?? _facts.Day(place, model, "shutdown_date");
        if (!_facts.TryAddProvider(place, provider, provider == seller ? null : seller) || !_facts.TryAddOffer(place, listing, end))
        {
            return;
        }

        ImmutableArray<string> reads = _facts.Words(place, model, "modality");
        _facts.AddModel(listing.Model, facts => facts with
        {
            Name = name,
            Released = _facts.Date(place, model, "released"),
            ContextWindow = _facts.Tokens(place, model, "context_window"),
            Parameters = _facts.Text(place, model, "parameters"),
            OpenWeights = _facts.Flag(place, model, "open_source"),
            InputModalities = reads,
        });
        foreach ((string key, Meter meter) in new[]
        {
            ("input_per_mtok", Meter.Input), ("output_per_mtok", Meter.Output), ("cached_input_per_mtok", Meter.CacheRead),
        })
        {
            if (ImportJson.Optional(model, key) is { } price)
            {
                _facts.AddRate($"{place}.{key}", price, listing, meter, RateCondition.None);
            }
        }
    }
}
