namespace TokenPricing.Usage;

/// <summary>Collects what a response reports as totals by meter, with the JSON fields for messages.</summary>
internal sealed class UsageCounts
{
    /// <summary>The parameters of TokenUsage.FromTotals, in its order.</summary>
    private static readonly Meter[] Usual =
        [Meter.Input, Meter.Output, Meter.CacheRead, Meter.CacheWrite, Meter.CacheWrite5m, Meter.CacheWrite1h, Meter.Reasoning];

    private readonly Dictionary<Meter, JsonCount> _counts = [];

    /// <summary>Gets a value indicating whether the response reports no count at all.</summary>
    public bool IsEmpty => _counts.Count == 0;

    /// <summary>
    /// Adds the total of a meter; <see langword="null"/> means that the response does not report it. Of two fields that tell the same, such
    /// as the searches of a proxy and of the vendor behind it, the first counts.
    /// </summary>
    public UsageCounts Add(Meter meter, JsonCount? count)
    {
        if (count is { } reported)
        {
            _counts.TryAdd(meter, reported);
        }

        return this;
    }

    /// <summary>Returns the usage of one request.</summary>
    /// <exception cref="PricingException">
    /// <see cref="PricingError.ContradictoryUsage"/>: the counts contradict each other. The message names the JSON
    /// fields.
    /// </exception>
    public TokenUsage ToUsage()
    {
        ThrowIfContradictory();
        return _counts.Keys.All(Usual.Contains)
            ? TokenUsage.FromTotals(Of(0), Of(1), Of(2), Of(3), Of(4), Of(5), Of(6))
            : TokenUsage.FromMeterTotals([.. _counts.Select(c => new MeterQuantity(c.Key, c.Value.Value))]);

        long? Of(int i) => _counts.TryGetValue(Usual[i], out JsonCount count) ? (long)count.Value : null;
    }

    /// <summary>
    /// Makes the checks of <see cref="TokenUsage"/> before it does, because these messages can name the JSON fields.
    /// </summary>
    /// <exception cref="PricingException">
    /// Parts are larger than their total, or the total of a part is not reported.
    /// </exception>
    private void ThrowIfContradictory()
    {
        foreach ((Meter meter, JsonCount total) in _counts.OrderByDescending(c => c.Key.Ancestors.Length))
        {
            // What was cached and what was audio may be the same tokens, but two modalities share none, nor do two kinds.
            JsonCount[] kinds = [.. PartsOf(meter, m => m.Modality == meter.Modality)];
            JsonCount[] modalities = [.. PartsOf(meter, m => m.Modality != meter.Modality && m.Kind == meter.Kind)];
            foreach (JsonCount[] parts in new[] { kinds, modalities })
            {
                if (parts.Sum(p => p.Value) > total.Value)
                {
                    string contained = string.Join(" and ", parts);
                    throw Contradictory($"{total} does not hold {contained}, which this response flavor counts inside it");
                }
            }

            Meter whole = meter.Direction == MeterDirection.Input ? Meter.Input : Meter.Output;
            if (meter.IsTokens && total.Value > 0 && !_counts.ContainsKey(whole))
            {
                throw Contradictory($"{total} is reported, but the {whole} tokens that contain it are not");
            }
        }
    }

    /// <summary>Returns the counts directly within a meter, without the parts of these counts.</summary>
    private IEnumerable<JsonCount> PartsOf(Meter meter, Func<Meter, bool> isOfLine)
    {
        Meter[] parts = [.. _counts.Keys.Where(m => _counts[m].Value > 0 && m.Ancestors.Contains(meter) && isOfLine(m))];
        return parts.Where(m => !m.Ancestors.Any(parts.Contains)).Select(m => _counts[m]);
    }

    private static PricingException Contradictory(string reason) =>
        new(PricingError.ContradictoryUsage, $"The response's usage contradicts itself: {reason}.");
}
