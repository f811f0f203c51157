using NodaTime;

namespace TokenPricing;

/// <summary>What "now" is for a catalog: it never asks the machine's clock.</summary>
internal static class CatalogClock
{
    /// <summary>The first instant of the newest day on which anything was learned; before all others where nothing ever was.</summary>
    public static Instant Now(this PriceCatalog prices) =>
        (prices.RecordedThrough ?? LocalDate.MinIsoValue).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();

    /// <summary>Whether the offer has ended by that day.</summary>
    public static bool IsRetired(this PriceCatalog prices, Offer offer) => offer.Retired <= prices.RecordedThrough;
}
