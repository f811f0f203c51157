using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using NodaTime;

namespace TokenPricing;

/// <summary>Providers, models, their offers and what these cost and cost before: the door to everything else.</summary>
/// <remarks>Immutable and safe to share between threads. Names are compared without regard to case.</remarks>
[TypeFormatterSource]
public sealed partial class PriceCatalog
{
    private readonly Lock _gate = new();
    private readonly CatalogItems _items;
    private readonly CatalogSource? _source;
    private CatalogContents? _contents;

    /// <summary>A catalog of these facts.</summary>
    /// <param name="facts">The rows.</param>
    /// <param name="settings">What to do where a caller does not say; <see langword="null"/>: the defaults.</param>
    /// <exception cref="PriceDataException">The facts contradict each other or name what is not there; it lists everything wrong.</exception>
    public PriceCatalog(CatalogRows facts, PricingSettings? settings = null)
        : this(settings ?? new PricingSettings(), Checked(facts))
    {
    }

    /// <summary>A catalog of facts that keep the rules of <see cref="CatalogRows"/> already.</summary>
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

    private static CatalogRows Checked(CatalogRows facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        IReadOnlyList<PriceDataError> errors = facts.Check();
        return errors.Count == 0 ? facts : throw new PriceDataException(errors);
    }

    /// <summary>How much there is, such as <c>9,200 offers of 4,000 models by 210 providers</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Offers.Length:N0} offers of {Models.Length:N0} models by {Providers.Length:N0} providers");

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
