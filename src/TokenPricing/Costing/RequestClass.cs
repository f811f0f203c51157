namespace TokenPricing.Costing;

/// <summary>The requests of an aggregate that were made in one stretch of time, lie in one context tier, and did or did not reason.</summary>
/// <param name="Stretch">When they were made.</param>
/// <param name="Least">The fewest input tokens that each of them has.</param>
/// <param name="Most">The most input tokens that each of them has.</param>
/// <param name="Reasoned">Whether each of them reasoned; <see langword="null"/>: no rate asks.</param>
internal sealed record RequestClass(RateSpan Stretch, long Least, long Most, bool? Reasoned)
{
    /// <summary>The bins in which the requests of a usage can lie.</summary>
    public static IEnumerable<RequestClass> Of(RateSpan stretch, long input, long reasoning)
    {
        Int128[] edges =
        [
            .. stretch.Card.Rates
                .Select(r => r.Condition.Context)
                .OfType<ContextTier>()
                .Where(c => c.Measure == TierMeasure.TotalInput && c.Least > 0 && c.Least <= input)
                .Select(c => c.Least)
                .Distinct()
                .Order(),
        ];
        bool?[] reasoned = reasoning > 0 && stretch.Card.Rates.Any(r => r.Condition.WhenReasoned) ? [false, true] : [null];
        for (int tier = 0; tier <= edges.Length; tier++)
        {
            long least = tier == 0 ? 0 : (long)edges[tier - 1];
            long most = tier == edges.Length ? long.MaxValue : (long)edges[tier] - 1;
            foreach (bool? did in reasoned)
            {
                yield return new RequestClass(stretch, least, most, did);
            }
        }
    }
}
