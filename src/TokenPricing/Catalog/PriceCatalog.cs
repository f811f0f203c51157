namespace TokenPricing;

/// <summary>Providers, models and offers with their prices over time: where looking up, pricing and comparing starts.</summary>
/// <remarks>
/// A catalog is immutable and safe to share between threads. Methods that change something, such as <see cref="With(CatalogRows)"/>, return
/// a new catalog. Equality is by reference; compare <see cref="Rows"/> to compare contents. Use <see cref="BuiltIn"/> for the prices that
/// come with the library, <see cref="Load(string)"/> for a folder of price files of your own, and <see cref="WithFolder"/> for both
/// together. Everything that takes a name accepts every spelling that <see cref="Find(string)"/> understands.
/// </remarks>
/// <example>
/// The cost of a call:
/// <code>
/// Cost cost = PriceCatalog.BuiltIn.Offer("anthropic", "claude-sonnet-4-5").CostOf(
///     TokenUsage.FromTotals(input: 12_000, output: 900), at: Instant.FromUtc(2026, 9, 1, 12, 0));
/// Console.WriteLine(cost);
/// </code>
/// </example>
[TypeFormatterSource]
public sealed partial class PriceCatalog
{
    private readonly Lock _gate = new();
    private readonly CatalogItems _items;
    private readonly CatalogSource? _source;
    private CatalogContents? _contents;

    /// <summary>Initializes a catalog from rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="settings">The settings; <see langword="null"/> for the defaults.</param>
    /// <exception cref="PriceDataException">
    /// The rows contradict each other, or refer to rows that do not exist; the exception lists every error.
    /// </exception>
    public PriceCatalog(CatalogRows rows, PricingSettings? settings = null)
        : this(settings ?? new PricingSettings(), Checked(rows))
    {
    }

    /// <summary>Initializes a catalog from rows that are known to pass <see cref="CatalogRows.Check"/>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="knownOn">
    /// The day on which the catalog was known, which limits <see cref="RecordedThrough"/>; <see langword="null"/> for no limit.
    /// </param>
    internal PriceCatalog(PricingSettings settings, CatalogRows rows, LocalDate? knownOn = null)
        : this(settings) => _contents = new CatalogContents(rows, _items, knownOn);

    /// <summary>Initializes a catalog that reads rows from a source when they are needed.</summary>
    internal PriceCatalog(PricingSettings settings, CatalogSource source)
        : this(settings) => _source = source;

    private PriceCatalog(PricingSettings settings)
    {
        Settings = settings;
        _items = new CatalogItems(settings, () => _ = Contents);
    }

    /// <summary>The rows that the catalog is made of, for saving, comparing or changing them.</summary>
    public CatalogRows Rows => Contents.Rows;

    /// <summary>What the catalog does if a caller does not specify otherwise.</summary>
    public PricingSettings Settings { get; }

    /// <summary>The providers, by id, without the one of offers whose source does not name a provider.</summary>
    public ImmutableArray<Provider> Providers => Contents.Providers;

    /// <summary>The models and their variants, by id.</summary>
    public ImmutableArray<Model> Models => Contents.Models;

    /// <summary>The offers, by model id and then by provider id, those without a named provider last.</summary>
    public ImmutableArray<Offer> Offers => Contents.Offers;

    /// <summary>The same as <see cref="Rows"/>, without creating models and offers if the catalog is not loaded yet.</summary>
    internal CatalogRows AllRows => _source is null ? Rows : _source.All;

    /// <summary>The complete contents, loaded on first use.</summary>
    private CatalogContents Contents => Volatile.Read(ref _contents) ?? LoadContents();

    private static CatalogRows Checked(CatalogRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return rows.Check() is { Count: > 0 } errors ? throw new PriceDataException(errors) : rows;
    }

    /// <summary>Returns the size of the catalog, such as <c>9,200 offers of 4,000 models by 210 providers</c>.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Offers.Length:N0} offers of {Models.Length:N0} models by {Providers.Length:N0} providers");

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
