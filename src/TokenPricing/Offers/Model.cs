using System.Collections.Immutable;

namespace TokenPricing;

/// <summary>A language model: what is known of it, and who offers it at which price.</summary>
/// <remarks>Belongs to one <see cref="PriceCatalog"/>; equality is by reference. What no source says is <see langword="null"/>.</remarks>
[TypeFormatterSource]
public sealed class Model
{
    private readonly Action _complete;
    private Surroundings? _around;

    /// <summary>A model.</summary>
    /// <param name="facts">What is known of it.</param>
    /// <param name="source">The source of that.</param>
    /// <param name="complete">Gives all items of the catalog their neighbours, this one its <see cref="Around"/>.</param>
    internal Model(ModelRow facts, PriceSource source, Action complete) => (Facts, Source, _complete) = (facts, source, complete);

    /// <summary>What the sources say of the model itself: developer, context window, licence and so on.</summary>
    public ModelRow Facts { get; }

    /// <summary>The source of <see cref="Facts"/>.</summary>
    public PriceSource Source { get; }

    /// <summary>The short unique name, such as <c>mixtral-8x7b</c>.</summary>
    public string Id => Facts.Id;

    /// <summary>The name for people.</summary>
    public string Name => Facts.Name;

    /// <summary>The model that this one is a form of: a dated snapshot, another precision, a region's copy; <see langword="null"/>: a model of its own.</summary>
    public Model? Base => Around.Base;

    /// <summary>The forms of the model, by id; empty for a form, which has none of its own.</summary>
    public ImmutableArray<Model> Variants => Around.Variants;

    /// <summary>How many tokens it takes in and gives out together, at least 1; where nothing is known of a form, that of its base. <see langword="null"/>: no source says.</summary>
    public long? ContextWindow => Facts.ContextWindow ?? Base?.Facts.ContextWindow;

    /// <summary>
    /// The offers, by provider id; one by a provider that the source does not name comes last, and may be the same as
    /// one of a named provider.
    /// </summary>
    public ImmutableArray<Offer> Offers => Around.Offers;

    /// <summary>
    /// The offers of the model and of all its forms, by provider id, those of unnamed providers last; of one provider the model's own
    /// comes first, then those of the forms by id.
    /// </summary>
    public ImmutableArray<Offer> AllOffers => Around.AllOffers;

    /// <summary>Whether the model can do something, by capability, in ordinal order; without an entry nobody knows.</summary>
    public ImmutableArray<CapabilityRow> Capabilities => Around.Capabilities;

    /// <summary>What reviewers said; <see langword="null"/>: no panel has reviewed the model.</summary>
    public PanelVerdict? Panel => Around.Panel;

    /// <summary>How a community voted; <see langword="null"/>: no vote is known.</summary>
    public CommunityVotes? CommunityVotes => Around.CommunityVotes;

    /// <summary>The newest score on each benchmark, by name; empty where none is known.</summary>
    public ImmutableArray<BenchmarkScore> Benchmarks => Around.Benchmarks;

    /// <summary>The plans at a fixed price that include the model.</summary>
    public ImmutableArray<Subscription> Subscriptions => Around.Subscriptions;

    /// <summary>What the rest of the catalog says of the model; a model that was handed out early loads it when it is asked.</summary>
    internal Surroundings Around
    {
        private get
        {
            if (Volatile.Read(ref _around) is { } known)
            {
                return known;
            }

            _complete();
            return _around!;
        }

        set => Volatile.Write(ref _around, value);
    }

    /// <summary>
    /// Whether the license of the model is open source: <see langword="true"/> if it belongs to a family on the list of the Open Source
    /// Initiative, <see langword="false"/> if it is called proprietary, <see langword="null"/> if it is another license or unknown.
    /// </summary>
    public bool? HasOpenSourceLicense => OpenSource.Is(Facts.License);

    /// <summary>
    /// Whether its weights can be downloaded or its license is open source: yes where either is so, no where neither is and one is
    /// known not to be; <see langword="null"/>: no source says. Where nothing is known of a form, what is known of its base counts.
    /// </summary>
    internal bool? IsOpen
    {
        get
        {
            bool? weights = Facts.OpenWeights ?? Base?.Facts.OpenWeights;
            bool? license = OpenSource.Is(Facts.License ?? Base?.Facts.License);
            return weights == true || license == true ? true : weights & license;
        }
    }

    /// <summary>The counts of providers that sources state, oldest first.</summary>
    internal ImmutableArray<StatedProviderCount> StatedProviderCounts => Around.StatedProviderCounts;

    /// <summary>Whether the model can do something; where nothing is known of a form, whether its base can. <see langword="null"/>: no source says.</summary>
    /// <param name="capability">What it is about, such as <c>vision</c>, in any case.</param>
    public bool? Can(string capability)
    {
        foreach (CapabilityRow fact in Capabilities)
        {
            if (string.Equals(fact.Capability, capability, StringComparison.OrdinalIgnoreCase))
            {
                return fact.Supported;
            }
        }

        return Base?.Can(capability);
    }

    /// <summary>The <see cref="Id"/>.</summary>
    public override string ToString() => Id;

    /// <summary>What the rest of the catalog says of one of its models.</summary>
    internal sealed class Surroundings
    {
        public Model? Base { get; init; }

        public ImmutableArray<Model> Variants { get; init; } = [];

        public ImmutableArray<Offer> Offers { get; init; } = [];

        public ImmutableArray<Offer> AllOffers { get; init; } = [];

        public ImmutableArray<CapabilityRow> Capabilities { get; init; } = [];

        public PanelVerdict? Panel { get; init; }

        public CommunityVotes? CommunityVotes { get; init; }

        public ImmutableArray<BenchmarkScore> Benchmarks { get; init; } = [];

        public ImmutableArray<Subscription> Subscriptions { get; init; } = [];

        public ImmutableArray<StatedProviderCount> StatedProviderCounts { get; init; } = [];
    }
}
