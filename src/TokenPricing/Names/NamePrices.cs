namespace TokenPricing.Names;

/// <summary>Compares two offers of one provider, to tell whether one name can stand for the other without a wrong price.</summary>
internal static class NamePrices
{
    /// <summary>Returns whether the newest rate cards agree on every rate that both have.</summary>
    /// <remarks>A rate that only one of them states is no difference: sources differ in how much they state.</remarks>
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
