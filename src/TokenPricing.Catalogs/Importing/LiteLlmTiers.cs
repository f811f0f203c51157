namespace TokenPricing.Catalogs;

/// <summary>
/// The rates that LiteLLM's price map does not state and its calculator uses: what a service tier charges where it has no key of its
/// own (<c>generic_cost_per_token</c> and <c>batch_cost_calculator</c>, 2026-07-24).
/// </summary>
internal static class LiteLlmTiers
{
    /// <summary>What the rates of one entry imply beside themselves.</summary>
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

    // A long request pays the standard tier's price for its length where the asked tier has none for it.
    private static IEnumerable<RateRow> OfLongRequests(IReadOnlyCollection<RateRow> rates, ServiceTier tier)
    {
        HashSet<Meter> own = [.. rates.Where(r => r.Condition.ServiceTier == tier).Select(r => r.Meter)];
        return rates
            .Where(r => r.Condition.ServiceTier == ServiceTier.Standard && r.Condition.Context is not null && own.Contains(r.Meter))
            .Select(r => r with { Condition = r.Condition with { ServiceTier = tier } });
    }

    // Reasoning pays the asked tier's output before the standard tier's reasoning.
    private static IEnumerable<RateRow> OfReasoning(IReadOnlyCollection<RateRow> rates, HashSet<Meter> meters, ServiceTier tier) =>
        rates
            .Where(r => r.Meter == Meter.Output && r.Condition.ServiceTier == tier && meters.Contains(Meter.Reasoning))
            .Select(r => r with { Meter = Meter.Reasoning });

    // A batch bills all input at its input price and all output at its output price, cached and reasoning tokens too.
    private static IEnumerable<RateRow> OfBatch(IReadOnlyCollection<RateRow> rates, HashSet<Meter> meters) =>
        from whole in rates
        where whole.Condition.ServiceTier == ServiceTier.Batch && whole.Meter.Parents.IsEmpty
        from part in meters
        where part.Ancestors.Contains(whole.Meter)
        select whole with { Meter = part };
}
