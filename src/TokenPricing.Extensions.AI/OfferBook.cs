using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace TokenPricing.Extensions.AI;

/// <summary>Caches the offers of one catalog by the model names of one client, so that each name is looked up once. Thread-safe.</summary>
/// <param name="prices">The catalog.</param>
/// <param name="sellers">The possible providers, the most certain first; if empty, the maker of the model is used.</param>
/// <param name="logger">Receives a warning for each name without an offer.</param>
internal sealed class OfferBook(PriceCatalog prices, IReadOnlyList<string> sellers, ILogger logger)
{
    // The maximum number of cached names. A client usually uses few models, but there can be many fine-tuned ones.
    private const int MostRemembered = 1024;

    private readonly ConcurrentDictionary<string, FoundOffer> _found = new(StringComparer.Ordinal);

    /// <summary>The catalog.</summary>
    public PriceCatalog Prices => prices;

    /// <summary>Returns the offer of a model; a name that is <see langword="null"/> has none.</summary>
    public FoundOffer Find(string? model)
    {
        string name = model ?? "";
        if (_found.TryGetValue(name, out FoundOffer known))
        {
            return known;
        }

        FoundOffer found = Search(name);
        if (_found.Count < MostRemembered && _found.TryAdd(name, found) && found.Failure is { } failure)
        {
            TrackingLog.NoOffer(logger, name, failure.Message);
        }

        return found;
    }

    /// <summary>Looks up a model at each possible provider, until one of them is known to the catalog.</summary>
    private FoundOffer Search(string model)
    {
        if (string.IsNullOrWhiteSpace(model))
        {
            return new FoundOffer(
                null,
                new PricingException(PricingError.UnknownModel, "Neither the response nor the call nor the client states a model."));
        }

        PricingException? failure = null;
        foreach (string? seller in sellers.DefaultIfEmpty<string?>(null))
        {
            try
            {
                return prices.Find(seller, model) is { Offer: { } offer } ? new FoundOffer(offer, null)
                    : new FoundOffer(null, new PricingException(PricingError.UnknownProvider, $"The provider of '{model}' is not "
                        + $"known; set {nameof(CostTrackingOptions)}.{nameof(CostTrackingOptions.Provider)}."));
            }
            catch (PricingException e)
            {
                failure = e;
                if (e.Error != PricingError.UnknownProvider)
                {
                    break;
                }
            }
        }

        return new FoundOffer(null, failure);
    }
}
