namespace TokenPricing;

/// <summary>A language model: what is known about it, and who offers it at which price.</summary>
/// <remarks>
/// A model belongs to one <see cref="PriceCatalog"/>; equality is by reference. Its <see cref="Id"/> means the same in every catalog. A
/// property that no source states is <see langword="null"/>, or empty for a list. A dated snapshot, another precision or the copy in a
/// region is a model of its own, with its own offers; <see cref="Base"/> and <see cref="Variants"/> connect it with the model that it is a
/// variant of.
/// </remarks>
/// <example>
/// <code>
/// NameMatch match = prices.Find("O4-Mini(high)");
///
/// Model model = match.Model;              // o4-mini
/// Offer? offer = match.Offer;             // the maker's own, where the maker sells it
/// </code>
/// </example>
[TypeFormatterSource]
public sealed class Model
{
    private readonly Action _complete;
    private Relations? _related;

    /// <summary>Initializes a model whose related items are not known yet.</summary>
    /// <param name="facts">What is known about the model.</param>
    /// <param name="source">The source of that.</param>
    /// <param name="complete">Loads the whole catalog, which sets <see cref="Related"/> of every model.</param>
    internal Model(ModelRow facts, PriceSource source, Action complete) => (Facts, Source, _complete) = (facts, source, complete);

    /// <summary>What the sources state about the model itself: developer, release, context window, license and so on.</summary>
    public ModelRow Facts { get; }

    /// <summary>The source of <see cref="Facts"/>.</summary>
    public PriceSource Source { get; }

    /// <summary>The short unique name, such as <c>mixtral-8x7b</c>.</summary>
    public ModelId Id => Facts.Id;

    /// <summary>The display name, such as <c>Mixtral 8x7B</c>.</summary>
    public string Name => Facts.Name;

    /// <summary>
    /// The model that this one is a variant of: a dated snapshot, another precision, the copy in a region. <see langword="null"/>: it is no
    /// variant.
    /// </summary>
    public Model? Base => Related.Base;

    /// <summary>The variants of the model, by id; empty for a variant, which has none of its own.</summary>
    public ImmutableArray<Model> Variants => Related.Variants;

    /// <summary>What the model is for; for a variant without a value of its own, what its base is for.</summary>
    public ModelKind? Kind => Facts.Kind ?? Base?.Facts.Kind;

    /// <summary>
    /// The largest number of input and output tokens of a request together, at least 1. For a variant without a value of its own, that of
    /// its base. <see langword="null"/> if no source states it.
    /// </summary>
    public long? ContextWindow => Facts.ContextWindow ?? Base?.Facts.ContextWindow;

    /// <summary>The offers of the model, by provider id, without those of its variants.</summary>
    /// <remarks>An offer whose provider the source does not name comes last; it may be the same as one of a named provider.</remarks>
    public ImmutableArray<Offer> Offers => Related.Offers;

    /// <summary>The offers of the model and of its variants, by provider id.</summary>
    /// <remarks>
    /// Of one provider, the offer of the model itself comes first, then those of the variants by id. Offers whose provider is not named
    /// come last. A variant that stands for a service tier, such as <c>glm-5.3:batch</c>, is left out: its prices are those of the tier.
    /// </remarks>
    public ImmutableArray<Offer> AllOffers => Related.AllOffers;

    /// <summary>The newest row for each capability of the model, by name. A capability without a row is unknown.</summary>
    public ImmutableArray<CapabilityRow> Capabilities => Related.Capabilities;

    /// <summary>The verdicts of reviewers, in the order of the source; empty if no panel has reviewed the model.</summary>
    /// <remarks>They say what people would use, and enter no price.</remarks>
    public ImmutableArray<PanelVote> PanelVotes => Related.PanelVotes;

    /// <summary>
    /// The share of <see cref="PanelVotes"/> that would use the model in production, from 0 % to 100 %; <see langword="null"/> if there are
    /// none.
    /// </summary>
    public Percentage? ShipShare =>
        PanelVotes.IsEmpty ? null : Percentage.FromFraction((decimal)PanelVotes.Count(v => v.Ships) / PanelVotes.Length);

    /// <summary>The newest votes of a community; <see langword="null"/> if none are known.</summary>
    public CommunityVotes? CommunityVotes => Related.CommunityVotes;

    /// <summary>The newest score on each benchmark, by the benchmark's name; empty if none is known.</summary>
    public ImmutableArray<BenchmarkScore> Benchmarks => Related.Benchmarks;

    /// <summary>The plans at a fixed price that include the model; empty if none is known.</summary>
    public ImmutableArray<Subscription> Subscriptions => Related.Subscriptions;

    /// <summary>What the rest of the catalog says about the model, which is loaded first if the model was read alone.</summary>
    internal Relations Related
    {
        private get
        {
            if (Volatile.Read(ref _related) is null)
            {
                _complete();
            }

            return _related!;
        }

        set => Volatile.Write(ref _related, value);
    }

    /// <summary>
    /// The newest day on which the catalog of the model recorded anything, which is how old its prices are; <see langword="null"/> if
    /// nothing in it is dated.
    /// </summary>
    public LocalDate? RecordedThrough => Related.RecordedThrough;

    /// <summary>
    /// Whether the license of the model is open source: <see langword="true"/> if it belongs to a family on the list of the Open Source
    /// Initiative, <see langword="false"/> if it is called proprietary, <see langword="null"/> if it is another license or unknown.
    /// </summary>
    public bool? HasOpenSourceLicense => OpenSource.Is(Facts.License);

    /// <summary>
    /// Whether the weights can be downloaded or the license is open source; <see langword="null"/> if no source states it.
    /// </summary>
    /// <remarks>
    /// <see langword="true"/> if either is so; <see langword="false"/> if neither is and at least one is known not to be. For a variant
    /// without values of its own, those of its base count.
    /// </remarks>
    internal bool? IsOpen
    {
        get
        {
            bool? weights = Facts.OpenWeights ?? Base?.Facts.OpenWeights;
            bool? license = OpenSource.Is(Facts.License ?? Base?.Facts.License);
            return weights == true || license == true ? true : weights & license;
        }
    }

    /// <summary>The numbers of providers that sources state, oldest first.</summary>
    internal ImmutableArray<StatedProviderCount> StatedProviderCounts => Related.StatedProviderCounts;

    /// <summary>Returns whether the model has a capability; for a variant about which nothing is known, whether its base has.</summary>
    /// <param name="capability">The capability, such as <c>vision</c> or <c>tool-use</c>. Case is ignored.</param>
    /// <returns><see langword="null"/> if no source states it, also for a word that is no known capability.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="capability"/> is <see langword="null"/>.</exception>
    public bool? Can(string capability)
    {
        ArgumentNullException.ThrowIfNull(capability);
        CapabilityRow? known = Capabilities.FirstOrDefault(c => c.Capability.Equals(capability, StringComparison.OrdinalIgnoreCase));
        return known is null ? Base?.Can(capability) : known.Supported;
    }

    /// <summary>
    /// Returns <see cref="Facts"/> as texts, by the columns of <c>models.csv</c>. The text of what no source states is empty.
    /// </summary>
    public IEnumerable<(string Column, string Text)> FactColumns() => CatalogTables.Models.Csv.Cells(Facts);

    /// <summary>Returns the <see cref="Id"/>.</summary>
    public override string ToString() => Id.Value;

    /// <summary>What the rest of the catalog says about a model: see the properties of the same names.</summary>
    internal sealed record Relations(
        Model? Base,
        ImmutableArray<Model> Variants,
        ImmutableArray<Offer> Offers,
        ImmutableArray<Offer> AllOffers,
        ImmutableArray<CapabilityRow> Capabilities,
        ImmutableArray<PanelVote> PanelVotes,
        CommunityVotes? CommunityVotes,
        ImmutableArray<BenchmarkScore> Benchmarks,
        ImmutableArray<Subscription> Subscriptions,
        ImmutableArray<StatedProviderCount> StatedProviderCounts,
        LocalDate? RecordedThrough);
}
