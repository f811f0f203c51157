using System.Collections.Immutable;
using System.Text.Json;

namespace TokenPricing.Catalogs;

/// <summary>
/// Collects what an import finds so that it makes a catalog: the first word on a model counts, and what cannot be used, or is said
/// twice, is listed as skipped.
/// </summary>
internal sealed partial class ImportedRows(PriceSource source, LocalDate recorded)
{
    /// <summary>The factor from a price of one token to the price of a million, in which token prices are published.</summary>
    public const long Million = 1_000_000;

    private const int LongestText = 500;

    private readonly Dictionary<string, ProviderRow> _providers = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ModelRow> _models = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(string Model, string Capability), CapabilityRow> _capabilities = [];
    private readonly Dictionary<(string Model, string Provider), OfferRow> _offers = [];
    private readonly Dictionary<(string Name, string Provider), AliasRow> _aliases = [];
    private readonly List<RateRow> _rates = [];
    private readonly HashSet<(string, string, Meter, RateCondition, Instant?)> _priced = [];
    private readonly Dictionary<(string, string, string), RegionalUpliftRow> _uplifts = [];
    private readonly Dictionary<(string, string), BenchmarkScore> _scores = [];
    private readonly List<RateRow> _implied = [];
    private readonly List<ImportSkip> _skipped = [];

    /// <summary>How many rates there are.</summary>
    public int RateCount => _rates.Count;

    /// <summary>All that was found.</summary>
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
            RegionalUplifts = [.. _uplifts.Values.Where(u => priced.Contains(Key(u.Model, u.Provider)))],
            Benchmarks = [.. _scores.Values],
        };
        return new PriceImport(facts, [.. _skipped], [.. _implied]);
    }

    // The list decides who a provider is: what it lists under an id of its own is not another's alias.
    private ImmutableArray<ProviderRow> WithOwnAliases()
    {
        HashSet<string> taken = new(_providers.Keys, StringComparer.OrdinalIgnoreCase);
        return [.. _providers.Values.Select(p => p with { Aliases = [.. p.Aliases.Where(taken.Add)] })];
    }

    public void Skip(string place, JsonElement value, string reason) => Skip(place, ImportJson.Raw(value), reason);

    public void Skip(string place, string value, string reason) =>
        _skipped.Add(new ImportSkip(FactText.Shorten(place, 200), FactText.Shorten(value), reason));

    /// <summary>Whether the provider can be told, by an id of its own; one that is there already can.</summary>
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

    /// <summary>Adds another name of a listing, unless it is the name of another one.</summary>
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

    /// <summary>Whether the offer is one, and new.</summary>
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

    /// <summary>Tells the facts of a model that has an offer, unless an earlier listing has.</summary>
    public void AddModel(string id, Func<ModelRow, ModelRow> facts)
    {
        if (!_models.ContainsKey(id))
        {
            _models.Add(id, facts(new ModelRow(id, id, source.Id, recorded)));
        }
    }

    /// <summary>
    /// Says whether a model can do something, unless an earlier listing of it has said so; <see langword="null"/> says nothing.
    /// </summary>
    public void AddCapability(string model, string capability, bool? supported)
    {
        if (supported is { } can)
        {
            _capabilities.TryAdd(Key(model, capability), new CapabilityRow(model, capability, can, source.Id, recorded));
        }
    }

    /// <summary>Adds a model's score, unless an earlier listing of the model has.</summary>
    public void AddScore(string place, string model, string benchmark, JsonElement score)
    {
        if (ImportJson.Number(score) is not { } points || !IsText(benchmark))
        {
            Skip(place, score, "A score is a number of at most 28 digits.");
            return;
        }

        _scores.TryAdd(Key(model, benchmark), new BenchmarkScore(model, benchmark, points, null, source.Id, recorded));
    }

    /// <summary>Adds a price: <paramref name="times"/> what stands there, for <paramref name="per"/> units. Null says nothing.</summary>
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

    /// <summary>Adds what the rates since the <paramref name="first"/> imply; nothing implied takes the place of what is stated.</summary>
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

    /// <summary>Adds what a region costs, as a multiple of the other prices.</summary>
    public void AddUplift(string place, ImportListing listing, string region, JsonElement multiple)
    {
        if (ImportJson.Number(multiple) is not { } factor || factor < 0 || !IsText(region)
            || !_uplifts.TryAdd(
                (listing.Model.ToUpperInvariant(), listing.Provider.ToUpperInvariant(), region.ToUpperInvariant()),
                new RegionalUpliftRow(listing.Model, listing.Provider, region, factor, source.Id, recorded)))
        {
            Skip(place, multiple, "A region's multiple is a number, zero or more, and stands once.");
        }
    }

    private static (string, string) Key(string a, string b) => (a.ToUpperInvariant(), b.ToUpperInvariant());

    // What a catalog takes, and no text so long that naming its places would cost more than reading it.
    private static bool IsText(string text) =>
        text.Length is > 0 and <= LongestText && text.Trim().Length == text.Length && !text.Any(char.IsControl);

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
