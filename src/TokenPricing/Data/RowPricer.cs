using NodaTime;

namespace TokenPricing;

/// <summary>Prices rows one by one. A row that has no price gets an error; it never stops the others.</summary>
/// <param name="prices">The prices.</param>
/// <param name="newest">When a call was made that does not say so.</param>
/// <param name="allowStandardTier">Whether a service tier that an offer does not price is billed as standard.</param>
/// <param name="missing">What happens to a part of a row without a price.</param>
internal sealed class RowPricer(PriceCatalog prices, Instant newest, bool allowStandardTier, MissingRatePolicy missing)
{
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
            offer = prices.Offer(row.Provider, row.Model);
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
