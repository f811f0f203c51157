using System.Collections.Frozen;

namespace TokenPricing.Extensions.Hosting;

/// <summary>The catalogs of a service and its tenants, built from the same prices and options.</summary>
/// <param name="Base">The prices that the options are laid over: built-in, from a folder, or refreshed.</param>
/// <param name="Service">The catalog of the service.</param>
/// <param name="Tenants">The catalogs of the tenants.</param>
internal sealed record CatalogSet(PriceCatalog Base, PriceCatalog Service, FrozenDictionary<string, PriceCatalog> Tenants);
