namespace TokenPricing.Catalogs;

/// <summary>
/// The rates that LiteLLM's price map does not state but its calculator charges if a service tier has no key of its own
/// (<c>generic_cost_per_token</c> and <c>batch_cost_calculator</c>, 2026-07-24).
/// </summary>
internal static class LiteLlmTiers
{
    /// <summary>Returns the rates that the rates of one entry imply, without those that the entry states.</summary>
    public static IEnumerable<RateRow> Implied(IReadOnlyCollection<RateRow> rates)
    {
        HashSet<Meter> meters = [.. rates.Select(r => r.Meter)];
        HashSet<(Meter, RateCondition)> stated = [.. rates.Select(r => (r.Meter, r.Condition))];
        return rates
            .Select(r => r.Condition.ServiceTier)
            .Where(t => t != ServiceTier.Standard)
            .Distinct()
            .SelectMany(tier => tier == ServiceTier.Batch
                ? OfBatch(rates, meters)
                : [.. OfLongRequests(rates, tier), .. OfReasoning(rates, meters, tier)])
            .Where(r => stated.Add((r.Meter, r.Condition)));
    }

    /// <summary>Returns the long-context prices of a tier that states none: those of the standard tier.</summary>
    private static IEnumerable<RateRow> OfLongRequests(IReadOnlyCollection<RateRow> rates, ServiceTier tier)
    {
        HashSet<Meter> own = [.. rates.Where(r => r.Condition.ServiceTier == tier).Select(r => r.Meter)];
        return rates
            .Where(r => r.Condition.ServiceTier == ServiceTier.Standard && r.Condition.Context is not null && own.Contains(r.Meter))
            .Select(r => r with { Condition = r.Condition with { ServiceTier = tier } });
    }

    /// <summary>
    /// Returns the reasoning price of a tier: its output price takes precedence over the standard tier's reasoning price.
    /// </summary>
    private static IEnumerable<RateRow> OfReasoning(IReadOnlyCollection<RateRow> rates, HashSet<Meter> meters, ServiceTier tier) =>
        rates
            .Where(r => r.Meter == Meter.Output && r.Condition.ServiceTier == tier && meters.Contains(Meter.Reasoning))
            .Select(r => r with { Meter = Meter.Reasoning });

    /// <summary>
    /// Returns the batch prices of meters that are part of input or output: a batch bills cached and reasoning tokens at its input and
    /// output price.
    /// </summary>
    private static IEnumerable<RateRow> OfBatch(IReadOnlyCollection<RateRow> rates, HashSet<Meter> meters) =>
        from whole in rates
        where whole.Condition.ServiceTier == ServiceTier.Batch && whole.Meter.Parents.IsEmpty
        from part in meters
        where part.Ancestors.Contains(whole.Meter)
        select whole with { Meter = part };
}
