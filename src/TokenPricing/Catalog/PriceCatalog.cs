using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using NodaTime;

namespace TokenPricing;

/// <summary>Providers, models, their offers and what these cost and cost before: the door to everything else.</summary>
/// <remarks>Immutable and safe to share between threads. Names are compared without regard to case.</remarks>
[TypeFormatterSource]
public sealed partial class PriceCatalog
{
    // Other names than ids take a thousand times as long to find; logs say the same few over and over.
    private const int MostRemembered = 4096;

    // Beyond so many offers, reading all at once takes less time than reading each by itself.
    private const int MostReadAlone = 64;

    private readonly Lock _gate = new();
    private readonly NameTable<Offer> _remembered = new();
    private readonly CatalogItems _items;
    private readonly CatalogSource? _source;
    private CatalogContents? _contents;
    private int _readAlone;

    /// <summary>A catalog of these facts.</summary>
    /// <param name="facts">The rows.</param>
    /// <param name="settings">What to do where a caller does not say; <see langword="null"/>: the defaults.</param>
    /// <exception cref="PriceDataException">The facts contradict each other or name what is not there; it lists everything wrong.</exception>
    public PriceCatalog(CatalogRows facts, PricingSettings? settings = null)
        : this(settings ?? new PricingSettings(), Checked(facts))
    {
    }

    /// <summary>A catalog of facts that keep the rules of <see cref="RowChecker"/> already.</summary>
    /// <param name="settings">What to do where a caller does not say.</param>
    /// <param name="facts">The rows.</param>
    /// <param name="knownOn">The day on which they were known; <see langword="null"/>: the facts tell.</param>
    internal PriceCatalog(PricingSettings settings, CatalogRows facts, LocalDate? knownOn = null)
        : this(settings) => _contents = new CatalogContents(facts, _items, knownOn);

    /// <summary>A catalog that reads of its source what it is asked for.</summary>
    internal PriceCatalog(PricingSettings settings, CatalogSource source)
        : this(settings) => _source = source;

    private PriceCatalog(PricingSettings settings)
    {
        Settings = settings;
        _items = new CatalogItems(settings, () => _ = Contents);
    }

    /// <summary>The rows the catalog is made of, for saving it or making another of them.</summary>
    public CatalogRows Rows => Contents.Rows;

    /// <summary>What the catalog does where a caller does not say.</summary>
    public PricingSettings Settings { get; }

    /// <summary>Who serves and bills, by id.</summary>
    public ImmutableArray<Provider> Providers => Contents.Providers;

    /// <summary>What is run, by id.</summary>
    public ImmutableArray<Model> Models => Contents.Models;

    /// <summary>Who sells what, by model id and then by provider id.</summary>
    public ImmutableArray<Offer> Offers => Contents.Offers;

    /// <summary>As <see cref="Rows"/>, without making anything of them yet.</summary>
    internal CatalogRows AllRows => _source is null ? Rows : _source.All;

    private CatalogContents Contents => Volatile.Read(ref _contents) ?? LoadContents();

    /// <summary>The model of this id, in any case, or of an alias or another notation of it.</summary>
    /// <exception cref="PricingException"><see cref="PricingError.UnknownModel"/>; the message names near ids.</exception>
    public Model Model(string id) =>
        TryGetModel(id, out Model? model) ? model
        : TryFind(id, out NameMatch? match) && match.IsExact ? match.Model
        : throw SimilarNames.Unknown(PricingError.UnknownModel, "model", id, Models.Select(m => m.Id));

    /// <summary>The model of this id; <see langword="false"/> where there is none.</summary>
    public bool TryGetModel(string id, [NotNullWhen(true)] out Model? model)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Contents.Items.Models.TryGetValue(id, out model);
    }

    /// <summary>The provider of this id, in any case.</summary>
    /// <exception cref="PricingException"><see cref="PricingError.UnknownProvider"/>; the message names near ids.</exception>
    public Provider Provider(string id) =>
        TryGetProvider(id, out Provider? provider) ? provider : throw SimilarNames.Unknown(PricingError.UnknownProvider, "provider", id, Providers.Select(p => p.Id));

    /// <summary>The provider of this id; <see langword="false"/> where there is none.</summary>
    public bool TryGetProvider(string id, [NotNullWhen(true)] out Provider? provider)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Contents.Items.Providers.TryGetValue(id, out provider);
    }

    /// <summary>What this provider charges for this model.</summary>
    /// <param name="provider">The provider's id, in any case; <c>unnamed</c> for the offer whose provider the source does not name.</param>
    /// <param name="model">The model's id, in any case, or an alias or another notation of it.</param>
    /// <exception cref="PricingException">
    /// <see cref="PricingError.UnknownProvider"/>, <see cref="PricingError.UnknownModel"/>, or <see cref="PricingError.UnknownOffer"/>
    /// where both are known but the one does not offer the other.
    /// </exception>
    public Offer Offer(string provider, string model)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(model);
        return _items.Offers.TryGet(provider, model, out Offer? offer) ? offer : Sought(provider, model);
    }

    // One that is not there yet, or goes by other names.
    private Offer Sought(string provider, string model)
    {
        if (TryGetOffer(provider, model, out Offer? offer) || _remembered.TryGet(provider, model, out offer))
        {
            return offer;
        }

        if (TryFind(model, out NameMatch? match, provider) && match is { IsExact: true, Offer: { } named })
        {
            Remember(provider, model, named);
            return named;
        }

        string seller = TokenPricing.Provider.IsUnnamedId(provider) ? provider : Provider(provider).Id;
        Model sold = Model(model);
        throw new PricingException(PricingError.UnknownOffer, $"{seller} does not offer {sold.Id}.{OfferedBy(sold)}");
    }

    /// <summary>What this provider charges for this model; <see langword="false"/> where <see cref="Offer"/> would throw.</summary>
    public bool TryGetOffer(string provider, string model, [NotNullWhen(true)] out Offer? offer)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(model);
        bool isComplete = Volatile.Read(ref _contents) is not null;
        return _items.Offers.TryGet(provider, model, out offer) || (!isComplete && TryLoad(provider, model, out offer));
    }

    private static CatalogRows Checked(CatalogRows facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        IReadOnlyList<PriceDataError> errors = RowChecker.Check(facts);
        return errors.Count == 0 ? facts : throw new PriceDataException(errors);
    }

    /// <summary>How much there is, such as <c>9,200 offers of 4,000 models by 210 providers</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Offers.Length:N0} offers of {Models.Length:N0} models by {Providers.Length:N0} providers");

    private static string OfferedBy(Model model)
    {
        string[] providers = [.. model.Offers.Where(o => o.Provider.IsNamed).Select(o => o.Provider.Id)];
        return providers.Length == 0 ? "" : $" It is offered by {string.Join(", ", providers)}.";
    }

    private void Remember(string provider, string model, Offer offer)
    {
        lock (_gate)
        {
            if (_remembered.Count < MostRemembered && !_remembered.TryGet(provider, model, out _))
            {
                _remembered.Add(provider, model, offer);
            }
        }
    }

    // The rows of one offer are read before all others; a name that is not found so may be any name, which only all rows tell.
    private bool TryLoad(string provider, string model, [NotNullWhen(true)] out Offer? offer)
    {
        lock (_gate)
        {
            if (_contents is null && _readAlone < MostReadAlone && _source!.Of(provider, model) is { } facts)
            {
                _readAlone++;
                _items.Add(facts);
            }
        }

        return _items.Offers.TryGet(provider, model, out offer) || LoadContents().Items.Offers.TryGet(provider, model, out offer);
    }

    private CatalogContents LoadContents()
    {
        lock (_gate)
        {
            if (_contents is null)
            {
                Volatile.Write(ref _contents, new CatalogContents(_source!.All, _items));
            }

            return _contents;
        }
    }
}
