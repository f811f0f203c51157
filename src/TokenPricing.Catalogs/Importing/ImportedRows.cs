using System.Collections.Immutable;
using System.Text.Json;

namespace TokenPricing.Catalogs;

/// <summary>
/// Collects the rows of an import so that they form a valid catalog. The first statement about a model counts; values that cannot be used,
/// and second prices of the same thing, are listed as skipped.
/// </summary>
internal sealed partial class ImportedRows(PriceSource source, LocalDate recorded)
{
    /// <summary>The factor from the price of one token to the price per 1M tokens, the unit in which token prices are published.</summary>
    public const long Million = 1_000_000;

    private const int LongestText = 500;
    private const string NoUplift = "A region's multiple is a number, zero or more, and stands once.";

    private readonly Dictionary<string, ProviderRow> _providers = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ModelRow> _models = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(string Model, string Capability), CapabilityRow> _capabilities = [];
    private readonly Dictionary<(string Model, string Provider), OfferRow> _offers = [];
    private readonly Dictionary<(string Name, string Provider), AliasRow> _aliases = [];
    private readonly List<RateRow> _rates = [];
    private readonly HashSet<(string, string, Meter, RateCondition, Instant?)> _priced = [];
    private readonly Dictionary<(string, string, string), RegionalUpliftRow> _uplifts = [];
    private readonly Dictionary<(string, string, ServiceTier), TierMultipleRow> _multiples = [];
    private readonly Dictionary<(string, string), BenchmarkScore> _scores = [];
    private readonly List<RateRow> _implied = [];
    private readonly HashSet<string> _ofMakers = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<ImportSkip> _skipped = [];
    private readonly List<(ImportListing Listing, string Said)> _copied = [];

    /// <summary>The number of rates so far.</summary>
    public int RateCount => _rates.Count;

    /// <summary>Returns everything that was collected. Uplifts of offers without a price are skipped.</summary>
    public PriceImport Finish()
    {
        HashSet<(string, string)> priced = [.. _rates.Select(r => Key(r.Model, r.Provider))];
        foreach (RegionalUpliftRow uplift in _uplifts.Values.Where(u => !priced.Contains(Key(u.Model, u.Provider))))
        {
            Skip($"{uplift.Model}: {uplift.Region}", ExactNumber.Format(uplift.Multiple), "There are no prices that it would multiply.");
        }

        CatalogRows facts = new()
        {
            Sources = [source],
            Providers = WithOwnAliases(),
            Models = [.. _models.Values],
            Aliases = [.. _aliases.Values],
            Capabilities = [.. _capabilities.Values],
            Offers = [.. _offers.Values],
            Rates = [.. _rates],
            TierMultiples = [.. _multiples.Values.Where(m => priced.Contains(Key(m.Model, m.Provider)))],
            RegionalUplifts = [.. _uplifts.Values.Where(u => priced.Contains(Key(u.Model, u.Provider)))],
            Benchmarks = [.. _scores.Values],
        };
        return new PriceImport(facts, [.. _skipped], [.. _implied]) { Copied = [.. _copied] };
    }

    /// <summary>Returns the providers, without aliases that are the id or an alias of another provider in the list.</summary>
    private ImmutableArray<ProviderRow> WithOwnAliases()
    {
        HashSet<string> taken = new(_providers.Keys, StringComparer.OrdinalIgnoreCase);
        return [.. _providers.Values.Select(p => p with { Aliases = [.. p.Aliases.Where(taken.Add)] })];
    }

    /// <summary>Lists a value as skipped.</summary>
    public void Skip(string place, JsonElement value, string reason) => Skip(place, ImportJson.Raw(value), reason);

    /// <summary>Lists a value as skipped; place and value are shortened.</summary>
    public void Skip(string place, string value, string reason) =>
        _skipped.Add(new ImportSkip(FactText.Shorten(place, 200), FactText.Shorten(value), reason));

    /// <summary>Adds a provider unless it is known, and returns whether its id is valid.</summary>
    public bool TryAddProvider(
        string place,
        string id,
        string? name = null,
        IEnumerable<string>? aliases = null,
        ImmutableArray<string> addresses = default)
    {
        if (!IsText(id) || ProviderId.Unnamed == id)
        {
            Skip(place, id, "A provider's id is a text of at most 500 characters, none a control character, and not the word for a "
                + "provider without a name.");
            return false;
        }

        _providers.TryAdd(id, new ProviderRow(id, name ?? id) { Aliases = [.. aliases ?? []], Addresses = addresses });
        return true;
    }

    /// <summary>Adds an alias of a listing, unless the provider uses the name for another one already.</summary>
    public void AddAlias(string place, JsonElement name, ImportListing listing)
    {
        if (ImportJson.Text(name)?.Trim() is not { } alias || !IsText(alias))
        {
            Skip(place, name, "A name is a text of at most 500 characters, none a control character.");
        }
        else if (!alias.Equals(listing.Model, StringComparison.OrdinalIgnoreCase))
        {
            _aliases.TryAdd(Key(alias, listing.Provider), new AliasRow(alias, listing.Model, listing.Provider, source.Id, recorded));
        }
    }

    /// <summary>Adds an offer and returns whether its id is valid and new.</summary>
    public bool TryAddOffer(string place, ImportListing listing, LocalDate? retired = null)
    {
        if (!IsText(listing.Model))
        {
            Skip(place, listing.Model, "A model's id is a text of at most 500 characters, none a control character.");
            return false;
        }

        if (!_offers.TryAdd(
            Key(listing.Model, listing.Provider),
            new OfferRow(listing.Model, listing.Provider, source.Id, recorded, Retired: retired)))
        {
            Skip(place, listing.Model, "The provider lists it already; letter case makes no difference.");
            return false;
        }

        return true;
    }

    /// <summary>Marks an offer whose prices the list took from a gateway, with what the list says of that.</summary>
    public void MarkCopied(ImportListing listing, string said) => _copied.Add((listing, said));

    /// <summary>Adds the facts of a model, unless an earlier listing stated them. Those of the maker replace those of resellers.</summary>
    public void AddModel(string id, Func<ModelRow, ModelRow> facts, bool isOfMaker = false)
    {
        if (!_models.ContainsKey(id) || (isOfMaker && _ofMakers.Add(id)))
        {
            _models[id] = facts(new ModelRow(id, id, source.Id, recorded));
        }
    }

    /// <summary>
    /// Adds whether a model has a capability, unless an earlier listing stated it; <see langword="null"/> means unknown and adds nothing.
    /// </summary>
    public void AddCapability(string model, string capability, bool? supported)
    {
        if (supported is { } can)
        {
            _capabilities.TryAdd(Key(model, capability), new CapabilityRow(model, capability, can, source.Id, recorded));
        }
    }

    /// <summary>Adds a benchmark score of a model, unless an earlier listing stated it.</summary>
    public void AddScore(string place, string model, string benchmark, JsonElement score)
    {
        if (ImportJson.Number(score) is not { } points || !IsText(benchmark))
        {
            Skip(place, score, "A score is a number of at most 28 digits.");
            return;
        }

        _scores.TryAdd(Key(model, benchmark), new BenchmarkScore(model, benchmark, points, null, source.Id, recorded));
    }

    /// <summary>
    /// Adds a price in US dollars for <paramref name="per"/> units, after multiplying it by <paramref name="times"/>. A JSON null adds
    /// nothing.
    /// </summary>
    public void AddRate(
        string place, JsonElement price, ImportListing listing, Meter meter, RateCondition condition,
        long per = Million, long times = 1, Instant? from = null, Instant? to = null)
    {
        if (price.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        if (ImportJson.Number(price) is not { } usd || usd < 0 || usd > decimal.MaxValue / times)
        {
            Skip(place, price, "A price is a number of at most 28 digits, zero or more.");
            return;
        }

        RateRow rate = new(
            listing.Model,
            listing.Provider,
            meter,
            new Rate((new Usd(usd) * times).Amount, per),
            source.Id,
            recorded,
            from,
            to)
        { Condition = condition };
        if (!TryAdd(rate))
        {
            Skip(place, price, "The offer has a price of this meter on this condition already.");
        }
    }

    /// <summary>Adds the rates that the rates from index <paramref name="first"/> on imply, unless the list states them itself.</summary>
    public void AddImplied(int first, Func<IReadOnlyCollection<RateRow>, IEnumerable<RateRow>> implied)
    {
        foreach (RateRow rate in implied(_rates[first..]))
        {
            if (TryAdd(rate))
            {
                _implied.Add(rate);
            }
        }
    }

    /// <summary>Adds the uplift of a region, as a multiple of the other prices.</summary>
    public void AddUplift(string place, ImportListing listing, string region, JsonElement multiple)
    {
        if (ImportJson.Number(multiple) is not { } factor || !TryAddUplift(listing, region, factor))
        {
            Skip(place, multiple, NoUplift);
        }
    }

    /// <summary>Adds the uplift of a region that was calculated.</summary>
    public void AddUplift(string place, ImportListing listing, string region, decimal multiple)
    {
        if (!TryAddUplift(listing, region, multiple))
        {
            Skip(place, $"{region}: {ExactNumber.Format(multiple)}", NoUplift);
        }
    }

    /// <summary>Adds the prices of a service tier, as a multiple of the standard ones.</summary>
    public void AddTierMultiple(string place, ImportListing listing, ServiceTier tier, JsonElement multiple)
    {
        if (ImportJson.Number(multiple) is not { } factor || factor < 0 || !_multiples.TryAdd(
            (listing.Model.ToUpperInvariant(), listing.Provider.ToUpperInvariant(), tier),
            new TierMultipleRow(listing.Model, listing.Provider, tier, factor, source.Id, recorded)))
        {
            Skip(place, multiple, "A tier's multiple is a number, zero or more, and stands once.");
        }
    }

    /// <summary>Returns a price that was added; <see langword="null"/> if there is none.</summary>
    public Rate? Price(ImportListing listing, Meter meter, RateCondition condition) => _rates.Find(
        r => r.Meter == meter && r.Condition == condition && (r.Model, r.Provider) == (listing.Model, listing.Provider))?.Rate;

    private bool TryAddUplift(ImportListing listing, string region, decimal factor) =>
        factor >= 0 && IsText(region) && _uplifts.TryAdd(
            (listing.Model.ToUpperInvariant(), listing.Provider.ToUpperInvariant(), region.ToUpperInvariant()),
            new RegionalUpliftRow(listing.Model, listing.Provider, region, factor, source.Id, recorded));

    /// <summary>Returns a key that ignores letter case.</summary>
    private static (string, string) Key(string a, string b) => (a.ToUpperInvariant(), b.ToUpperInvariant());

    /// <summary>
    /// Returns whether a text is valid in a catalog: trimmed, without control characters, and at most 500 characters, so that error
    /// messages about it stay short.
    /// </summary>
    private static bool IsText(string text) =>
        text.Length is > 0 and <= LongestText && text.Trim().Length == text.Length && !text.Any(char.IsControl);

    /// <summary>Adds a rate unless the offer has one of the same meter, condition and start.</summary>
    private bool TryAdd(RateRow rate)
    {
        bool isNew = _priced.Add((rate.Model.ToUpperInvariant(), rate.Provider.ToUpperInvariant(), rate.Meter, rate.Condition, rate.From));
        if (isNew)
        {
            _rates.Add(rate);
        }

        return isNew;
    }
}
