using System.Net.Http.Headers;

namespace TokenPricing.Catalogs;

/// <summary>What a server calls the version of what it sent, so that it need not send it again.</summary>
/// <param name="Tag">Its entity tag.</param>
/// <param name="LastModified">When it last changed.</param>
internal sealed record CatalogVersion(EntityTagHeaderValue? Tag, DateTimeOffset? LastModified);
