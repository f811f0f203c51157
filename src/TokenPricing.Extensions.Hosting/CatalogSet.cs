using System.Collections.Frozen;

namespace TokenPricing.Extensions.Hosting;

/// <summary>The catalogs of a service and its tenants that belong together.</summary>
/// <param name="Base">The prices below: built in, from a folder, or refreshed.</param>
/// <param name="Service">The catalog of the service itself.</param>
/// <param name="Tenants">Those of its tenants.</param>
internal sealed record CatalogSet(PriceCatalog Base, PriceCatalog Service, FrozenDictionary<string, PriceCatalog> Tenants);
