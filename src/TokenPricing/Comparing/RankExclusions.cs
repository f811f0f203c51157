namespace TokenPricing.Comparing;

/// <summary>The number of models that a <see cref="Ranking"/> excludes, by reason.</summary>
/// <param name="NotOffered">
/// Models that no provider, or none of <see cref="RankRequirements.Providers"/>, offers at the
/// instant of the ranking.
/// </param>
/// <param name="OtherKind">
/// Models of another kind than <see cref="RankRequirements.Kind"/>; for text also those that a blend of input and output tokens does not
/// describe: that do not read or write text, according to a source, or charge for input and nothing for output, as embedding models do.
/// </param>
/// <param name="Unmet">Models that do not meet a requirement, according to a source.</param>
/// <param name="Unknown">Models for which no source says whether they meet a requirement.</param>
/// <param name="Unpriced">
/// Models that meet the requirements, but have no offer with a price for every meter of the blend.
/// </param>
/// <param name="Free">
/// Models that meet the requirements, but cost nothing by the blend wherever they have a price; 0
/// where free offers are ranked.
/// </param>
/// <remarks>
/// Each model is counted once, by the offer that comes closest to being ranked; the reasons are
/// listed from the farthest to the closest. Ranked and excluded models together are all models of
/// the catalog; variants are not counted.
/// </remarks>
public sealed record RankExclusions(int NotOffered, int OtherKind, int Unmet, int Unknown, int Unpriced, int Free);
