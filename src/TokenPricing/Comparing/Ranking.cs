namespace TokenPricing.Comparing;

/// <summary>
/// The models of a catalog that meet some requirements, ranked by their price at an instant by a
/// blend.
/// </summary>
/// <remarks>
/// A model is ranked by the offer that stands for it among those that meet the requirements: its maker's own, by default. What is not
/// ranked is counted in <see cref="Exclusions"/>, so that a short list does not pass for the whole market.
/// </remarks>
[TypeFormatterSource]
public sealed class Ranking
{
    private readonly Func<RankRequirements, Ranking> _again;

    internal Ranking(
        Blend blend,
        Instant at,
        RankRequirements requirements,
        RankExclusions exclusions,
        Func<Ranking, ImmutableArray<RankedModel>> models,
        Func<RankRequirements, Ranking> again)
    {
        (Blend, At, Requirements, Exclusions, _again) = (blend, at, requirements, exclusions, again);
        Models = models(this);
    }

    /// <summary>The mix of meters by which models are ranked.</summary>
    public Blend Blend { get; }

    /// <summary>The instant of the prices.</summary>
    public Instant At { get; }

    /// <summary>The requirements that every ranked model meets.</summary>
    public RankRequirements Requirements { get; }

    /// <summary>The ranked models, cheapest first; models of the same price in the order of their ids.</summary>
    public ImmutableArray<RankedModel> Models { get; }

    /// <summary>The cheapest model at a price that two sources state; <see langword="null"/> where no price has a second source.</summary>
    public RankedModel? CheapestConfirmed => Models.FirstOrDefault(m => m.Priced.IsConfirmed);

    /// <summary>
    /// The models for which no other is at least as good in both price and context window and
    /// better in one (the Pareto frontier), by rising price and context window.
    /// </summary>
    public ImmutableArray<RankedModel> Frontier => [.. Models.Where(m => m.IsOnFrontier)];

    /// <summary>The number of models that are not ranked, by reason.</summary>
    public RankExclusions Exclusions { get; }

    /// <summary>Ranks the same models by the same blend at the prices of other sellers.</summary>
    /// <param name="basis">Whose price stands for a model.</param>
    public Ranking By(PriceBasis basis) => _again(Requirements with { Basis = basis });

    /// <summary>
    /// Returns the number of models and the first of them:
    /// <c>812 models by input=3,output=1: 1. a/m at $0.02 per 1M</c>.
    /// </summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Models.Length} models by {Blend}{(Models.IsEmpty ? "" : $": {Models[0]}")}");
}
