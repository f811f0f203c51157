using System.Collections.Immutable;
using NodaTime;

namespace TokenPricing.Comparing;

/// <summary>The models of a catalog in the order of their price by a blend, at an instant, as far as they meet the needs.</summary>
[TypeFormatterSource]
public sealed class Ranking
{
    internal Ranking(Blend blend, Instant at, RankRequirements needs, ImmutableArray<RankedModel> models, RankExclusions leftOut) =>
        (Blend, At, Needs, Models, Exclusions) = (blend, at, needs, models, leftOut);

    /// <summary>The mix of meters.</summary>
    public Blend Blend { get; }

    /// <summary>When the prices hold.</summary>
    public Instant At { get; }

    /// <summary>What a model must have.</summary>
    public RankRequirements Needs { get; }

    /// <summary>The models, cheapest first; those of one price by id.</summary>
    public ImmutableArray<RankedModel> Models { get; }

    /// <summary>The models that are the cheapest for a context as long as theirs, by context window and so by price: Pareto's frontier.</summary>
    public ImmutableArray<RankedModel> Frontier => [.. Models.Where(m => m.IsOnFrontier)];

    /// <summary>How many models are not ranked, and why.</summary>
    public RankExclusions Exclusions { get; }

    /// <summary>How many are ranked and which is the first, such as <c>812 models by input=3,output=1: 1. a/m at $0.02 per 1M</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Models.Length} models by {Blend}{(Models.IsEmpty ? "" : $": {Models[0]}")}");
}
