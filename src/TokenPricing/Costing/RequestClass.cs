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
        long[] least = Array.FindAll(span.Card.Shape.InputThresholds, t => t <= input);
        bool?[] reasoned = reasoning > 0 && span.Card.Shape.DependsOnReasoning ? [false, true] : [null];
        for (int band = 0; band < least.Length; band++)
        {
            long most = band + 1 < least.Length ? least[band + 1] - 1 : long.MaxValue;
            foreach (bool? did in reasoned)
            {
                yield return new RequestClass(span, least[band], most, did);
            }
        }
    }
}
