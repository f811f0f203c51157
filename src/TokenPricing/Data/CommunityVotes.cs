namespace TokenPricing.Data;

/// <summary>The votes of a community on a model: one row of <c>community_votes.csv</c>.</summary>
/// <param name="Model">The id of the model.</param>
/// <param name="ShipVotes">The number of votes to use the model in production, 0 or more.</param>
/// <param name="SkipVotes">The number of votes against it, 0 or more.</param>
/// <param name="Source">The <see cref="PriceSource.Id"/> of the source.</param>
/// <param name="Recorded">The day on which the votes were counted. The newest row of a model counts.</param>
public sealed record CommunityVotes(string Model, long ShipVotes, long SkipVotes, string Source, LocalDate Recorded);
