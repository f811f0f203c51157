namespace TokenPricing.Usage;

/// <summary>Collects what a response reports as totals by meter, with the JSON fields for messages.</summary>
internal sealed class UsageCounts
{
    /// <summary>The parameters of TokenUsage.FromTotals, in its order.</summary>
    private static readonly Meter[] Usual =
        [Meter.Input, Meter.Output, Meter.CacheRead, Meter.CacheWrite, Meter.CacheWrite5m, Meter.CacheWrite1h, Meter.Reasoning];

    private readonly List<(Meter Meter, JsonCount Count)> _counts = new(Usual.Length);
    private MeterSet _reported;

    /// <summary>Gets a value indicating whether the response reports no count at all.</summary>
    public bool IsEmpty => _counts.Count == 0;

    /// <summary>
    /// Adds the total of a meter; <see langword="null"/> means that the response does not report it. Of two fields that tell the same, such
    /// as the searches of a proxy and of the vendor behind it, the first counts.
    /// </summary>
    public UsageCounts Add(Meter meter, JsonCount? count)
    {
        if (count is { } reported && !_reported.Has(meter.Index))
        {
            _reported = _reported.With(meter.Index);
            _counts.Add((meter, reported));
        }

        return this;
    }

    /// <summary>Adds the totals of other counts of the same call whose meters have none here.</summary>
    /// <param name="others">The counts, such as those of a library beside its vendor's.</param>
    /// <returns>These counts.</returns>
    public UsageCounts AddRest(UsageCounts others)
    {
        others._counts.ForEach(c => Add(c.Meter, c.Count));
        return this;
    }

    /// <summary>
    /// Adds to the input what was cached, or to the output the reasoning, if only then the tokens add up to the stated total: libraries and
    /// proxies pass on what their vendors count beside it.
    /// </summary>
    /// <param name="total">The stated total; <see langword="null"/> if there is none.</param>
    /// <returns>These counts, as they were if they explain the total, or if nothing or more than one thing does.</returns>
    public UsageCounts ExplainedBy(JsonCount? total)
    {
        if (total is not { } stated || Of(Meter.Input) is not { } input || Of(Meter.Output) is not { } output)
        {
            return this;
        }

        JsonCount? cached = JsonCount.Sum(Of(Meter.CacheRead), Of(Meter.CacheWrite));
        JsonCount? reasoning = Of(Meter.Reasoning);
        decimal rest = stated.Value - input.Value - output.Value;
        bool isAll = rest == JsonCount.Sum(cached, reasoning)?.Value;
        (bool isCached, bool isReasoning) = (isAll || rest == cached?.Value, isAll || rest == reasoning?.Value);
        if (rest <= 0 || (isCached && isReasoning && !isAll))
        {
            return this;
        }

        Set(Meter.Input, isCached ? JsonCount.Sum(input, cached)!.Value : input);
        return Set(Meter.Output, isReasoning ? JsonCount.Sum(output, reasoning)!.Value : output);
    }

    /// <summary>Replaces the total of a meter.</summary>
    /// <param name="meter">The meter, which has a total.</param>
    /// <param name="count">The new total.</param>
    /// <returns>These counts.</returns>
    public UsageCounts Set(Meter meter, JsonCount count)
    {
        _counts[_counts.FindIndex(c => c.Meter == meter)] = (meter, count);
        return this;
    }

    /// <summary>Returns the total of a meter, or <see langword="null"/> if it is not reported.</summary>
    public JsonCount? Of(Meter meter) => _reported.Has(meter.Index) ? _counts.Find(c => c.Meter == meter).Count : null;

    /// <summary>Returns the usage of one request.</summary>
    /// <exception cref="PricingException">
    /// <see cref="PricingError.ContradictoryUsage"/>: the counts contradict each other. The message names the JSON
    /// fields.
    /// </exception>
    public TokenUsage ToUsage()
    {
        Span<long?> usual = stackalloc long?[Usual.Length];
        bool isUsual = true;
        foreach ((Meter meter, JsonCount count) in _counts)
        {
            int i = Array.IndexOf(Usual, meter);
            isUsual &= i >= 0 || count.Value == 0;
            if (i >= 0)
            {
                usual[i] = (long)count.Value;
            }
        }

        // Checking every meter against every other costs more than all the rest of reading a response, which nearly always adds up.
        if (!isUsual || !IsWhole(usual))
        {
            ThrowIfContradictory();
        }

        return isUsual
            ? TokenUsage.FromTotals(usual[0], usual[1], usual[2], usual[3], usual[4], usual[5], usual[6]).Reporting(_reported)
            : TokenUsage.FromMeterTotals([.. _counts.Select(c => new MeterQuantity(c.Meter, c.Count.Value))]);
    }

    /// <summary>Determines whether all usual totals are reported and hold their parts.</summary>
    private static bool IsWhole(ReadOnlySpan<long?> usual)
    {
        Int128 timed = (Int128)(usual[4] ?? 0) + (usual[5] ?? 0);
        Int128 written = usual[3] ?? timed;
        return timed <= written && (usual[2] ?? 0) + written <= usual[0] && (usual[6] ?? 0) <= usual[1];
    }

    /// <summary>
    /// Makes the checks of <see cref="TokenUsage"/> before it does, because these messages can name the JSON fields.
    /// </summary>
    /// <exception cref="PricingException">
    /// Parts are larger than their total, or the total of a part is not reported.
    /// </exception>
    private void ThrowIfContradictory()
    {
        foreach ((Meter meter, JsonCount total) in _counts.OrderByDescending(c => c.Meter.Ancestors.Length))
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
            if (meter.IsTokens && total.Value > 0 && !_reported.Has(whole.Index))
            {
                throw Contradictory($"{total} is reported, but the {whole} tokens that contain it are not");
            }
        }
    }

    /// <summary>Returns the counts directly within a meter, without the parts of these counts.</summary>
    private IEnumerable<JsonCount> PartsOf(Meter meter, Func<Meter, bool> isOfLine)
    {
        (Meter Meter, JsonCount Count)[] parts =
            [.. _counts.Where(c => c.Count.Value > 0 && c.Meter.Ancestors.Contains(meter) && isOfLine(c.Meter))];
        return parts.Where(p => !p.Meter.Ancestors.Any(a => parts.Any(o => o.Meter == a))).Select(p => p.Count);
    }

    private static PricingException Contradictory(string reason) =>
        new(PricingError.ContradictoryUsage, $"The response's usage contradicts itself: {reason}.");
}
