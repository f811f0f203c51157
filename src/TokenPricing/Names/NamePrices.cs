namespace TokenPricing.Names;

/// <summary>Whether two offers of one provider cost the same, so that taking one name for the other cannot misprice.</summary>
internal static class NamePrices
{
    /// <summary>
    /// Whether the newest rate cards agree on every price that both have. A price that only one of them states is no difference:
    /// sources differ in how much they say.
    /// </summary>
    public static bool AreSame(Offer a, Offer b)
    {
        if (a == b || a.History.IsEmpty || b.History.IsEmpty)
        {
            return true;
        }

        ILookup<(Meter, RateCondition), Rate> others = b.History[^1].Rates.ToLookup(r => (r.Meter, r.Condition), r => r.Rate);
        return a.History[^1].Rates.All(r => others[(r.Meter, r.Condition)].All(o => o == r.Rate));
    }
}
