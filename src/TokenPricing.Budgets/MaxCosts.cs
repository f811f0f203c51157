using NodaTime;

namespace TokenPricing.Budgets;

/// <summary>Asks what a call may cost at most before it is made.</summary>
public static class MaxCosts
{
    private static readonly Meter[] CacheWrites = [Meter.CacheWrite, Meter.CacheWrite5m, Meter.CacheWrite1h];

    /// <summary>
    /// The most that one call of text can cost: with so many input and output tokens or fewer, whatever of the input is cached, whatever of
    /// the output is reasoning, in the dearest context tier that so many tokens can reach, and in the dearest hours and service
    /// tiers that the options allow.
    /// </summary>
    /// <remarks>Where rates depend on the quantity of a meter of its own, and not on all input, all input is taken to be in one meter.</remarks>
    /// <param name="offer">The offer.</param>
    /// <param name="inputTokens">The most input tokens, zero or more, cached ones included.</param>
    /// <param name="maxOutputTokens">The most output tokens, zero or more, reasoning included.</param>
    /// <param name="at">When the call is made.</param>
    /// <param name="options">What may become of it; <see langword="null"/>: the defaults.</param>
    /// <returns><see langword="null"/> where a price that the call may need is not known; never zero for that.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds an amount exactly.</exception>
    public static Usd? MaxCostOf(this Offer offer, long inputTokens, long maxOutputTokens, Instant at, MaxCostOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(offer);
        ArgumentOutOfRangeException.ThrowIfNegative(inputTokens);
        ArgumentOutOfRangeException.ThrowIfNegative(maxOutputTokens);
        MaxCostOptions asked = options ?? new MaxCostOptions();
        Instant last = at + asked.Within;
        RateCard[] cards = [.. offer.History.Where(c => (c.From is not { } from || from <= last) && (c.To is not { } to || to > at))];
        PricedMeter[] rates = [.. cards.SelectMany(c => c.Rates)];
        try
        {
            Usd worst = Usd.Zero;
            foreach (ServiceTier tier in Tiers(cards, asked))
            {
                CostOptions cost = asked.Cost with
                {
                    ServiceTier = tier,
                    AllowStandardTier = asked.Cost.AllowStandardTier || asked.AnyServiceTier,
                    MissingRate = MissingRatePolicy.Throw,
                };
                foreach (TokenUsage usage in Usages(rates, inputTokens, maxOutputTokens, asked.MayWriteCache))
                {
                    TokenUsage whenever = asked.Within > Duration.Zero ? usage.Over(new Interval(at, last)) : usage;
                    Usd high = offer.CostOf(whenever, at, cost).High;
                    worst = high > worst ? high : worst;
                }
            }

            return worst;
        }
        catch (PricingException)
        {
            return null;
        }
    }

    private static IEnumerable<ServiceTier> Tiers(RateCard[] cards, MaxCostOptions asked) => asked.AnyServiceTier
        ? Enum.GetValues<ServiceTier>().Where(t => t == asked.Cost.ServiceTier || cards.Any(c => c.Supports(t)))
        : [asked.Cost.ServiceTier];

    // Between two thresholds a cost rises evenly with each part, so that the dearest usages are at the ends.
    private static IEnumerable<TokenUsage> Usages(PricedMeter[] rates, long input, long output, bool mayWriteCache) =>
        from inputs in Ends(rates, input)
        from outputs in Ends(rates, output)
        from meter in InputMeters(rates, mayWriteCache)
        from reasoning in Reasoning(rates, outputs)
        select TokenUsage.FromMeterParts(new MeterQuantity(meter, inputs), new(Meter.Output, outputs - reasoning), new(Meter.Reasoning, reasoning));

    private static IEnumerable<long> Ends(PricedMeter[] rates, long most) => rates
        .Select(r => r.Condition.Context)
        .OfType<ContextTier>()
        .Where(c => c.Least > 1 && c.Least <= most)
        .Select(c => (long)c.Least - 1)
        .Append(most)
        .Distinct();

    private static IEnumerable<Meter> InputMeters(PricedMeter[] rates, bool mayWriteCache) =>
        new[] { Meter.Input, Meter.CacheRead }.Concat(mayWriteCache ? CacheWrites : []).Where(m => m == Meter.Input || rates.Any(r => r.Meter == m));

    // None, one token, or all: where any reasoning makes all output dearer, one is enough.
    private static IEnumerable<long> Reasoning(PricedMeter[] rates, long output) =>
        (rates.Any(r => r.Meter == Meter.Reasoning || r.Condition.WhenReasoned) ? new[] { 0, Math.Min(1, output), output } : [0]).Distinct();
}
