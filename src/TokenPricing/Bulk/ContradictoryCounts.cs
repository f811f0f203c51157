namespace TokenPricing.Bulk;

/// <summary>Counts that contradict each other, of which an error with the numbers is made if somebody asks for it.</summary>
/// <param name="areTotals">Whether counts are totals that include their parts.</param>
/// <param name="counts">The counts, in the order of the ordinary meters.</param>
internal sealed class ContradictoryCounts(bool areTotals, params long?[] counts)
{
    /// <summary>Returns the error.</summary>
    public Exception ToException()
    {
        try
        {
            _ = areTotals
                ? TokenUsage.FromTotals(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], counts[6])
                : TokenUsage.FromParts(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], counts[6]);
        }
        catch (PricingException e)
        {
            return e;
        }

        throw new InvalidOperationException("The counts do not contradict each other.");
    }
}
