namespace TokenPricing.Services;

/// <summary>
/// The prices of a service and of its tenants as they are now. What lives long takes this and asks it for each piece of work; a
/// <see cref="PriceCatalog"/> from the container is that of the moment at which it was asked for, and never changes.
/// </summary>
/// <remarks>Safe to share between threads; nothing waits. Changes of the configuration, and refreshes, put whole, immutable catalogs in the place of those before at once.</remarks>
public interface IPriceCatalogs
{
    /// <summary>The catalog of the service itself.</summary>
    PriceCatalog Current { get; }

    /// <summary>The catalog of a tenant.</summary>
    /// <param name="tenant">The tenant's name, in any case.</param>
    /// <exception cref="KeyNotFoundException">No tenant has that name; the message names near ones.</exception>
    PriceCatalog Get(string tenant);
}
