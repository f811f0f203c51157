namespace TokenPricing.Comparing;

/// <summary>How many models a ranking leaves out, each counted once, by what comes nearest to a place in it.</summary>
/// <remarks>Together with the ranked ones these are all models of the catalog, forms not counted.</remarks>
/// <param name="NotOffered">Models that nobody, or none of the providers asked for, offers at the instant.</param>
/// <param name="NoText">
/// Models that a blend of input and output tokens says nothing of: those that, as a source says, read or write no text, and those
/// that charge for input and nothing for output, as embedding models and rerankers do.
/// </param>
/// <param name="Unmet">Models of which a source says that they do not meet a need.</param>
/// <param name="Unknown">Models of which no source says whether they meet a need.</param>
/// <param name="Unpriced">Models that meet the needs, but of which no offer publishes a price for the whole blend.</param>
/// <param name="Free">Models that meet the needs and that cost nothing by the blend wherever it is priced; 0 where free ones are ranked.</param>
public sealed record RankExclusions(int NotOffered, int NoText, int Unmet, int Unknown, int Unpriced, int Free);
