namespace TokenPricing.Budgets;

/// <summary>Calculates what a call can cost at most, which is what a budget reserves for it.</summary>
public static class BudgetExtensions
{
    private static readonly Meter[] CacheWrites = [Meter.CacheWrite, Meter.CacheWrite5m, Meter.CacheWrite1h];

    /// <summary>
    /// Returns the most that one text call can cost with at most this many input and output tokens: however much of the input is cached and
    /// of the output is reasoning, in the most expensive context tier that the tokens can reach, and in the most expensive hours and
    /// service tiers that the options allow.
    /// </summary>
    /// <remarks>
    /// If rates depend on the quantity of one meter instead of the whole input, the whole input is assumed to be in one meter.
    /// </remarks>
    /// <param name="offer">The offer.</param>
    /// <param name="inputTokens">The maximum number of input tokens, including cached ones; zero or more.</param>
    /// <param name="maxOutputTokens">The maximum number of output tokens, including reasoning; zero or more.</param>
    /// <param name="at">The instant at which the call is made.</param>
    /// <param name="options">How the call can be served; <see langword="null"/> for the defaults.</param>
    /// <returns>
    /// The maximum cost; <see langword="null"/> if a price that the call can need is not known. An unknown price never counts as zero.
    /// </returns>
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

    /// <summary>Returns the service tiers that can serve the call.</summary>
    private static IEnumerable<ServiceTier> Tiers(RateCard[] cards, MaxCostOptions asked) => asked.AnyServiceTier
        ? cards.SelectMany(c => c.ServiceTiers).Union([asked.Cost.ServiceTier])
        : [asked.Cost.ServiceTier];

    /// <summary>
    /// Returns the usages of which one has the maximum cost. Between two thresholds the cost is linear in each part, so the maximum is at
    /// one of the ends.
    /// </summary>
    private static IEnumerable<TokenUsage> Usages(PricedMeter[] rates, long input, long output, bool mayWriteCache) =>
        from inputs in Ends(rates, input)
        from outputs in Ends(rates, output)
        from meter in InputMeters(rates, mayWriteCache)
        from reasoning in Reasoning(rates, outputs)
        select TokenUsage.FromMeterParts(
            new MeterQuantity(meter, inputs),
            new(Meter.Output, outputs - reasoning),
            new(Meter.Reasoning, reasoning));

    /// <summary>Returns the numbers of tokens at the ends of the ranges between context thresholds, up to a maximum.</summary>
    private static IEnumerable<long> Ends(PricedMeter[] rates, long most) => rates
        .Select(r => r.Condition.Context)
        .OfType<ContextTier>()
        .Select(c => Math.Clamp(c.IncludesThreshold ? c.Threshold - 1 : c.Threshold, 0, most))
        .Union([most]);

    /// <summary>
    /// Returns the meters that the whole input can be billed by: ordinary input, cache reads and, if allowed, cache writes.
    /// </summary>
    private static IEnumerable<Meter> InputMeters(PricedMeter[] rates, bool mayWriteCache) =>
        new[] { Meter.Input, Meter.CacheRead }
            .Concat(mayWriteCache ? CacheWrites : [])
            .Where(m => m == Meter.Input || rates.Any(r => r.Meter == m));

    /// <summary>
    /// Returns the numbers of reasoning tokens to try: none, one and all. If any reasoning makes all output more expensive, one token is
    /// enough.
    /// </summary>
    private static IEnumerable<long> Reasoning(PricedMeter[] rates, long output) =>
        (rates.Any(r => r.Meter == Meter.Reasoning || r.Condition.WhenReasoned) ? new[] { 0, Math.Min(1, output), output } : [0])
            .Distinct();
}
