using System.Globalization;

namespace TokenPricing.Catalogs;

/// <summary>Checks whether a new catalog is plausible compared with the current one.</summary>
internal static class CatalogSanityCheck
{
    /// <summary>
    /// Returns the reasons why <paramref name="offered"/> must not replace <paramref name="present"/>; empty if it can.
    /// </summary>
    public static IReadOnlyList<string> About(
        PriceCatalog offered, PriceCatalog present, PriceComparison prices, Instant now, CatalogRefresherOptions options)
    {
        if (prices.After == 0)
        {
            return ["No offer in it has a price now."];
        }

        List<string> reasons = [];
        if (prices.After < prices.Before * (1 - options.LargestShrink.Fraction))
        {
            reasons.Add(Text($"Only {prices.After:N0} of its offers have a price now; before, {prices.Before:N0} had, ")
                + Text($"and at most {options.LargestShrink} fewer are believed."));
        }

        (LocalDate? through, LocalDate? known) = (offered.RecordedThrough, present.RecordedThrough);
        if (through < known)
        {
            reasons.Add(
                Text($"It knows nothing after {through:uuuu-MM-dd}, but the present catalog was recorded until {known:uuuu-MM-dd}."));
        }

        // A catalog recorded in the year 2099 would block all correct ones after it. East of UTC it can already be tomorrow.
        LocalDate today = now.InUtc().Date;
        if (through > today.PlusDays(1))
        {
            reasons.Add(Text($"It claims to be recorded on {through:uuuu-MM-dd}, which is yet to come."));
        }

        if (through < today.PlusDays(-options.LargestAgeInDays))
        {
            reasons.Add(Text($"It knows nothing after {through:uuuu-MM-dd}, {Period.DaysBetween(through.Value, today):N0} days ago."));
        }

        return [.. reasons, .. CatalogDoubts.About(prices, options)];
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
