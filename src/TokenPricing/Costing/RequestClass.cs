namespace TokenPricing.Costing;

/// <summary>Requests of an aggregate that pay the same rates: made in one span, in one context tier, with or without reasoning.</summary>
/// <param name="Span">The span in which they were made.</param>
/// <param name="Least">The fewest input tokens of each request, inclusive.</param>
/// <param name="Most">The most input tokens of each request, inclusive; <see cref="long.MaxValue"/> where there is no limit.</param>
/// <param name="Reasoned">Whether each has reasoning tokens; <see langword="null"/> where no rate depends on it.</param>
internal sealed record RequestClass(RateSpan Span, long Least, long Most, bool? Reasoned)
{
    /// <summary>Returns the classes into which requests of a span can fall, by rising context tier.</summary>
    /// <param name="span">The span.</param>
    /// <param name="input">The input tokens of all requests together, which limits the tiers that one can reach.</param>
    /// <param name="reasoning">The reasoning tokens of all requests together.</param>
    public static IEnumerable<RequestClass> Of(RateSpan span, long input, long reasoning)
    {
        Int128[] thresholds =
        [
            .. span.Card.Rates
                .Select(r => r.Condition.Context)
                .OfType<ContextTier>()
                .Where(c => c.Measure == TierMeasure.TotalInput && c.Least > 0 && c.Least <= input)
                .Select(c => c.Least)
                .Distinct()
                .Order(),
        ];
        bool?[] reasoned = reasoning > 0 && span.Card.Rates.Any(r => r.Condition.WhenReasoned) ? [false, true] : [null];
        for (int tier = 0; tier <= thresholds.Length; tier++)
        {
            long least = tier == 0 ? 0 : (long)thresholds[tier - 1];
            long most = tier == thresholds.Length ? long.MaxValue : (long)thresholds[tier] - 1;
            foreach (bool? did in reasoned)
            {
                yield return new RequestClass(span, least, most, did);
            }
        }
    }
}
