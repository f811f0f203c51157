using System.Net.Http.Headers;

namespace TokenPricing.Catalogs;

/// <summary>The version that a server states for its answer, with which a later request can ask for newer versions only.</summary>
/// <param name="Tag">The entity tag.</param>
/// <param name="LastModified">The time of the last change.</param>
internal sealed record CatalogVersion(EntityTagHeaderValue? Tag, DateTimeOffset? LastModified);
