using System.Globalization;

namespace TokenPricing.Catalogs;

/// <summary>Checks whether a new catalog is plausible compared with the current one.</summary>
internal static class CatalogSanityCheck
{
    /// <summary>
    /// Returns the reason why <paramref name="offered"/> must not replace <paramref name="present"/>; <see langword="null"/> if it can.
    /// </summary>
    public static string? About(PriceCatalog offered, PriceCatalog present, Instant now, Percentage largestShrink)
    {
        int prices = PricedAt(now, offered);
        int pricesBefore = PricedAt(now, present);
        if (prices == 0)
        {
            return "No offer in it has a price now.";
        }

        if (prices < pricesBefore * (1 - largestShrink.Fraction))
        {
            return Text($"Only {prices:N0} of its offers have a price now; before, {pricesBefore:N0} had, ")
                + Text($"and at most {largestShrink} fewer are believed.");
        }

        (LocalDate? through, LocalDate? known) = (offered.RecordedThrough, present.RecordedThrough);
        if (through < known)
        {
            return Text($"It knows nothing after {through:uuuu-MM-dd}, but the present catalog was recorded until {known:uuuu-MM-dd}.");
        }

        // A catalog recorded in the year 2099 would block all correct ones after it. East of UTC it can already be tomorrow.
        LocalDate tomorrow = now.InUtc().Date.PlusDays(1);
        return offered.RecordedThrough > tomorrow
            ? Text($"It claims to be recorded on {offered.RecordedThrough:uuuu-MM-dd}, which is yet to come.")
            : null;
    }

    /// <summary>Returns the number of offers with a rate card at an instant.</summary>
    private static int PricedAt(Instant now, PriceCatalog prices) => prices.Offers.Count(o => o.TryGetRateCard(now, out _));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
