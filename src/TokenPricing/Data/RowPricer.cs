using NodaTime;

namespace TokenPricing;

/// <summary>Prices rows one by one. A row that has no price gets an error; it never stops the others.</summary>
/// <param name="prices">The prices.</param>
/// <param name="newest">When a call was made that does not say so.</param>
/// <param name="allowStandardTier">Whether a service tier that an offer does not price is billed as standard.</param>
/// <param name="missing">What happens to a part of a row without a price.</param>
internal sealed class RowPricer(PriceCatalog prices, Instant newest, bool allowStandardTier, MissingRatePolicy missing)
{
    private const int MostFound = 10_000;

    private readonly Dictionary<(string Provider, string Model), (Offer? Offer, PricingException? Error)> _found = [];
    private readonly CostOptions _ordinary = new() { AllowStandardTier = allowStandardTier, MissingRate = missing };

    public RowAnswer Price(PricingRow row)
    {
        if (row.Error is not null || row.Usage is not { } usage)
        {
            return new RowAnswer(null, null, row.Error);
        }

        Offer? offer = null;
        try
        {
            offer = OfferOf(row);
            return new RowAnswer(offer, offer.CostOf(usage, row.At ?? newest, OptionsOf(row, offer)), null);
        }
        catch (PricingException e)
        {
            return new RowAnswer(offer, null, RowErrors.Of(e));
        }
        catch (OverflowException)
        {
            return new RowAnswer(offer, null, RowErrors.TooLarge);
        }
    }

    // A file says the same few names over and over; only finding out what they stand for takes time.
    private Offer OfferOf(PricingRow row)
    {
        if (prices.TryGetOffer(row.Provider, row.Model, out Offer? exact))
        {
            return exact;
        }

        if (!_found.TryGetValue((row.Provider, row.Model), out (Offer? Offer, PricingException? Error) known))
        {
            if (_found.Count >= MostFound)
            {
                _found.Clear();
            }

            _found[(row.Provider, row.Model)] = known = Find(row);
        }

        return known.Offer ?? throw new PricingException(known.Error!.Error, known.Error.Message);
    }

    private (Offer? Offer, PricingException? Error) Find(PricingRow row)
    {
        try
        {
            return prices.Find(row.Model, row.Provider) is { Offer: { } offer }
                ? (offer, null)
                : (null, new PricingException(PricingError.UnknownProvider, $"'{row.Provider}' does not say who sells '{row.Model}'."));
        }
        catch (PricingException e)
        {
            return (null, e);
        }
    }

    private CostOptions OptionsOf(PricingRow row, Offer offer) => row.ServiceTier is null && row.Region is null
        ? _ordinary
        : _ordinary with { ServiceTier = TierOf(row, offer), Region = row.Region };

    // A word that no tier is called, such as a provider's "auto", is a tier that the offer does not price.
    private ServiceTier TierOf(PricingRow row, Offer offer)
    {
        foreach (ServiceTier tier in Enum.GetValues<ServiceTier>())
        {
            if (row.ServiceTier is null || row.ServiceTier.Equals(tier.ToString(), StringComparison.OrdinalIgnoreCase))
            {
                return tier;
            }
        }

        return allowStandardTier
            ? ServiceTier.Standard
            : throw new PricingException(
                PricingError.UnknownServiceTier,
                $"{offer} has no '{row.ServiceTier}' prices; the tiers are {string.Join(", ", Enum.GetNames<ServiceTier>()).ToLowerInvariant()}. Allow the standard tier to bill it as standard.");
    }
}
