namespace TokenPricing;

public sealed partial class PriceCatalog
{
    /// <summary>
    /// Logs repeat the same few names, and finding a name that is not an id takes long: see docs/decisions/lookup-performance.md.
    /// </summary>
    private const int MaxRemembered = 4096;

    /// <summary>For more offers than this, reading all at once takes less time than reading each alone.</summary>
    private const int MaxReadAlone = 64;

    private const string AnyProvider = "";

    private readonly NameTable<NameMatch> _found = new();
    private readonly NameTable<NameMiss> _missed = new();
    private int _readAlone;

    /// <summary>Returns a model by any of its names.</summary>
    /// <param name="name">The id, an alias, or any spelling that <see cref="Find(string)"/> understands. Case is ignored.</param>
    /// <returns>The model. <see cref="Find(string)"/> also tells how the name was understood.</returns>
    /// <exception cref="PricingException">As <see cref="Find(string)"/>; the message suggests similar names.</exception>
    public Model Model(string name) => TryGetModel(name, out Model? model) ? model : Find(name).Model;

    /// <summary>Gets a model by any of its names.</summary>
    /// <param name="name">The name, as in <see cref="Model"/>.</param>
    /// <param name="model">The model; <see langword="null"/> if there is none.</param>
    /// <returns><see langword="false"/> if <see cref="Model"/> would throw a <see cref="PricingException"/>.</returns>
    public bool TryGetModel(string name, [NotNullWhen(true)] out Model? model)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!Contents.Items.Models.TryGetValue(name, out model))
        {
            model = Remembered(AnyProvider, name)?.Model;
        }

        return model is not null;
    }

    /// <summary>Returns a provider by any of its names.</summary>
    /// <param name="name">
    /// The id, another name, or an address of its API such as <c>https://api.openai.com/v1</c>. Case is ignored. <c>unnamed</c> is the
    /// provider of offers whose source does not name one.
    /// </param>
    /// <returns>The provider.</returns>
    /// <exception cref="PricingException"><see cref="PricingError.UnknownProvider"/>; the message suggests similar ids.</exception>
    public Provider Provider(string name) =>
        TryGetProvider(name, out Provider? provider)
            ? provider
            : throw SimilarNames.Unknown(PricingError.UnknownProvider, "provider", name.Trim(), Providers.Select(p => p.Id.Value));

    /// <summary>Gets a provider by any of its names.</summary>
    /// <param name="name">The name, as in <see cref="Provider"/>.</param>
    /// <param name="provider">The provider; <see langword="null"/> if there is none.</param>
    /// <returns><see langword="false"/> if <see cref="Provider"/> would throw a <see cref="PricingException"/>.</returns>
    public bool TryGetProvider(string name, [NotNullWhen(true)] out Provider? provider)
    {
        ArgumentNullException.ThrowIfNull(name);
        CatalogContents contents = Contents;
        if (!contents.Items.Providers.TryGetValue(name, out provider))
        {
            Provider unnamed = contents.Items.Unnamed;
            provider = ProviderId.Unnamed == name.Trim() && !unnamed.Offers.IsEmpty
                ? unnamed
                : contents.Names.Providers.Find(name)?.Provider;
        }

        return provider is not null;
    }

    /// <summary>Returns an offer by the names of its provider and its model.</summary>
    /// <param name="provider">The provider, as in <see cref="Provider"/>.</param>
    /// <param name="model">The model, as in <see cref="Model"/>.</param>
    /// <returns>The offer. A name that needs no more than its ids is looked up without loading the whole catalog.</returns>
    /// <exception cref="PricingException">
    /// <see cref="PricingError.UnknownProvider"/>, <see cref="PricingError.UnknownModel"/>, or <see cref="PricingError.UnknownOffer"/> if
    /// both are known but the provider does not offer the model. The message suggests similar names.
    /// </exception>
    public Offer Offer(string provider, string model) =>
        TryGetOffer(provider, model, out Offer? offer) ? offer : OfferOf(Find(provider, model));

    /// <summary>Gets an offer by the names of its provider and its model.</summary>
    /// <param name="provider">The provider, as in <see cref="Provider"/>.</param>
    /// <param name="model">The model, as in <see cref="Model"/>.</param>
    /// <param name="offer">The offer; <see langword="null"/> if there is none.</param>
    /// <returns><see langword="false"/> if <see cref="Offer(string, string)"/> would throw a <see cref="PricingException"/>.</returns>
    public bool TryGetOffer(string provider, string model, [NotNullWhen(true)] out Offer? offer)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(model);
        if (!_items.Offers.TryGet(provider, model, out offer) && !TryRead(provider, model, out offer))
        {
            offer = Remembered(provider, model)?.Offer;
        }

        return offer is not null;
    }

    /// <summary>Returns an offer by one name, such as <c>anthropic/claude-sonnet-4-5</c>.</summary>
    /// <param name="name">Any name that <see cref="Find(string)"/> understands. Without a provider in it, the developer's offer.</param>
    /// <returns>The offer.</returns>
    /// <exception cref="PricingException">
    /// As <see cref="Find(string)"/>, and <see cref="PricingError.UnknownOffer"/> if the name does not name a provider and the model's
    /// developer is not known or does not sell it.
    /// </exception>
    public Offer Offer(string name) => TryGetOffer(name, out Offer? offer) ? offer : OfferOf(Find(name));

    /// <summary>Gets an offer by one name.</summary>
    /// <param name="name">The name, as in <see cref="Offer(string)"/>.</param>
    /// <param name="offer">The offer; <see langword="null"/> if there is none.</param>
    /// <returns><see langword="false"/> if <see cref="Offer(string)"/> would throw a <see cref="PricingException"/>.</returns>
    public bool TryGetOffer(string name, [NotNullWhen(true)] out Offer? offer)
    {
        ArgumentNullException.ThrowIfNull(name);
        int slash = name.IndexOf('/', StringComparison.Ordinal);

        // A name such as anthropic/claude-sonnet-4-5 does not need all offers, unless as a whole it is the id of a model.
        if (slash < 1 || _source?.HasModel(name) != false || !TryRead(name[..slash], name[(slash + 1)..], out offer))
        {
            offer = Remembered(AnyProvider, name)?.Offer;
        }

        return offer is not null;
    }

    /// <summary>Finds the model and, if the provider is known, the offer that a name from a log, price list or API stands for.</summary>
    /// <param name="name">
    /// The name of a model, with or without its provider, such as <c>us.anthropic.claude-sonnet-4-5-20250929-v1:0</c>,
    /// <c>openai/gpt-4o</c>, <c>publishers/google/models/gemini-2.5-pro</c> or <c>gpt-5(high)</c>. Case is ignored.
    /// </param>
    /// <returns>
    /// The model, its offer, and the steps that led there. If the name does not name a provider, the offer is that of the model's
    /// developer; <see langword="null"/> if the developer does not sell it.
    /// </returns>
    /// <remarks>
    /// The exact id or alias is tried first, then other spellings of it. Only then is a word dropped, and only one that cannot change the
    /// price: a reasoning effort, a routing preference, or the date of an unknown snapshot if all known snapshots cost the same. A region
    /// or a date whose variant has another price, <c>:free</c>, <c>:online</c>, and every other unknown word is an error: an error is
    /// better than the price of another model.
    /// </remarks>
    /// <exception cref="PricingException">
    /// <see cref="PricingError.UnknownModel"/>, <see cref="PricingError.UnknownProvider"/>, or <see cref="PricingError.UnknownOffer"/> if
    /// the provider in the name does not offer the model; the message suggests similar names and says what was refused.
    /// <see cref="PricingError.NameTooLong"/> if the name has more than 512 characters and is not exactly one of the catalog.
    /// </exception>
    public NameMatch Find(string name) => Find(null, name);

    /// <summary>Finds what a name stands for at a provider.</summary>
    /// <param name="provider">
    /// The provider, as in <see cref="Provider"/>; <see langword="null"/> to take it from the name, as <see cref="Find(string)"/> does.
    /// </param>
    /// <param name="name">The name of the model, as in <see cref="Find(string)"/>.</param>
    /// <returns>The model, its offer by the provider, and the steps that led there.</returns>
    /// <exception cref="PricingException">As <see cref="Find(string)"/>.</exception>
    public NameMatch Find(string? provider, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        (NameMatch? match, NameMiss? miss) = NameSearch.Find(Contents.Names, provider, name);
        return match ?? throw miss!.ToException(Providers, Models, Offers);
    }

    /// <summary>Tries to find what a name stands for.</summary>
    /// <param name="name">The name, as in <see cref="Find(string)"/>.</param>
    /// <param name="match">The match; <see langword="null"/> if there is none.</param>
    /// <returns><see langword="false"/> if <see cref="Find(string)"/> would throw a <see cref="PricingException"/>.</returns>
    public bool TryFind(string name, [NotNullWhen(true)] out NameMatch? match) => TryFind(null, name, out match);

    /// <summary>Tries to find what a name stands for at a provider.</summary>
    /// <param name="provider">
    /// The provider, as in <see cref="Provider"/>; <see langword="null"/> to take it from the name, as <see cref="Find(string)"/> does.
    /// </param>
    /// <param name="name">The name, as in <see cref="Find(string)"/>.</param>
    /// <param name="match">The match; <see langword="null"/> if there is none.</param>
    /// <returns><see langword="false"/> if <see cref="Find(string?, string)"/> would throw a <see cref="PricingException"/>.</returns>
    public bool TryFind(string? provider, string name, [NotNullWhen(true)] out NameMatch? match)
    {
        ArgumentNullException.ThrowIfNull(name);
        match = NameSearch.Find(Contents.Names, provider, name).Match;
        return match is not null;
    }

    /// <summary>Returns the offer of a match, or throws if the match has none.</summary>
    private static Offer OfferOf(NameMatch match) => match.Offer ?? throw new PricingException(
        PricingError.UnknownOffer,
        $"'{match.Name}' names no provider, and the maker of {match.Model.Id} is not known or does not sell it. "
        + $"Write provider/model.{NameMiss.OfferedBy(match.Model)}");

    /// <summary>Finds what a name stands for, and remembers the answer, also that there is none.</summary>
    private NameMatch? Remembered(string provider, string name)
    {
        if (_found.TryGet(provider, name, out NameMatch? match) || _missed.TryGet(provider, name, out _))
        {
            return match;
        }

        (match, NameMiss? miss) = NameSearch.Find(Contents.Names, provider, name);
        lock (_gate)
        {
            if (match is not null)
            {
                Remember(_found, match);
            }
            else
            {
                Remember(_missed, miss!);
            }
        }

        return match;

        void Remember<T>(NameTable<T> table, T answer)
            where T : class
        {
            bool fits = table.Count < MaxRemembered && provider.Length + name.Length <= NameScan.MaxLength;
            if (fits && !table.TryGet(provider, name, out _))
            {
                table.Add(provider, name, answer);
            }
        }
    }

    /// <summary>
    /// Reads the rows of one offer alone, if the whole catalog is not loaded yet. A name that is not found may still be another spelling.
    /// </summary>
    private bool TryRead(string provider, string model, [NotNullWhen(true)] out Offer? offer)
    {
        if (Volatile.Read(ref _contents) is null)
        {
            lock (_gate)
            {
                if (_contents is null && _readAlone < MaxReadAlone && _source!.Of(provider, model) is { } rows)
                {
                    _readAlone++;
                    _items.Add(rows);
                }
            }
        }

        return _items.Offers.TryGet(provider, model, out offer);
    }
}
