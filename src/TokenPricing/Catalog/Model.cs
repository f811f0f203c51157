using System.Collections.Immutable;

namespace TokenPricing;

/// <summary>A language model: what is known of it, and who offers it at which price.</summary>
/// <remarks>Belongs to one <see cref="PriceCatalog"/>; equality is by reference. What no source says is <see langword="null"/>.</remarks>
public sealed class Model
{
    internal Model(ModelFacts facts, PriceSource source) => (Facts, Source) = (facts, source);

    /// <summary>What the sources say of the model itself: developer, context window, licence and so on.</summary>
    public ModelFacts Facts { get; }

    /// <summary>The source of <see cref="Facts"/>.</summary>
    public PriceSource Source { get; }

    /// <summary>The short unique name, such as <c>mixtral-8x7b</c>.</summary>
    public string Id => Facts.Id;

    /// <summary>The name for people.</summary>
    public string Name => Facts.Name;

    /// <summary>
    /// The offers, by provider id; one by a provider that the source does not name comes last, and may be the same as
    /// one of a named provider.
    /// </summary>
    public ImmutableArray<Offer> Offers { get; internal set; } = [];

    /// <summary>Whether the model can do something, by capability, in ordinal order; without an entry nobody knows.</summary>
    public ImmutableArray<CapabilityFact> Capabilities { get; internal init; } = [];

    /// <summary>What reviewers said; <see langword="null"/>: no panel has reviewed the model.</summary>
    public PanelVerdict? Panel { get; internal init; }

    /// <summary>How a community voted; <see langword="null"/>: no vote is known.</summary>
    public CommunityVotes? CommunityVotes { get; internal init; }

    /// <summary>The newest score on each benchmark, by name; empty where none is known.</summary>
    public ImmutableArray<BenchmarkScore> Benchmarks { get; internal init; } = [];

    /// <summary>The plans at a fixed price that include the model.</summary>
    public ImmutableArray<Subscription> Subscriptions { get; internal init; } = [];

    /// <summary>The counts of providers that sources state, oldest first.</summary>
    internal ImmutableArray<StatedProviderCount> StatedProviderCounts { get; init; } = [];

    /// <summary>Whether the model can do something; <see langword="null"/>: no source says.</summary>
    /// <param name="capability">What it is about, such as <c>vision</c>, in any case.</param>
    public bool? Can(string capability) =>
        Capabilities.FirstOrDefault(c => string.Equals(c.Capability, capability, StringComparison.OrdinalIgnoreCase))?.Supported;

    /// <summary>The <see cref="Id"/>.</summary>
    public override string ToString() => Id;
}
