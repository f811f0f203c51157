namespace TokenPricing;

public readonly partial struct TokenUsage
{
    /// <summary>
    /// Creates the usage of one request from totals, which contain their parts, as OpenAI, Gemini and most other APIs
    /// report it.
    /// </summary>
    /// <param name="input">
    /// All input tokens, including those read from and written to the cache; <see langword="null"/> if not reported.
    /// </param>
    /// <param name="output">All output tokens, including reasoning; <see langword="null"/> if not reported.</param>
    /// <param name="cacheRead">
    /// The part of the input that was read from the cache; <see langword="null"/> if not reported.
    /// </param>
    /// <param name="cacheWrite">
    /// The part of the input that was written to the cache, for any lifetime; <see langword="null"/> if not reported.
    /// </param>
    /// <param name="cacheWrite5m">
    /// The part of the writes that is kept for five minutes. If <paramref name="cacheWrite"/> is
    /// <see langword="null"/>, it is a part of the input.
    /// </param>
    /// <param name="cacheWrite1h">
    /// The part of the writes that is kept for one hour. If <paramref name="cacheWrite"/> is <see langword="null"/>, it
    /// is a part of the input.
    /// </param>
    /// <param name="reasoning">
    /// The part of the output that was spent on reasoning; <see langword="null"/> if not reported.
    /// </param>
    /// <returns>
    /// The usage, in which every token is counted once: <see cref="Meter.Input"/> is what remains without cached and
    /// written tokens.
    /// </returns>
    /// <exception cref="PricingException">
    /// <see cref="PricingError.ContradictoryUsage"/>: a count is negative, a part is larger than its total, or a part
    /// is reported and its total is not. The message names both.
    /// </exception>
    /// <remarks>
    /// If the counts do not overlap, as in Anthropic's responses, use <see cref="FromParts"/>. For meters other than
    /// these, use <see cref="FromMeterTotals"/>.
    /// </remarks>
    public static TokenUsage FromTotals(
        long? input = null, long? output = null, long? cacheRead = null, long? cacheWrite = null, long? cacheWrite5m = null,
        long? cacheWrite1h = null, long? reasoning = null)
    {
        long read = Checked(cacheRead, Meter.CacheRead);
        long fiveMinutes = Checked(cacheWrite5m, Meter.CacheWrite5m);
        long oneHour = Checked(cacheWrite1h, Meter.CacheWrite1h);
        long thought = Checked(reasoning, Meter.Reasoning);
        long timed = fiveMinutes + oneHour;
        Meter timedMeter = fiveMinutes > 0 ? Meter.CacheWrite5m : Meter.CacheWrite1h;
        long write = cacheWrite is null ? 0 : Remainder(cacheWrite, Meter.CacheWrite, timed, timedMeter);

        InlineQuantities inline = default;
        inline[0] = Remainder(input, Meter.Input, read + write + timed, read > 0 ? Meter.CacheRead : Meter.CacheWrite);
        inline[1] = Remainder(output, Meter.Output, thought, Meter.Reasoning);
        inline[2] = read;
        inline[3] = write;
        inline[4] = fiveMinutes;
        inline[5] = oneHour;
        inline[6] = thought;
        MeterSet reported = Reported(input, output, cacheRead, cacheWrite, cacheWrite5m, cacheWrite1h, reasoning);
        return new TokenUsage(inline, default, reported, 1, null);
    }

    /// <summary>
    /// Creates the usage of one request from parts that do not overlap: each token is in exactly one count. Anthropic
    /// reports its input so.
    /// </summary>
    /// <param name="uncachedInput">
    /// Input tokens neither read from nor written to the cache; <see langword="null"/> if not reported.
    /// </param>
    /// <param name="output">Output tokens that are not reasoning; <see langword="null"/> if not reported.</param>
    /// <param name="cacheRead">Input tokens read from the cache; <see langword="null"/> if not reported.</param>
    /// <param name="cacheWrite">
    /// Input tokens written to the cache for an unknown lifetime; <see langword="null"/> if not reported.
    /// </param>
    /// <param name="cacheWrite5m">
    /// Input tokens written to the cache for five minutes; <see langword="null"/> if not reported.
    /// </param>
    /// <param name="cacheWrite1h">
    /// Input tokens written to the cache for one hour; <see langword="null"/> if not reported.
    /// </param>
    /// <param name="reasoning">Output tokens spent on reasoning; <see langword="null"/> if not reported.</param>
    /// <returns>The usage. Its <see cref="InputTokens"/> is the sum of all input counts.</returns>
    /// <exception cref="PricingException">
    /// <see cref="PricingError.ContradictoryUsage"/>: a count is negative.
    /// </exception>
    /// <remarks>
    /// If the input contains the cached tokens, use <see cref="FromTotals"/>; otherwise they are billed twice.
    /// </remarks>
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
        MeterSet reported = Reported(uncachedInput, output, cacheRead, cacheWrite, cacheWrite5m, cacheWrite1h, reasoning);
        return new TokenUsage(inline, default, reported, 1, null);
    }

    /// <summary>
    /// Creates the usage of one request from totals of any meters. Each total contains the given totals of its child
    /// meters.
    /// </summary>
    /// <param name="totals">The totals, each 0 or more. A meter that is not among them is not reported.</param>
    /// <exception cref="PricingException">
    /// <see cref="PricingError.ContradictoryUsage"/>: a count is negative, is a fraction of anything but seconds, parts are larger than
    /// their total, or a part is reported and the whole that contains it (all input, all output, all seconds of audio) is not.
    /// </exception>
    /// <exception cref="ArgumentException">A meter occurs twice.</exception>
    /// <remarks>
    /// Two totals may overlap without a count of the shared tokens, such as cached and audio tokens. Where their prices
    /// differ, the cost of such a usage is an interval.
    /// </remarks>
    /// <example>
    /// <code>
    /// Cost cost = PriceCatalog.BuiltIn.Offer("openai", "gpt-4o").CostOf(TokenUsage.FromMeterTotals(
    ///     new(Meter.Input, 12_000),
    ///     new(Meter.Output, 900),
    ///     new(Meter.Reasoning, 400),
    ///     new(Meter.WebSearches, 3)), at);
    /// </code>
    /// </example>
    public static TokenUsage FromMeterTotals(params ReadOnlySpan<MeterQuantity> totals) => Count(totals, areTotals: true);

    /// <summary>Creates the usage of one request from parts of any meters that do not overlap.</summary>
    /// <param name="parts">The parts, each 0 or more. A meter that is not among them is not reported.</param>
    /// <exception cref="PricingException">
    /// <see cref="PricingError.ContradictoryUsage"/>: a count is negative, or a fraction of anything but seconds.
    /// </exception>
    /// <exception cref="ArgumentException">A meter occurs twice.</exception>
    public static TokenUsage FromMeterParts(params ReadOnlySpan<MeterQuantity> parts) => Count(parts, areTotals: false);

    /// <summary>Creates a usage from counts of any meters.</summary>
    /// <param name="counts">The counts, each meter at most once.</param>
    /// <param name="areTotals">Whether a count contains those of its child meters.</param>
    private static TokenUsage Count(ReadOnlySpan<MeterQuantity> counts, bool areTotals)
    {
        SortedDictionary<int, decimal> given = [];
        MeterSet reported = default;
        foreach (MeterQuantity count in counts)
        {
            if (!given.TryAdd(count.Meter.Index, Checked(count.Quantity, count.Meter)))
            {
                throw new ArgumentException($"The meter '{count.Meter}' is counted twice. Pass one count for each meter.", nameof(counts));
            }

            reported = reported.With(count.Meter.Index);
        }

        bool areOverlapping = areTotals && MayOverlap(given);
        Dictionary<int, decimal> parts = areOverlapping ? FewestOverlaps(given)
            : areTotals ? PartsOf(given)
            : new Dictionary<int, decimal>(given);
        ImmutableArray<MeterQuantity> overlapping =
            areOverlapping ? [.. given.Select(t => new MeterQuantity(Meter.All[t.Key], t.Value)).Where(t => t.Meter.IsTokens)] : [];
        return Of(parts, reported, 1, overlapping.IsEmpty ? null : new CountingDetails(overlapping, null));
    }

    /// <summary>Creates a usage from parts that do not overlap, by the index of their meter.</summary>
    private static TokenUsage Of(Dictionary<int, decimal> parts, MeterSet reported, long requests, CountingDetails? details)
    {
        InlineQuantities inline = default;
        for (int i = 0; i < OrdinaryMeters; i++)
        {
            inline[i] = (long)parts.GetValueOrDefault(i);
        }

        ImmutableArray<MeterQuantity> others =
        [
            .. parts
                .Where(p => p.Key >= OrdinaryMeters && p.Value != 0)
                .OrderBy(p => p.Key)
                .Select(p => new MeterQuantity(Meter.All[p.Key], p.Value)),
        ];
        return new TokenUsage(inline, others, reported, requests, details);
    }

    /// <summary>Splits totals that may overlap into parts with as few tokens as possible in two counts.</summary>
    /// <param name="totals">The totals by the index of their meter.</param>
    /// <exception cref="PricingException">No parts have these totals, or the total of a part is missing.</exception>
    private static Dictionary<int, decimal> FewestOverlaps(SortedDictionary<int, decimal> totals)
    {
        Dictionary<int, long> tokens = totals.Where(t => Meter.All[t.Key].IsTokens).ToDictionary(t => t.Key, t => (long)t.Value);
        foreach (Meter part in tokens.Keys.Select(i => Meter.All[i]).Where(m => tokens[m.Index] > 0))
        {
            foreach (Meter whole in part.Ancestors.Where(a => a.Parents.IsEmpty && !tokens.ContainsKey(a.Index)))
            {
                throw Missing(part, whole);
            }
        }

        if (OverlappingCounts.Split(tokens, OverlappingCounts.Doubled) is not { } split)
        {
            throw new PricingException(
                PricingError.ContradictoryUsage,
                $"No usage has these totals: {string.Join(", ", tokens.Select(t => new MeterQuantity(Meter.All[t.Key], t.Value)))}.");
        }

        Dictionary<int, decimal> parts = split.ToDictionary(p => p.Key, p => (decimal)p.Value);
        Dictionary<int, decimal> others = totals.Where(t => !tokens.ContainsKey(t.Key)).ToDictionary();
        foreach ((int index, decimal part) in PartsOf(new SortedDictionary<int, decimal>(others)))
        {
            parts[index] = part;
        }

        return parts;
    }

    /// <summary>Splits totals into parts that do not overlap.</summary>
    /// <param name="totals">The totals by the index of their meter.</param>
    /// <remarks>
    /// It goes from the most specific meters to the most general, and subtracts from each total the parts that it
    /// contains.
    /// </remarks>
    private static Dictionary<int, decimal> PartsOf(SortedDictionary<int, decimal> totals)
    {
        Dictionary<int, decimal> parts = [];
        foreach ((int index, decimal total) in totals.OrderByDescending(t => Meter.All[t.Key].Ancestors.Length))
        {
            Meter meter = Meter.All[index];
            Meter[] within = [.. parts.Keys.Select(i => Meter.All[i]).Where(part => part.IsWithin(meter) && parts[part.Index] > 0)];
            decimal inParts = within.Sum(part => parts[part.Index]);
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

    /// <summary>Determines whether two totals may count the same tokens, and nothing tells how many.</summary>
    /// <remarks>
    /// Two meters overlap if a third is a part of both: cached audio is in cached and in audio tokens.
    /// </remarks>
    private static bool MayOverlap(SortedDictionary<int, decimal> totals)
    {
        Meter[] used = [.. totals.Where(t => t.Value > 0).Select(t => Meter.All[t.Key])];
        return used.Any(first => used.Any(second =>
            first.Index < second.Index && !first.Ancestors.Contains(second) && !second.Ancestors.Contains(first)
            && Meter.All.Where(m => m.Ancestors.Contains(first) && m.Ancestors.Contains(second)).ToArray() is { Length: > 0 } joins
            && !joins.Any(j => totals.ContainsKey(j.Index))));
    }

    /// <summary>Returns the count, or 0 if it is not reported.</summary>
    /// <exception cref="PricingException">The count is negative.</exception>
    private static long Checked(long? count, Meter meter) => count switch
    {
        null => 0,
        < 0 => throw new PricingException(
            PricingError.ContradictoryUsage, $"{meter} is {Text(count.Value)}; a count must be zero or more."),
        _ => count.Value,
    };

    /// <summary>Returns the count, if a meter can have it.</summary>
    /// <exception cref="PricingException">The count is negative, too large, or a fraction of anything but seconds.</exception>
    private static decimal Checked(decimal count, Meter meter) => count switch
    {
        < 0 => throw new PricingException(
            PricingError.ContradictoryUsage, $"{meter} is {DecimalText.Grouped(count)}; a count must be zero or more."),
        > long.MaxValue => throw new PricingException(
            PricingError.ContradictoryUsage, $"{meter} is {DecimalText.Grouped(count)}; a count must be less than 2^63."),
        _ when !meter.HasFractions && !decimal.IsInteger(count) => throw new PricingException(
            PricingError.ContradictoryUsage, $"{meter} is {DecimalText.Grouped(count)}; only seconds have fractions. Pass a whole number."),
        _ => count,
    };

    /// <summary>Returns what remains of a total without its parts.</summary>
    /// <param name="total">
    /// The total; <see langword="null"/> if not reported, which is an error if a part is not zero.
    /// </param>
    /// <param name="meter">The meter of the total.</param>
    /// <param name="inParts">The sum of the parts.</param>
    /// <param name="part">The meter that an error names as the part.</param>
    private static long Remainder(long? total, Meter meter, long inParts, Meter part)
    {
        if (total is null)
        {
            return inParts == 0 ? 0 : throw Missing(part, meter);
        }

        return Checked(total, meter) >= inParts ? total.Value - inParts : throw Larger([part], inParts, meter, total.Value);
    }

    private static PricingException Larger(IEnumerable<Meter> parts, decimal inParts, Meter whole, decimal total) => new(
        PricingError.ContradictoryUsage,
        $"{string.Join(" and ", parts)} ({Text(inParts)}) is more than {whole} ({Text(total)}), of which it is a part. "
        + "If the counts share nothing, use FromParts.");

    private static PricingException Missing(Meter part, Meter whole) => new(
        PricingError.ContradictoryUsage,
        $"{part} is reported and {whole}, of which it is a part, is not. If the counts share nothing, use FromParts.");

    private static string Text(decimal count) => DecimalText.Grouped(count);

    /// <summary>Returns the set of reported counts, which are in the order of <see cref="Meter.All"/>.</summary>
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
