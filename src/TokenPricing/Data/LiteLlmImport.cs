using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace TokenPricing;

/// <summary>
/// Reads LiteLLM's price map <c>model_prices_and_context_window.json</c> (github.com/BerriAI/litellm, MIT; read as of 2026-07-24): one
/// object keyed by model reference, with dollars per one unit and the conditions of a price in the name of its key.
/// </summary>
/// <remarks>
/// The provider is the field <c>litellm_provider</c>, not the beginning of the key. <c>_above_200k_tokens</c> is a price for more than
/// 200,000 input tokens, for the whole request; for provider <c>xai</c>, for 200,000 or more, as its documentation says "reaches".
/// <c>_flex</c>, <c>_priority</c> and <c>_batches</c> are service tiers. <c>tiered_pricing</c> takes the place of the other token prices.
/// What its calculator does where a service tier has no price of its own is in <see cref="LiteLlmTiers"/>.
/// </remarks>
internal sealed class LiteLlmImport
{
    private const string Source = "litellm";

    private static readonly HashSet<string> NoModels = new(StringComparer.Ordinal) { "sample_spec", "fallback_generalizations", "last_updated" };

    private readonly LocalDate _recorded;
    private readonly SortedDictionary<string, ProviderFacts> _providers = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ModelFacts> _models = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<CapabilityFact> _capabilities = [];
    private readonly List<OfferFacts> _offers = [];
    private readonly List<RateFacts> _rates = [];
    private readonly List<RegionalUpliftFacts> _uplifts = [];
    private readonly List<ImportSkip> _skipped = [];

    private LiteLlmImport(LocalDate recorded) => _recorded = recorded;

    public static PriceImport Read(JsonElement map, LocalDate recorded)
    {
        LiteLlmImport import = new(recorded);
        foreach (JsonProperty entry in map.EnumerateObject().Where(e => !NoModels.Contains(e.Name) && e.Value.ValueKind == JsonValueKind.Object))
        {
            import.AddModel(entry.Name, entry.Value);
        }

        HashSet<(string, string)> priced = [.. import._rates.Select(r => (r.Model, r.Provider))];
        CatalogFacts facts = new()
        {
            Sources = [new PriceSource(Source, "LiteLLM, model_prices_and_context_window.json", "https://github.com/BerriAI/litellm", License: "MIT")],
            Providers = [.. import._providers.Values],
            Models = [.. import._models.Values],
            Capabilities = [.. import._capabilities],
            Offers = [.. import._offers],
            Rates = [.. import._rates],
            RegionalUplifts = [.. import._uplifts.Where(u => priced.Contains((u.Model, u.Provider)))],
        };
        return new PriceImport(facts, [.. import._skipped]);
    }

    private void AddModel(string reference, JsonElement entry)
    {
        string id = reference.Trim();
        if (ImportJson.OptionalText(entry, "litellm_provider") is not { } provider)
        {
            _skipped.Add(new ImportSkip(id, "", "It names no provider."));
            return;
        }

        if (!_models.TryAdd(id, new ModelFacts(id, id, Source, _recorded) { ContextWindow = Count(entry, "max_input_tokens") ?? Count(entry, "max_tokens") }))
        {
            _skipped.Add(new ImportSkip(id, provider, "Another entry differs from it in the case of letters only."));
            return;
        }

        _providers.TryAdd(provider, new ProviderFacts(provider, provider));
        bool hasEnd = LocalDatePattern.Iso.Parse(ImportJson.OptionalText(entry, "deprecation_date") ?? "").TryGetValue(default, out LocalDate end);
        _offers.Add(new OfferFacts(id, provider, Source, _recorded, Retired: hasEnd ? end : null));
        AddCapabilities(id, entry);
        int firstRate = _rates.Count;
        bool isTiered = entry.TryGetProperty("tiered_pricing", out JsonElement tiers) && tiers.ValueKind == JsonValueKind.Array && tiers.GetArrayLength() > 0;
        if (isTiered)
        {
            AddTiers(id, provider, tiers);
        }

        foreach (JsonProperty price in entry.EnumerateObject())
        {
            AddPrice(id, provider, price, isTiered, firstRate);
        }

        _rates.AddRange(LiteLlmTiers.Implied([.. _rates.Skip(firstRate)]));
    }

    private void AddCapabilities(string model, JsonElement entry)
    {
        foreach ((string key, string capability) in LiteLlmKeys.Capabilities)
        {
            if (entry.TryGetProperty(key, out JsonElement flag) && flag.ValueKind is JsonValueKind.True or JsonValueKind.False)
            {
                _capabilities.Add(new CapabilityFact(model, capability, flag.GetBoolean(), Source, _recorded));
            }
        }
    }

    // Tiers are half-open from below: more than a tier's start, its end included. The lowest one begins at nothing.
    private void AddTiers(string model, string provider, JsonElement tiers)
    {
        foreach (JsonElement tier in tiers.EnumerateArray())
        {
            decimal start = tier.TryGetProperty("range", out JsonElement range) && range.ValueKind == JsonValueKind.Array ? ImportJson.Number(range[0]) ?? 0 : 0;
            RateCondition condition = start > 0 ? new RateCondition { Context = new ContextTier((long)start) } : RateCondition.None;
            foreach (JsonProperty price in tier.EnumerateObject().Where(p => p.Name != "range"))
            {
                if (LiteLlmKeys.Find(price.Name) is { } meter)
                {
                    AddRate(model, provider, meter, price, condition);
                }
                else
                {
                    _skipped.Add(new ImportSkip($"{model}: tiered_pricing.{price.Name}", price.Value.GetRawText(), "No meter is known for this key."));
                }
            }
        }
    }

    private void AddPrice(string model, string provider, JsonProperty price, bool isTiered, int firstRate)
    {
        if (LiteLlmKeys.Region(price.Name) is { } region)
        {
            if (ImportJson.Number(price.Value) is { } multiple)
            {
                _uplifts.Add(new RegionalUpliftFacts(model, provider, region, multiple, Source, _recorded));
            }

            return;
        }

        if (price.Value.ValueKind is not (JsonValueKind.Number or JsonValueKind.String or JsonValueKind.Object) || !LiteLlmKeys.IsPrice(price.Name))
        {
            return;
        }

        (string name, RateCondition condition) = LiteLlmKeys.Split(price.Name, provider);
        if (LiteLlmKeys.Find(name) is not { } meter)
        {
            _skipped.Add(new ImportSkip($"{model}: {price.Name}", price.Value.GetRawText(), "No meter is known for this key."));
            return;
        }

        if (isTiered && meter.IsTokens && _rates.Skip(firstRate).Any(r => r.Meter == meter))
        {
            return;
        }

        AddRate(model, provider, meter, price, condition);
    }

    private void AddRate(string model, string provider, Meter meter, JsonProperty price, RateCondition condition)
    {
        if (ImportJson.Number(price.Value) is not { } usd || usd < 0)
        {
            _skipped.Add(new ImportSkip($"{model}: {price.Name}", price.Value.GetRawText(), "A price is a number of at most 28 digits, zero or more."));
            return;
        }

        // Token prices are given per one token and published per million.
        Rate rate = meter.IsTokens ? Rate.PerMillion(Exact.Multiply(usd, 1_000_000)) : Rate.PerUnit(usd);
        _rates.Add(new RateFacts(model, provider, meter, rate, Source, _recorded) { Condition = condition });
    }

    private static long? Count(JsonElement entry, string property) =>
        entry.TryGetProperty(property, out JsonElement value) && ImportJson.Number(value) is { } count && count >= 1 && count == decimal.Truncate(count) && count <= long.MaxValue
            ? (long)count
            : null;
}
