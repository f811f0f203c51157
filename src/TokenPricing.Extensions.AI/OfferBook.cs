using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace TokenPricing.Extensions.AI;

/// <summary>Caches the offers of one catalog that the model names of one client stand for; each name is looked up once.</summary>
/// <param name="prices">The catalog.</param>
/// <param name="sellers">The possible providers, the most certain first; empty: the maker of the model.</param>
/// <param name="logger">Receives a warning for each name that stands for no offer.</param>
internal sealed class OfferBook(PriceCatalog prices, IReadOnlyList<string> sellers, ILogger logger)
{
    // A client uses few models, but there can be many fine-tuned ones, so the cache is bounded.
    private const int MostRemembered = 1024;

    private readonly ConcurrentDictionary<string, FoundOffer> _found = new(StringComparer.Ordinal);

    public PriceCatalog Prices => prices;

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
