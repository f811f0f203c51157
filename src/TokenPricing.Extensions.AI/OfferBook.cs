using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace TokenPricing.Extensions.AI;

/// <summary>Caches the offers of one catalog by provider and name, so that each name is looked up once. Thread-safe.</summary>
/// <param name="prices">The catalog.</param>
/// <param name="logger">Receives a warning for each name without an offer.</param>
internal sealed class OfferBook(PriceCatalog prices, ILogger logger)
{
    // The maximum number of cached names. A client usually uses few models, but there can be many fine-tuned ones.
    private const int MostRemembered = 1024;

    private readonly ConcurrentDictionary<(string? Seller, string Model), FoundOffer> _found = [];
    private readonly ConcurrentDictionary<string, (string? Seller, string? Region)> _addresses = new(StringComparer.OrdinalIgnoreCase);

    private KnownSeller? _last;

    /// <summary>The catalog.</summary>
    public PriceCatalog Prices => prices;

    /// <summary>Returns the id of the provider that has an address; <see langword="null"/> for none.</summary>
    public string? SellerAt(Uri address) => At(address).Seller;

    /// <summary>Returns the region that an address of a provider names; <see langword="null"/> for none.</summary>
    public string? RegionAt(Uri address) => At(address).Region;

    /// <summary>Returns the offer of a model; a name that is <see langword="null"/> has none.</summary>
    /// <param name="seller">The provider; <see langword="null"/> for the maker of the model.</param>
    /// <param name="model">The name of the model.</param>
    public FoundOffer Find(string? seller, string? model)
    {
        (string? Seller, string Model) name = (seller, model ?? "");
        if (_found.TryGetValue(name, out FoundOffer known))
        {
            return known;
        }

        FoundOffer found = Search(seller, name.Model);
        if (_found.Count < MostRemembered && _found.TryAdd(name, found) && found.Failure is { } failure)
        {
            TrackingLog.NoOffer(logger, name.Model, failure.Message);
        }

        return found;
    }

    private KnownSeller At(Uri address)
    {
        // Most clients have one address, and to compare it takes less time than to put it together.
        if (Volatile.Read(ref _last) is { } last && last.Address == address)
        {
            return last;
        }

        (string? seller, string? region) = Search(address);
        KnownSeller known = new(address, seller, region);
        Volatile.Write(ref _last, known);
        return known;
    }

    // A catalog of one's own may have no addresses; the built-in one has those of everybody, under the same ids.
    private (string? Seller, string? Region) Search(Uri address)
    {
        string path = address.GetLeftPart(UriPartial.Path);
        if (_addresses.TryGetValue(path, out (string?, string?) known))
        {
            return known;
        }

        (string? Seller, string? Region) found = default;
        foreach (PriceCatalog catalog in new[] { prices, PriceCatalog.BuiltIn })
        {
            found.Seller ??= catalog.TryGetProvider(path, out Provider? provider) ? provider.Id.Value : null;
            found.Region ??= catalog.RegionOf(path);
        }

        if (_addresses.Count < MostRemembered)
        {
            _addresses.TryAdd(path, found);
        }

        return found;
    }

    private FoundOffer Search(string? seller, string model)
    {
        if (string.IsNullOrWhiteSpace(model))
        {
            return new FoundOffer(
                null,
                new PricingException(PricingError.UnknownModel, "Neither the response nor the call nor the client states a model."));
        }

        try
        {
            return prices.Find(seller, model) is { Offer: { } offer } ? new FoundOffer(offer, null)
                : new FoundOffer(null, new PricingException(PricingError.UnknownProvider, $"The provider of '{model}' is not "
                    + $"known; set {nameof(CostTrackingOptions)}.{nameof(CostTrackingOptions.Provider)}."));
        }
        catch (PricingException e)
        {
            return new FoundOffer(null, e);
        }
    }

    private sealed record KnownSeller(Uri Address, string? Seller, string? Region);
}
