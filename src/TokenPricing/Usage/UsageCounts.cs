namespace TokenPricing.Usage;

/// <summary>What a response reports, as totals by meter, with the JSON fields they come from.</summary>
internal sealed class UsageCounts
{
    // In this order: the totals that TokenUsage.FromTotals takes.
    private static readonly Meter[] Usual =
        [Meter.Input, Meter.Output, Meter.CacheRead, Meter.CacheWrite, Meter.CacheWrite5m, Meter.CacheWrite1h, Meter.Reasoning];

    private readonly Dictionary<Meter, JsonCount> _counts = [];

    public bool IsEmpty => _counts.Count == 0;

    public UsageCounts Add(Meter meter, JsonCount? count)
    {
        if (count is { } reported)
        {
            _counts.Add(meter, reported);
        }

        return this;
    }

    /// <summary>The usage of one request.</summary>
    /// <exception cref="PricingException"><see cref="PricingError.ContradictoryUsage"/>; the message names the JSON fields.</exception>
    public TokenUsage ToUsage()
    {
        ThrowIfContradictory();
        return _counts.Keys.All(Usual.Contains)
            ? TokenUsage.FromTotals(Of(0), Of(1), Of(2), Of(3), Of(4), Of(5), Of(6))
            : TokenUsage.FromMeterTotals([.. _counts.Select(c => new MeterQuantity(c.Key, c.Value.Value))]);

        long? Of(int i) => _counts.TryGetValue(Usual[i], out JsonCount count) ? count.Value : null;
    }

    // As TokenUsage counts parts, but in the words of the response.
    private void ThrowIfContradictory()
    {
        Dictionary<Meter, Int128> parts = [];
        foreach ((Meter meter, JsonCount total) in _counts.OrderByDescending(c => c.Key.Ancestors.Length))
        {
            Int128 within = 0;
            foreach ((Meter part, Int128 quantity) in parts)
            {
                within += part.Ancestors.Contains(meter) ? quantity : 0;
            }

            parts[meter] = total.Value - within;
            if (parts[meter] < 0)
            {
                throw Contradictory($"{total} does not hold {string.Join(" and ", PartsOf(meter))}, which this flavor of response counts inside it");
            }

            Meter whole = meter.Direction == MeterDirection.Input ? Meter.Input : Meter.Output;
            if (meter.IsTokens && total.Value > 0 && !_counts.ContainsKey(whole))
            {
                throw Contradictory($"{total} is reported, and the {whole} tokens that it is a part of are not");
            }
        }
    }

    private IEnumerable<JsonCount> PartsOf(Meter meter)
    {
        Meter[] parts = [.. _counts.Keys.Where(m => _counts[m].Value > 0 && m.Ancestors.Contains(meter))];
        return parts.Where(m => !m.Ancestors.Any(parts.Contains)).Select(m => _counts[m]);
    }

    private static PricingException Contradictory(string how) => new(PricingError.ContradictoryUsage, $"The response's usage contradicts itself: {how}.");
}
