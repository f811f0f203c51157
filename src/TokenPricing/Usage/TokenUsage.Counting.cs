using System.Collections.Immutable;
using System.Globalization;

namespace TokenPricing;

public readonly partial struct TokenUsage
{
    /// <summary>
    /// One request counted in totals: the input contains what was read from and written to the cache, the output contains the
    /// reasoning, and cache writes contain those of five minutes and of one hour. OpenAI, Gemini's prompt and most others count so.
    /// </summary>
    /// <param name="input">All input tokens; <see langword="null"/>: not reported.</param>
    /// <param name="output">All output tokens; <see langword="null"/>: not reported.</param>
    /// <param name="cacheRead">Of the input, those read from the cache.</param>
    /// <param name="cacheWrite">Of the input, those written to the cache, for whatever time.</param>
    /// <param name="cacheWrite5m">Of the writes, those for five minutes; where <paramref name="cacheWrite"/> is not reported, these are part of the input.</param>
    /// <param name="cacheWrite1h">Of the writes, those for one hour; where <paramref name="cacheWrite"/> is not reported, these are part of the input.</param>
    /// <param name="reasoning">Of the output, those spent on reasoning.</param>
    /// <exception cref="PricingException">
    /// <see cref="PricingError.ContradictoryUsage"/>: a count is negative, a part is larger than its total, or a part is reported
    /// and its total is not. The message names both.
    /// </exception>
    public static TokenUsage FromTotals(
        long? input = null, long? output = null, long? cacheRead = null, long? cacheWrite = null, long? cacheWrite5m = null,
        long? cacheWrite1h = null, long? reasoning = null)
    {
        long read = Checked(cacheRead, Meter.CacheRead);
        long fiveMinutes = Checked(cacheWrite5m, Meter.CacheWrite5m);
        long oneHour = Checked(cacheWrite1h, Meter.CacheWrite1h);
        long thought = Checked(reasoning, Meter.Reasoning);
        long timed = fiveMinutes + oneHour;
        long write = cacheWrite is null ? 0 : Left(cacheWrite, Meter.CacheWrite, timed, fiveMinutes > 0 ? Meter.CacheWrite5m : Meter.CacheWrite1h);

        InlineQuantities inline = default;
        inline[0] = Left(input, Meter.Input, read + write + timed, read > 0 ? Meter.CacheRead : Meter.CacheWrite);
        inline[1] = Left(output, Meter.Output, thought, Meter.Reasoning);
        inline[2] = read;
        inline[3] = write;
        inline[4] = fiveMinutes;
        inline[5] = oneHour;
        inline[6] = thought;
        return new TokenUsage(inline, default, Reported(input, output, cacheRead, cacheWrite, cacheWrite5m, cacheWrite1h, reasoning), 1, null);
    }

    /// <summary>
    /// One request counted in parts that share nothing: each token is in one of the counts and in no other. Anthropic's input
    /// counts so: it is what was neither read from nor written to the cache.
    /// </summary>
    /// <param name="uncachedInput">Input tokens neither read from nor written to the cache; <see langword="null"/>: not reported.</param>
    /// <param name="output">Output tokens that are not reasoning; <see langword="null"/>: not reported.</param>
    /// <param name="cacheRead">Input tokens read from the cache.</param>
    /// <param name="cacheWrite">Input tokens written to the cache for a time that is not known.</param>
    /// <param name="cacheWrite5m">Input tokens written to the cache for five minutes.</param>
    /// <param name="cacheWrite1h">Input tokens written to the cache for one hour.</param>
    /// <param name="reasoning">Output tokens spent on reasoning.</param>
    /// <exception cref="PricingException"><see cref="PricingError.ContradictoryUsage"/>: a count is negative.</exception>
    public static TokenUsage FromParts(
        long? uncachedInput = null, long? output = null, long? cacheRead = null, long? cacheWrite = null, long? cacheWrite5m = null,
        long? cacheWrite1h = null, long? reasoning = null)
    {
        InlineQuantities inline = default;
        inline[0] = Checked(uncachedInput, Meter.Input);
        inline[1] = Checked(output, Meter.Output);
        inline[2] = Checked(cacheRead, Meter.CacheRead);
        inline[3] = Checked(cacheWrite, Meter.CacheWrite);
        inline[4] = Checked(cacheWrite5m, Meter.CacheWrite5m);
        inline[5] = Checked(cacheWrite1h, Meter.CacheWrite1h);
        inline[6] = Checked(reasoning, Meter.Reasoning);
        return new TokenUsage(inline, default, Reported(uncachedInput, output, cacheRead, cacheWrite, cacheWrite5m, cacheWrite1h, reasoning), 1, null);
    }

    /// <summary>One request counted in totals of any meters: each contains those of more special meters that are given too.</summary>
    /// <param name="totals">The counts; a meter that is not among them is not reported.</param>
    /// <exception cref="PricingException">
    /// <see cref="PricingError.ContradictoryUsage"/>: a count is negative, parts are larger than their total, or a part is reported
    /// and the whole that it belongs to (all input, all output, all seconds of audio) is not.
    /// </exception>
    /// <exception cref="ArgumentException">A meter is given twice.</exception>
    public static TokenUsage FromMeterTotals(params ReadOnlySpan<MeterQuantity> totals) => Count(totals, areTotals: true);

    /// <summary>One request counted in parts of any meters that share nothing.</summary>
    /// <param name="parts">The counts; a meter that is not among them is not reported.</param>
    /// <exception cref="PricingException"><see cref="PricingError.ContradictoryUsage"/>: a count is negative.</exception>
    /// <exception cref="ArgumentException">A meter is given twice.</exception>
    public static TokenUsage FromMeterParts(params ReadOnlySpan<MeterQuantity> parts) => Count(parts, areTotals: false);

    private static TokenUsage Count(ReadOnlySpan<MeterQuantity> counts, bool areTotals)
    {
        SortedDictionary<int, long> given = [];
        MeterSet reported = default;
        foreach (MeterQuantity count in counts)
        {
            if (!given.TryAdd(count.Meter.Index, Checked(count.Quantity, count.Meter)))
            {
                throw new ArgumentException($"The meter '{count.Meter}' is counted twice.", nameof(counts));
            }

            reported = reported.With(count.Meter.Index);
        }

        Dictionary<int, long> parts = areTotals ? PartsOf(given) : new Dictionary<int, long>(given);
        InlineQuantities inline = default;
        for (int i = 0; i < OrdinaryMeters; i++)
        {
            inline[i] = parts.GetValueOrDefault(i);
        }

        ImmutableArray<MeterQuantity> others =
            [.. parts.Where(p => p.Key >= OrdinaryMeters && p.Value != 0).OrderBy(p => p.Key).Select(p => new MeterQuantity(Meter.All[p.Key], p.Value))];
        ImmutableArray<(Meter, Meter)> overlaps = areTotals ? UnknownOverlapsOf(given) : [];
        return new TokenUsage(inline, others, reported, 1, overlaps.IsEmpty ? null : new CountingDetails(overlaps, null));
    }

    // From the most special meter upwards: what is left of each when the parts within it are taken away.
    private static Dictionary<int, long> PartsOf(SortedDictionary<int, long> totals)
    {
        Dictionary<int, long> parts = [];
        foreach ((int index, long total) in totals.OrderByDescending(t => Meter.All[t.Key].Ancestors.Length))
        {
            Meter meter = Meter.All[index];
            Meter[] within = [.. parts.Keys.Select(i => Meter.All[i]).Where(part => part.Ancestors.Contains(meter) && parts[part.Index] > 0)];
            long inParts = within.Aggregate(0L, (sum, part) => sum + parts[part.Index]);
            parts[index] = inParts <= total ? total - inParts : throw Larger(within, inParts, meter, total);
        }

        foreach (Meter part in parts.Keys.Select(i => Meter.All[i]).Where(m => parts[m.Index] > 0))
        {
            foreach (Meter whole in part.Ancestors.Where(a => a.Parents.IsEmpty && !totals.ContainsKey(a.Index)))
            {
                throw Missing(part, whole);
            }
        }

        return parts;
    }

    // Two counts that can share tokens, such as cached and audio, say nothing of the shared ones without a count of those.
    private static ImmutableArray<(Meter, Meter)> UnknownOverlapsOf(SortedDictionary<int, long> totals)
    {
        Meter[] used = [.. totals.Where(t => t.Value > 0).Select(t => Meter.All[t.Key])];
        return
        [
            .. from first in used
               from second in used
               where first.Index < second.Index && !first.Ancestors.Contains(second) && !second.Ancestors.Contains(first)
               let joins = Meter.All.Where(m => m.Ancestors.Contains(first) && m.Ancestors.Contains(second)).ToArray()
               where joins.Length > 0 && !joins.Any(j => totals.ContainsKey(j.Index))
               select (first, second),
        ];
    }

    private static long Checked(long? count, Meter meter) => count switch
    {
        null => 0,
        < 0 => throw new PricingException(PricingError.ContradictoryUsage, $"{meter} is {Text(count.Value)}; a count is zero or more."),
        _ => count.Value,
    };

    private static long Left(long? total, Meter meter, long inParts, Meter part)
    {
        if (total is null)
        {
            return inParts == 0 ? 0 : throw Missing(part, meter);
        }

        return Checked(total, meter) >= inParts ? total.Value - inParts : throw Larger([part], inParts, meter, total.Value);
    }

    private static PricingException Larger(IEnumerable<Meter> parts, long inParts, Meter whole, long total) =>
        new(PricingError.ContradictoryUsage, $"{string.Join(" and ", parts)} ({Text(inParts)}) is more than {whole} ({Text(total)}), of which it is a part. If the counts share nothing, use FromParts.");

    private static PricingException Missing(Meter part, Meter whole) =>
        new(PricingError.ContradictoryUsage, $"{part} is reported and {whole}, of which it is a part, is not. If the counts share nothing, use FromParts.");

    private static string Text(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static MeterSet Reported(params ReadOnlySpan<long?> counts)
    {
        MeterSet reported = default;
        for (int i = 0; i < counts.Length; i++)
        {
            reported = counts[i] is null ? reported : reported.With(i);
        }

        return reported;
    }
}
