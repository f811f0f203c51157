using System.Diagnostics.CodeAnalysis;

namespace TokenPricing;

public sealed partial class PriceCatalog
{
    // Finding a name that is not an id takes a thousand times as long as finding an id; logs repeat the same few names.
    private const int MaxRemembered = 4096;

    // Beyond so many offers, reading all at once takes less time than reading each on its own.
    private const int MaxReadAlone = 64;

    private const string AnyProvider = "";

    private readonly NameTable<NameMatch> _found = new();
    private readonly NameTable<NameMiss> _missed = new();
    private int _readAlone;

    /// <summary>Returns a model by any of its names.</summary>
    /// <param name="name">The id, an alias, or any spelling that <see cref="Find(string)"/> reads, in any case.</param>
    /// <exception cref="PricingException">As <see cref="Find(string)"/>; the message suggests similar names.</exception>
    public Model Model(string name) => TryGetModel(name, out Model? model) ? model : Find(name).Model;

    /// <summary>Gets a model by any of its names.</summary>
    /// <param name="name">The name, as in <see cref="Model"/>.</param>
    /// <param name="model">The model; <see langword="null"/> if there is none.</param>
    /// <returns><see langword="false"/> where <see cref="Model"/> would throw a <see cref="PricingException"/>.</returns>
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
    /// The id, another name, or an address of its API such as <c>https://api.openai.com/v1</c>, in any case; <c>unnamed</c> for the
    /// provider of offers whose source does not name one.
    /// </param>
    /// <exception cref="PricingException"><see cref="PricingError.UnknownProvider"/>; the message suggests similar ids.</exception>
    public Provider Provider(string name) =>
        TryGetProvider(name, out Provider? provider)
            ? provider
            : throw SimilarNames.Unknown(PricingError.UnknownProvider, "provider", name.Trim(), Providers.Select(p => p.Id));

    /// <summary>Gets a provider by any of its names.</summary>
    /// <param name="name">The name, as in <see cref="Provider"/>.</param>
    /// <param name="provider">The provider; <see langword="null"/> if there is none.</param>
    /// <returns><see langword="false"/> where <see cref="Provider"/> would throw a <see cref="PricingException"/>.</returns>
    public bool TryGetProvider(string name, [NotNullWhen(true)] out Provider? provider)
    {
        ArgumentNullException.ThrowIfNull(name);
        CatalogContents contents = Contents;
        if (!contents.Items.Providers.TryGetValue(name, out provider))
        {
            Provider unnamed = contents.Items.Unnamed;
            provider = ProviderId.Unnamed == name.Trim() && !unnamed.Offers.IsEmpty ? unnamed : contents.Names.Providers.Find(name)?.Provider;
        }

        return provider is not null;
    }

    /// <summary>Returns an offer by the names of its provider and its model.</summary>
    /// <param name="provider">The provider, as in <see cref="Provider"/>.</param>
    /// <param name="model">The model, as in <see cref="Model"/>.</param>
    /// <exception cref="PricingException">
    /// <see cref="PricingError.UnknownProvider"/>, <see cref="PricingError.UnknownModel"/>, or <see cref="PricingError.UnknownOffer"/>
    /// where both are known but the provider does not offer the model; the message suggests similar names.
    /// </exception>
    public Offer Offer(string provider, string model) =>
        TryGetOffer(provider, model, out Offer? offer) ? offer : OfferOf(Find(provider, model));

    /// <summary>Gets an offer by the names of its provider and its model.</summary>
    /// <param name="provider">The provider, as in <see cref="Provider"/>.</param>
    /// <param name="model">The model, as in <see cref="Model"/>.</param>
    /// <param name="offer">The offer; <see langword="null"/> if there is none.</param>
    /// <returns><see langword="false"/> where <see cref="Offer(string, string)"/> would throw a <see cref="PricingException"/>.</returns>
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
    /// <param name="name">Any name that <see cref="Find(string)"/> reads. Without a provider in it, the offer is that of the model's maker.</param>
    /// <exception cref="PricingException">
    /// As <see cref="Find(string)"/>, and <see cref="PricingError.UnknownOffer"/> where the name has no provider and the model's maker
    /// is not known or does not sell it.
    /// </exception>
    public Offer Offer(string name) => TryGetOffer(name, out Offer? offer) ? offer : OfferOf(Find(name));

    /// <summary>Gets an offer by one name.</summary>
    /// <param name="name">The name, as in <see cref="Offer(string)"/>.</param>
    /// <param name="offer">The offer; <see langword="null"/> if there is none.</param>
    /// <returns><see langword="false"/> where <see cref="Offer(string)"/> would throw a <see cref="PricingException"/>.</returns>
    public bool TryGetOffer(string name, [NotNullWhen(true)] out Offer? offer)
    {
        ArgumentNullException.ThrowIfNull(name);
        int slash = name.IndexOf('/', StringComparison.Ordinal);

        // Names such as anthropic/claude-sonnet-4-5 need not load all offers, unless they are the id of a model as a whole.
        if (slash < 1 || _source?.HasModel(name) != false || !TryRead(name[..slash], name[(slash + 1)..], out offer))
        {
            offer = Remembered(AnyProvider, name)?.Offer;
        }

        return offer is not null;
    }

    /// <summary>
    /// Finds what a name from a log, a price list or an API stands for: <c>us.anthropic.claude-sonnet-4-5-20250929-v1:0</c>,
    /// <c>openai/gpt-4o</c>, <c>publishers/google/models/gemini-2.5-pro</c>, <c>gpt-5(high)</c>.
    /// </summary>
    /// <param name="name">The name of a model, with or without its provider, in any case.</param>
    /// <returns>The model, its offer where the provider is known, and the steps that led there.</returns>
    /// <remarks>
    /// The exact id or alias goes first, then any other spelling of it. Only then may a word be dropped, and only one that cannot change
    /// the price: an effort, a routing preference, the date of an unknown snapshot where all known snapshots cost the same. A region or
    /// date whose variant has another price, <c>:free</c>, <c>:online</c> and every other unknown word is an error: an error is better
    /// than the price of another model. Without a provider in the name, the offer is that of the model's maker, where the maker sells it.
    /// </remarks>
    /// <exception cref="PricingException">
    /// <see cref="PricingError.UnknownModel"/>, <see cref="PricingError.UnknownProvider"/>, or <see cref="PricingError.UnknownOffer"/>
    /// where the provider in the name does not offer the model; the message suggests similar names and says what was refused.
    /// </exception>
    public NameMatch Find(string name) => Find(null, name);

    /// <summary>Finds what a name stands for at a provider.</summary>
    /// <param name="provider">The provider, as in <see cref="Provider"/>; <see langword="null"/>: as <see cref="Find(string)"/>.</param>
    /// <param name="name">The name of the model, as in <see cref="Find(string)"/>.</param>
    /// <returns>The model, its offer, and the steps that led there.</returns>
    /// <exception cref="PricingException">As <see cref="Find(string)"/>.</exception>
    public NameMatch Find(string? provider, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        (NameMatch? match, NameMiss? miss) = NameSearch.Find(Contents.Names, provider, name);
        return match ?? throw miss!.ToException(Providers, Models, Offers);
    }

    /// <summary>Finds what a name stands for.</summary>
    /// <param name="name">The name, as in <see cref="Find(string)"/>.</param>
    /// <param name="match">The match; <see langword="null"/> if there is none.</param>
    /// <returns><see langword="false"/> where <see cref="Find(string)"/> would throw a <see cref="PricingException"/>.</returns>
    public bool TryFind(string name, [NotNullWhen(true)] out NameMatch? match) => TryFind(null, name, out match);

    /// <summary>Finds what a name stands for at a provider.</summary>
    /// <param name="provider">The provider, as in <see cref="Provider"/>; <see langword="null"/>: as <see cref="Find(string)"/>.</param>
    /// <param name="name">The name, as in <see cref="Find(string)"/>.</param>
    /// <param name="match">The match; <see langword="null"/> if there is none.</param>
    /// <returns><see langword="false"/> where <see cref="Find(string?, string)"/> would throw a <see cref="PricingException"/>.</returns>
    public bool TryFind(string? provider, string name, [NotNullWhen(true)] out NameMatch? match)
    {
        ArgumentNullException.ThrowIfNull(name);
        match = NameSearch.Find(Contents.Names, provider, name).Match;
        return match is not null;
    }

    private static Offer OfferOf(NameMatch match) => match.Offer ?? throw new PricingException(
        PricingError.UnknownOffer,
        $"'{match.Name}' names no provider, and the maker of {match.Model.Id} is not known or does not sell it. "
        + $"Write provider/model.{NameMiss.OfferedBy(match.Model)}");

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
            if (table.Count < MaxRemembered && !table.TryGet(provider, name, out _))
            {
                table.Add(provider, name, answer);
            }
        }
    }

    // Reads the rows of one offer before all others. A name that is not found like this may be any name, which only all rows tell.
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
