namespace TokenPricing.Names;

/// <summary>Finds what a name stands for: by the exact name, then by its key, then by the rewritings that the catalog allows.</summary>
/// <remarks>
/// An instance is used for one name. A name that could mean two models is refused rather than guessed: an error is better than the price of
/// another model.
/// </remarks>
internal sealed class NameSearch
{
    private const string Everywhere = "";
    private const string Google = "google";
    private const string Bedrock = "amazon-bedrock";
    /// <summary>The most combinations of rewritings that are tried for one name.</summary>
    private const int MostStates = 64;

    /// <summary>Proxies, which forward each call to the provider that the model's name begins with.</summary>
    private static readonly string[] Proxies = ["litellm", "litellm_proxy"];

    private readonly NameIndex _index;
    private readonly string _name;
    private readonly List<string> _steps = [];
    private readonly List<string> _refused = [];

    private NameSearch(NameIndex index, string name) => (_index, _name) = (index, name);

    /// <summary>Finds what a name stands for.</summary>
    /// <param name="index">The names of the catalog.</param>
    /// <param name="provider">A name of the provider; <see langword="null"/> or white space if it is not known.</param>
    /// <param name="name">The name of the model, with or without its provider.</param>
    /// <returns>The match; or why there is none.</returns>
    public static (NameMatch? Match, NameMiss? Miss) Find(NameIndex index, string? provider, string name)
    {
        string? tooLong = provider?.Length > NameScan.MaxLength ? provider
            : name.Length > NameScan.MaxLength && index.Named(Everywhere, name).Best.Count == 0 ? name
            : null;
        return tooLong is null
            ? new NameSearch(index, name).Find(provider)
            : (null, new NameMiss(PricingError.NameTooLong, tooLong, null, null, []));
    }

    private (NameMatch? Match, NameMiss? Miss) Find(string? provider)
    {
        if (string.IsNullOrWhiteSpace(provider))
        {
            return FindUnsold();
        }

        if (ProviderId.Unnamed == provider.Trim())
        {
            return AtSeller(ProviderId.Unnamed.Value);
        }

        if (_index.Providers.Find(provider) is { } seller)
        {
            _steps.AddRange(seller.Step is { } step ? [step] : []);
            bool isContradicted = IsContradictedBy(seller.Provider);
            return IsOnly(Google, provider) && !isContradicted && Search(seller.Provider.Id.Value) is null && Vertex() is { } vertex
                ? vertex
                : AtSeller(seller.Provider.Id.Value, isContradicted);
        }

        if (Proxies.Contains(provider.Trim(), StringComparer.OrdinalIgnoreCase))
        {
            _steps.Add($"'{provider.Trim()}' is a proxy: the provider is that of the model's name");
            return FindUnsold();
        }

        return (null, new NameMiss(PricingError.UnknownProvider, provider.Trim(), null, null, _refused));
    }

    /// <summary>
    /// Returns whether the name begins with another provider than the one to search, so that it cannot be that provider's.
    /// </summary>
    private bool IsContradictedBy(Provider seller) =>
        NameHint.Of(_name, IsSeller) is { IsSure: true } hint
        && (_index.Providers.Find(hint.Seller) is not { } own || own.Provider != seller)
        && KnownProviders.Canonical(hint.Seller) != KnownProviders.Canonical(seller.Id.Value)
        && !hint.Word.EndsWith('.');

    private static bool IsOnly(string word, string name) => name.Trim().Equals(word, StringComparison.OrdinalIgnoreCase);

    private bool IsSeller(string word) => _index.Providers.Find(word) is not null;

    /// <summary>Finds the name at one provider.</summary>
    /// <param name="seller">The id of the provider.</param>
    /// <param name="isContradicted">Whether the name points to another provider. Then only the exact name counts.</param>
    private (NameMatch? Match, NameMiss? Miss) AtSeller(string seller, bool isContradicted = false)
    {
        Found? found = isContradicted ? Exact(seller) : Search(seller);
        if (isContradicted)
        {
            _refused.Add($"'{_name.Trim()}' names a provider other than {seller}");
        }

        return found is null
            ? (null, new NameMiss(PricingError.UnknownOffer, _name, seller, Search(Everywhere)?.Model, _refused))
            : (Match(found, found.Model.Offers.First(o => o.Provider.Id == seller)), null);
    }

    /// <summary>Finds the name without a given provider: the provider is that of the name, or the model's developer.</summary>
    private (NameMatch? Match, NameMiss? Miss) FindUnsold()
    {
        Provider? maker = null;
        if (Named(Everywhere) is { } listed)
        {
            return (Match(listed, OfHint(listed.Model) ?? OfMaker(listed.Model)), null);
        }

        if (NameHint.Of(_name, IsSeller) is { } hint)
        {
            maker = _index.Providers.Find(hint.Seller)?.Provider;
            if (maker is not null && Search(maker.Id.Value) is { } sold)
            {
                _steps.Insert(0, $"'{hint.Word}' names {maker.Id}");
                return (Match(sold, sold.Model.Offers.First(o => o.Provider == maker)), null);
            }

            if (hint.IsSure && Exact(Everywhere) is null)
            {
                return maker is null
                    ? (null, new NameMiss(PricingError.UnknownProvider, hint.Seller, null, null, _refused))
                    : (null, new NameMiss(PricingError.UnknownOffer, _name, maker.Id.Value, Search(Everywhere)?.Model, _refused));
            }
        }

        return Search(Everywhere) is { } found
            ? (Match(found, OfMaker(found.Model)), null)
            : (null, new NameMiss(PricingError.UnknownModel, _name, null, null, _refused));
    }

    /// <summary>
    /// The offer of the provider that the name points to, for price lists in which the provider is part of the model's id.
    /// </summary>
    private Offer? OfHint(Model model) =>
        NameHint.Of(_name, IsSeller) is { } hint && _index.Providers.Find(hint.Seller)?.Provider is { } seller
            ? model.Offers.FirstOrDefault(o => o.Provider == seller)
            : null;

    /// <summary>The offer of the model's developer, if the catalog knows the developer and has such an offer.</summary>
    private Offer? OfMaker(Model model)
    {
        Provider? maker = MakerOf(model);
        Offer? own = model.Offers.FirstOrDefault(o => o.Provider == maker);
        if (own is not null)
        {
            _steps.Add($"no provider is named: {maker} makes it");
        }

        return own;
    }

    /// <summary>Returns the developer of a model as a provider; <see langword="null"/> if the catalog has none.</summary>
    private Provider? MakerOf(Model model)
    {
        string? developer = model.Facts.Developer ?? OriginOf(model)?.Facts.Developer;
        return developer is null ? null : (_index.Providers.Find(developer) ?? _index.Providers.Find(developer.Split(' ')[0]))?.Provider;
    }

    /// <summary>The model that this one is a variant of, according to the catalog or to its own name.</summary>
    private Model? OriginOf(Model model)
    {
        string key = NameRewriting.WithoutRegion(ModelKey.Of(model.Id.Value));
        IReadOnlyList<Model> origins = model.Facts.Base is { } origin
            ? _index.Named(Everywhere, origin).Best
            : _index.Keyed(Everywhere, NameRewriting.Undated(key) ?? key).Best;
        return origins.Count == 1 ? origins[0] : null;
    }

    private NameMatch Match(Found found, Offer? offer) =>
        new(_name, found.Model, offer?.Provider, offer, found.IsExact, [.. _steps, .. found.Steps]);

    /// <summary>
    /// Logs call both the Gemini API and Vertex AI "google": a model that the former does not have can only be of the latter.
    /// </summary>
    private (NameMatch? Match, NameMiss? Miss)? Vertex()
    {
        if (_index.Providers.Find("google-vertex") is not { } vertex
            || vertex.Provider.Id == Google
            || Search(vertex.Provider.Id.Value) is not { } found)
        {
            return null;
        }

        _steps.Add($"{Google} sells it as {vertex.Provider}");
        return (Match(found, found.Model.Offers.First(o => o.Provider == vertex.Provider)), null);
    }

    /// <summary>The model with exactly this id, which takes precedence over everything else that the name could mean.</summary>
    private Found? Named(string seller) =>
        _index.Named(seller, _name) is { IsAlias: false, Best: [{ } only] } ? new Found(only, IsExact: true, []) : null;

    /// <summary>Finds the model with this id or alias.</summary>
    private Found? Exact(string seller) =>
        Only(_index.Named(seller, _name), _name) is not { } named
            ? null
            : new Found(named, IsExact: true, named.Id == _name.Trim() ? [] : [$"'{_name.Trim()}' is a name of {named}"]);

    /// <summary>Finds the model by the exact name, by the key, or by rewritings.</summary>
    private Found? Search(string seller)
    {
        if (Exact(seller) is { } exact)
        {
            return exact;
        }

        string key = ModelKey.Of(_name, seller);
        NameIndex.Claims claims = _index.Keyed(seller, key);
        if (claims.Best.Count > 0)
        {
            return Only(claims, key) is { } keyed ? new Found(keyed, IsExact: true, [$"'{_name.Trim()}' is a spelling of {keyed}"]) : null;
        }

        // A name in the notation of Bedrock is not rewritten for another provider.
        bool isElsewhere = seller.Length > 0 && !IsBedrock(seller) && NameHint.Of(_name, IsSeller) is { IsSure: true, Seller: Bedrock };
        return isElsewhere ? null : Rewritten(seller, key);
    }

    private static bool IsBedrock(string seller) => KnownProviders.Canonical(seller) == Bedrock;

    /// <summary>Returns the only model with a name; <see langword="null"/> for none, or for several, which is refused.</summary>
    private Model? Only(NameIndex.Claims claims, string name)
    {
        if (claims.Best.Count > 1)
        {
            _refused.Add($"'{name}' may be {string.Join(" or ", claims.Best.Select(m => $"'{m.Id}'").Order(StringComparer.Ordinal))}");
        }

        return claims.Best.Count == 1 ? claims.Best[0] : null;
    }

    /// <summary>Finds the model by dropping words of the key, in the order of the rewritings, each combination once.</summary>
    private Found? Rewritten(string seller, string key)
    {
        bool isBedrock = IsBedrock(seller);
        List<State> states = [new State(key, [], [])];
        foreach (NameRewriting rewriting in NameRewriting.All)
        {
            for (int i = 0, count = Math.Min(states.Count, MostStates); i < count; i++)
            {
                State before = states[i];
                if ((rewriting.Guard != NameGuard.Bedrock || isBedrock) && rewriting.Apply(before.Key) is { Length: > 0 } after)
                {
                    State state = new(after, before.Steps.Add(rewriting.Step(before.Key)), before.Used.Add((rewriting, before.Key)));
                    states.Add(state);
                    if (Accepted(seller, state, state.Key) is { } found)
                    {
                        return found;
                    }
                }
            }
        }

        return states.Select(s => Undated(seller, s)).FirstOrDefault(f => f is not null);
    }

    /// <summary>
    /// Finds the newest snapshot of a name without a date, which is how providers use such a name, if all snapshots cost the same.
    /// </summary>
    private Found? Undated(string seller, State state)
    {
        State asLatest = state with { Steps = state.Steps.Add($"'{state.Key}' is listed as the latest") };
        if (Accepted(seller, asLatest, state.Key + "-latest") is { } latest)
        {
            return latest;
        }

        if (state.Used.Any(u => u.Rewriting.Guard == NameGuard.SameSnapshots) || NameRewriting.Undated(state.Key) is not null)
        {
            return null;
        }

        Model[] snapshots = [.. _index.Snapshots(seller, state.Key).OrderBy(m => m.Id.Value, StringComparer.Ordinal)];
        if (snapshots.Length == 0 || Refusal(seller, state, state.Key, snapshots[^1]) is not null)
        {
            return null;
        }

        if (snapshots.FirstOrDefault(s => !SamePrice(seller, s, snapshots[^1])) is { } other)
        {
            _refused.Add($"'{state.Key}' has no date, and its snapshots {other} and {snapshots[^1]} differ in price");
            return null;
        }

        string all = snapshots.Length == 1 ? "the only one known" : "all known ones cost the same";
        string step = $"'{state.Key}' has no date: {snapshots[^1]} is its newest snapshot, {all}";
        return new Found(snapshots[^1], IsExact: false, state.Steps.Add(step));
    }

    /// <summary>Returns the model of a rewritten key, unless a guard of the rewritings refuses it.</summary>
    private Found? Accepted(string seller, State state, string key)
    {
        if (Only(_index.Keyed(seller, key), key) is not { } model)
        {
            return null;
        }

        bool isSold = seller.Length > 0 || model.Offers.Any(o => o.Provider == MakerOf(model));
        if (!isSold && state.Used.Any(u => u.Rewriting.Guard == NameGuard.KnownSeller))
        {
            _refused.Add($"it is not known which provider's newest '{key}' is meant");
            return null;
        }

        if (Refusal(seller, state, key, model) is { } refusal)
        {
            _refused.Add(refusal);
            return null;
        }

        return new Found(model, IsExact: false, state.Steps);
    }

    /// <summary>
    /// Returns why a guard refuses a model, because another one that the word could mean has another price; <see langword="null"/> if none
    /// does.
    /// </summary>
    private string? Refusal(string seller, State state, string key, Model found) =>
        state.Used.Select(u => Differing(seller, u.Rewriting, u.Before, key, found) is { } other
            ? $"'{u.Rewriting.Word(u.Before)}' cannot be dropped: {other} differs in price from {found}"
            : null).FirstOrDefault(r => r is not null);

    /// <summary>Returns a model with another price that the guard of a rewriting finds; <see langword="null"/> if there is none.</summary>
    private Model? Differing(string seller, NameRewriting rewriting, string before, string key, Model found) => rewriting.Guard switch
    {
        NameGuard.SameWithWord => _index.Keyed(Everywhere, before).Best.FirstOrDefault(m => !SamePrice(Everywhere, m, found)),
        NameGuard.SameSnapshots => _index.Snapshots(seller, rewriting.Apply(before)!)
            .Concat(_index.Snapshots(seller, key))
            .FirstOrDefault(m => !SamePrice(seller, m, found)),
        NameGuard.SameRegions => _index.Regions(seller, NameRewriting.WithoutRegion(key))
            .FirstOrDefault(m => !SamePrice(seller, m, WithoutRegion(seller, m) ?? found)),
        _ => null,
    };

    /// <summary>Returns the model without a region that belongs to a variant in one; <see langword="null"/> if there is none.</summary>
    private Model? WithoutRegion(string seller, Model model) =>
        _index.Keyed(seller, NameRewriting.WithoutRegion(ModelKey.Of(model.Id.Value, seller))).Best is [{ } only] ? only : null;

    /// <summary>
    /// Returns whether two models cost the same at a provider. At all providers, only the developer's prices count if it sells the model.
    /// </summary>
    private bool SamePrice(string seller, Model a, Model b)
    {
        Provider? maker = seller.Length == 0 ? MakerOf(b) : null;
        return !a.Offers.Any(x => Counts(x) && b.Offers.Any(y => y.Provider == x.Provider && !NamePrices.AreSame(x, y)));

        bool Counts(Offer offer) => seller.Length > 0
            ? offer.Provider.Id == seller
            : maker is null || offer.Provider == maker || a.Offers.All(o => o.Provider != maker);
    }

    /// <summary>A model that the name can stand for, and the steps that led to it.</summary>
    private sealed record Found(Model Model, bool IsExact, ImmutableArray<string> Steps);

    /// <summary>A rewritten key, the steps that led to it, and each rewriting used with the key before it.</summary>
    private sealed record State(string Key, ImmutableArray<string> Steps, ImmutableArray<(NameRewriting Rewriting, string Before)> Used);
}
