using NodaTime;

namespace TokenPricing.Data;

/// <summary>How a community voted on a model: one row of <c>community_votes.csv</c>.</summary>
/// <param name="Model">The id of the model.</param>
/// <param name="ShipVotes">Votes to ship, 0 or more.</param>
/// <param name="SkipVotes">Votes to skip, 0 or more.</param>
/// <param name="Source">The <see cref="PriceSource.Id"/> of the source.</param>
/// <param name="Recorded">The day this was learned; the newest row counts.</param>
public sealed record CommunityVotes(string Model, long ShipVotes, long SkipVotes, string Source, LocalDate Recorded);
