namespace TokenPricing.Services;

/// <summary>Provides the current prices of a service and of its tenants.</summary>
/// <remarks>
/// A service that lives long takes this interface and reads <see cref="Current"/> for each piece of work. A <see cref="PriceCatalog"/> from
/// the container is the one that was current when it was resolved, and never changes. Safe to share between threads; no member blocks. When
/// the configuration changes or prices are refreshed, whole immutable catalogs replace the previous ones at once.
/// </remarks>
public interface IPriceCatalogs
{
    /// <summary>The current catalog of the service itself.</summary>
    PriceCatalog Current { get; }

    /// <summary>Returns the current catalog of a tenant.</summary>
    /// <param name="tenant">The name of the tenant. Case is ignored.</param>
    /// <returns>The catalog of the tenant, with its own settings and prices.</returns>
    /// <exception cref="KeyNotFoundException">There is no tenant with this name; the message suggests similar names.</exception>
    PriceCatalog Get(string tenant);
}
