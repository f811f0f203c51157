namespace TokenPricing.Bulk;

/// <summary>The numbers of a row without a cost, of which an error is made if somebody asks for it.</summary>
/// <param name="offer">The index of the offer, which may not exist.</param>
/// <param name="unixMilliseconds">The time, which may be impossible.</param>
/// <param name="areTotals">Whether counts are totals that include their parts.</param>
/// <param name="counts">The counts, in the order of the ordinary meters; <see langword="null"/> for one that is not reported.</param>
internal sealed class FailedRow(int offer, long unixMilliseconds, bool areTotals, params long?[] counts)
{
    /// <summary>Returns the error.</summary>
    /// <param name="offers">The offers of the pricer with their options.</param>
    /// <exception cref="InvalidOperationException">The row has a cost.</exception>
    public Exception ErrorAt(ImmutableArray<(Offer Offer, CostOptions? Options)> offers)
    {
        if (offer < 0 || offer >= offers.Length)
        {
            return new PricingException(
                PricingError.UnknownOffer,
                FormattableString.Invariant($"The row refers to offer {offer}, but the pricer has {offers.Length}, numbered from 0."));
        }

        if (!BulkSpan.IsMoment(unixMilliseconds))
        {
            return new PricingException(
                PricingError.NoPriceAtInstant,
                FormattableString.Invariant($"The time of the row, {unixMilliseconds} ms after 1970, is not in the years -9998 to 9999. ")
                + "Pass milliseconds, not microseconds or nanoseconds.");
        }

        try
        {
            TokenUsage usage = areTotals
                ? TokenUsage.FromTotals(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], counts[6])
                : TokenUsage.FromParts(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], counts[6]);
            _ = offers[offer].Offer.CostOf(usage, Instant.FromUnixTimeMilliseconds(unixMilliseconds), offers[offer].Options);
        }
        catch (Exception e) when (e is PricingException or OverflowException)
        {
            return e;
        }

        throw new InvalidOperationException("The row failed when it was priced and has a cost now. Pass the columns unchanged.");
    }
}
