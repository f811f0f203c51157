using System.Runtime.InteropServices;

namespace TokenPricing;

/// <summary>
/// Represents what one request used, or several together: numbers of units by meter, in parts that do not overlap.
/// </summary>
/// <remarks>
/// <para>Providers count in two ways, and confusing them bills tokens twice. So a usage is created by naming the way:
/// <see cref="FromTotals"/> if the input contains the cached tokens and the output the reasoning (OpenAI),
/// <see cref="FromParts"/> if the counts do not overlap (Anthropic's input), or <c>FromResponse</c> for the body of a
/// response.</para>
/// <para>A count that was not reported is <see langword="null"/>, not zero, and a sum with an unreported count is
/// unreported.</para>
/// <para>Two usages are equal if they have the same counts, report the same meters, and are of the same requests and
/// time. Usages have no order. The <see langword="default"/> value is no request that used nothing; adding it changes
/// no sum.</para>
/// </remarks>
/// <example>
/// <code>
/// TokenUsage totals = TokenUsage.FromTotals(input: 12_000, cacheRead: 8_000, output: 900);         // cached tokens are inside the input
/// TokenUsage parts = TokenUsage.FromParts(uncachedInput: 4_000, cacheRead: 8_000, output: 900);    // each count stands for itself
/// </code>
/// </example>
[TypeFormatterSource]
public readonly partial struct TokenUsage : IEquatable<TokenUsage>
{
    /// <summary>
    /// The number of meters that a usage stores without an allocation: the first of <see cref="Meter.All"/>, which
    /// nearly every request needs and no more.
    /// </summary>
    internal const int OrdinaryMeters = 7;

    private readonly InlineQuantities _inline;
    private readonly ImmutableArray<MeterQuantity> _others;
    private readonly MeterSet _reported;
    private readonly long _requests;
    private readonly CountingDetails? _details;

    private TokenUsage(
        InlineQuantities inline, ImmutableArray<MeterQuantity> others, MeterSet reported, long requests, CountingDetails? details)
    {
        _inline = inline;
        _others = others;
        _reported = reported;
        _requests = requests;
        _details = details;
    }

    /// <summary>
    /// Gets the number of requests. It is 1 unless <see cref="AsAggregateOf"/>, <see cref="Times"/> or a sum says
    /// otherwise, and 0 for <see langword="default"/>.
    /// </summary>
    public long Requests => _requests;

    /// <summary>Gets a value indicating whether the usage is of several requests or of an unknown instant.</summary>
    /// <remarks>
    /// What each request used is then unknown, and so is the context tier or daily window that it was billed by. The
    /// cost is an interval.
    /// </remarks>
    public bool IsAggregate => _requests > 1 || _details?.During is not null;

    /// <summary>
    /// Gets the span of time in which the requests were made; <see langword="null"/> if they are priced at the instant
    /// that a cost is asked for.
    /// </summary>
    public Interval? During => _details?.During;

    /// <summary>
    /// Gets the number of all input tokens, including those read from and written to the cache; <see langword="null"/>
    /// if not reported.
    /// </summary>
    /// <exception cref="OverflowException">The number does not fit a <see cref="long"/>.</exception>
    public long? InputTokens => IsReported(Meter.Input) ? TokensOf(Meter.Input) : null;

    /// <summary>
    /// Gets the number of all output tokens, including reasoning; <see langword="null"/> if not reported.
    /// </summary>
    /// <exception cref="OverflowException">The number does not fit a <see cref="long"/>.</exception>
    public long? OutputTokens => IsReported(Meter.Output) ? TokensOf(Meter.Output) : null;

    /// <summary>
    /// Gets a value indicating whether nothing was used. It is also <see langword="true"/> if nothing was reported.
    /// </summary>
    public bool IsZero
    {
        get
        {
            for (int i = 0; i < OrdinaryMeters; i++)
            {
                if (_inline[i] != 0)
                {
                    return false;
                }
            }

            return Others.IsEmpty;
        }
    }

    /// <summary>
    /// Gets the parts that are not zero, in the order of <see cref="Meter.All"/>. No token is in two of them.
    /// </summary>
    public ImmutableArray<MeterQuantity> Parts
    {
        get
        {
            int count = Others.Length;
            for (int i = 0; i < OrdinaryMeters; i++)
            {
                count += _inline[i] == 0 ? 0 : 1;
            }

            MeterQuantity[] parts = new MeterQuantity[count];
            int next = 0;
            for (int i = 0; i < OrdinaryMeters; i++)
            {
                if (_inline[i] != 0)
                {
                    parts[next++] = new MeterQuantity(Meter.All[i], _inline[i]);
                }
            }

            Others.AsSpan().CopyTo(parts.AsSpan(next));
            return ImmutableCollectionsMarshal.AsImmutableArray(parts);
        }
    }

    /// <summary>
    /// Gets the totals of tokens, where some may be in two counts and it is not told how many, such as cached and audio tokens; usually
    /// empty. The <see cref="Parts"/> are then those with as few tokens as possible in two counts, and a cost is an interval.
    /// </summary>
    internal ImmutableArray<MeterQuantity> OverlappingTotals => _details?.Overlapping ?? [];

    /// <summary>
    /// Gets a value indicating whether the usage is of one request at one instant and <see cref="Ordinary"/> is all of
    /// it.
    /// </summary>
    internal bool IsOrdinary => _requests == 1 && _others.IsDefaultOrEmpty && _details is null;

    /// <summary>Gets the parts of the first <see cref="OrdinaryMeters"/> meters of <see cref="Meter.All"/>.</summary>
    [UnscopedRef]
    internal ref readonly InlineQuantities Ordinary => ref _inline;

    private ImmutableArray<MeterQuantity> Others => _others.IsDefault ? [] : _others;

    /// <summary>
    /// Determines whether two usages have the same counts, report the same meters, are of the same requests and time,
    /// and leave the same overlaps of counts unknown. Equal usages cost the same.
    /// </summary>
    public static bool operator ==(TokenUsage left, TokenUsage right) => left.Equals(right);

    /// <summary>
    /// Determines whether two usages differ in a count, in what they report, in the number of requests, or in time.
    /// </summary>
    public static bool operator !=(TokenUsage left, TokenUsage right) => !left.Equals(right);

    /// <summary>Returns the sum of two usages, which is of the requests of both.</summary>
    /// <returns>
    /// The sum. A meter that one of them does not report is not reported. <see cref="During"/> is the shortest span
    /// that covers both.
    /// </returns>
    /// <exception cref="OverflowException">A count does not fit a <see cref="long"/>.</exception>
    public static TokenUsage operator +(TokenUsage left, TokenUsage right)
    {
        if (left._requests == 0 && left.IsZero)
        {
            return right;
        }

        if (right._requests == 0 && right.IsZero)
        {
            return left;
        }

        InlineQuantities inline = default;
        for (int i = 0; i < OrdinaryMeters; i++)
        {
            inline[i] = left._inline[i] + right._inline[i];
        }

        return new TokenUsage(
            inline,
            AddOthers(left.Others, right.Others),
            left._reported.And(right._reported),
            left._requests + right._requests,
            CountingDetails.Merge(left._details, right._details, OverlappingTotalsOf(left, right)));
    }

    /// <inheritdoc cref="op_Addition"/>
    public static TokenUsage Add(TokenUsage left, TokenUsage right) => left + right;

    /// <summary>Returns the units of one meter alone, without those of its child meters.</summary>
    /// <param name="meter">
    /// The meter. For <see cref="Meter.Input"/>, the result is the tokens that are neither cached, written nor of a
    /// counted modality.
    /// </param>
    /// <returns>The number of units; 0 if the meter was not used or not reported.</returns>
    public decimal PartOf(Meter meter)
    {
        if (meter.Index < OrdinaryMeters)
        {
            return _inline[meter.Index];
        }

        foreach (MeterQuantity other in Others)
        {
            if (other.Meter == meter)
            {
                return other.Quantity;
            }
        }

        return 0;
    }

    /// <summary>Returns the units of a meter, including those of its child meters.</summary>
    /// <param name="meter">The meter. For <see cref="Meter.Input"/>, the result is <see cref="InputTokens"/>.</param>
    /// <returns>The number of units; <see langword="null"/> if the meter was not reported.</returns>
    public decimal? TotalOf(Meter meter) => IsReported(meter) ? KnownTotalOf(meter) : null;

    /// <summary>Returns the usage of the same requests made several times.</summary>
    /// <param name="times">How many times, 0 or more.</param>
    /// <returns>
    /// A usage with every count and <see cref="Requests"/> multiplied. Two or more requests are an aggregate.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="times"/> is negative.</exception>
    /// <exception cref="OverflowException">A count does not fit a <see cref="long"/>.</exception>
    public TokenUsage Times(long times)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(times);
        InlineQuantities inline = default;
        for (int i = 0; i < OrdinaryMeters; i++)
        {
            inline[i] = _inline[i] * times;
        }

        ImmutableArray<MeterQuantity> others = times == 0 ? [] : [.. Others.Select(o => o with { Quantity = o.Quantity * times })];
        ImmutableArray<MeterQuantity> overlapping = [.. OverlappingTotals.Select(t => t with { Quantity = t.Quantity * times })];
        return new TokenUsage(inline, others, _reported, _requests * times, CountingDetails.Merge(_details, null, overlapping));
    }

    /// <summary>
    /// Returns the same counts as the sum over a number of requests, without knowing what each of them used.
    /// </summary>
    /// <param name="requests">The number of requests, 1 or more.</param>
    /// <returns>
    /// The usage. If <paramref name="requests"/> is more than 1, its cost is an interval where context tiers apply.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="requests"/> is less than 1.</exception>
    /// <remarks>
    /// Use it for the rows of a billing report, and <see cref="Times"/> or addition for requests that are known one by
    /// one.
    /// </remarks>
    /// <example>
    /// <code>
    /// TokenUsage day = TokenUsage.FromTotals(input: 1_000_000, output: 20_000).AsAggregateOf(requests: 10);
    /// Cost cost = PriceCatalog.BuiltIn.Offer("anthropic", "claude-sonnet-4-5").CostOf(day, at);
    ///
    /// Usd least = cost.Low;            // $3.30
    /// Usd likely = cost.Total;         // $3.30
    /// Usd most = cost.High;            // $6.45
    /// </code>
    /// </example>
    public TokenUsage AsAggregateOf(long requests)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(requests, 1);
        return new TokenUsage(_inline, _others, _reported, requests, _details);
    }

    /// <summary>Returns the same counts as used at unknown instants of a span of time.</summary>
    /// <param name="interval">The span, with a start and an end.</param>
    /// <returns>The usage. Its cost is an interval if the price changes during the span.</returns>
    /// <exception cref="ArgumentException">The interval has no start or no end.</exception>
    public TokenUsage Over(Interval interval)
    {
        if (!interval.HasStart || !interval.HasEnd)
        {
            throw new ArgumentException("The interval of a usage must have a start and an end.", nameof(interval));
        }

        return new TokenUsage(_inline, _others, _reported, _requests, new CountingDetails(OverlappingTotals, interval));
    }

    /// <inheritdoc/>
    public bool Equals(TokenUsage other)
    {
        for (int i = 0; i < OrdinaryMeters; i++)
        {
            if (_inline[i] != other._inline[i])
            {
                return false;
            }
        }

        return _reported == other._reported && _requests == other._requests && During == other.During
            && Others.SequenceEqual(other.Others)
            && OverlappingTotals.AsSpan().SequenceEqual(other.OverlappingTotals.AsSpan());
    }

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is TokenUsage other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(_inline[0], _inline[1], _inline[2], _inline[3], _inline[6], Others.Length, _requests);

    /// <summary>
    /// Returns the parts in words, such as <c>4,000 input tokens, 900 output tokens</c>, or <c>nothing</c>. The text is
    /// the same in every culture.
    /// </summary>
    public override string ToString() => IsZero ? "nothing" : string.Join(", ", Parts);

    /// <summary>
    /// Returns the units of a meter, including those of its child meters, whether or not it was reported.
    /// </summary>
    internal decimal KnownTotalOf(Meter meter)
    {
        decimal total = 0;
        for (int i = 0; i < OrdinaryMeters; i++)
        {
            total += _inline[i] != 0 && IsWithin(Meter.All[i], meter) ? _inline[i] : 0;
        }

        foreach (MeterQuantity other in Others)
        {
            total += IsWithin(other.Meter, meter) ? other.Quantity : 0;
        }

        return total;
    }

    /// <summary>Returns the units of a meter of tokens, including those of its child meters, whether or not it was reported.</summary>
    /// <exception cref="OverflowException">The number does not fit a <see cref="long"/>.</exception>
    internal long TokensOf(Meter meter) => (long)KnownTotalOf(meter);

    /// <summary>Determines whether a meter was reported, if only as zero.</summary>
    internal bool IsReported(Meter meter) => _reported.Has(meter.Index);

    /// <summary>Returns the same counts, with more meters that were reported, of which nothing was used.</summary>
    internal TokenUsage Reporting(MeterSet zeros) => new(_inline, _others, _reported.Or(zeros), _requests, _details);

    /// <summary>
    /// Returns the usage whose parts have the least cost of all that have the same totals; this usage, if its parts are certain.
    /// </summary>
    /// <param name="price">
    /// The price of a unit of a meter, <see langword="null"/> if it has none. With negative prices, the parts have the most cost.
    /// </param>
    internal TokenUsage WithOverlapsBy(Func<Meter, decimal?> price)
    {
        if (OverlappingTotals.IsEmpty)
        {
            return this;
        }

        Dictionary<int, decimal> parts = OverlappingCounts
            .Split(OverlappingTotals.ToDictionary(t => t.Meter.Index, t => (long)t.Quantity), price)!
            .ToDictionary(p => p.Key, p => (decimal)p.Value);
        foreach (MeterQuantity other in Others.Where(o => !o.Meter.IsTokens))
        {
            parts[other.Meter.Index] = other.Quantity;
        }

        return Of(parts, _reported, _requests, CountingDetails.Merge(_details, null, []));
    }

    /// <summary>
    /// Returns the totals of a sum whose parts are not certain; none if they are. What one usage does not tell of two meters together is
    /// not known of the sum either.
    /// </summary>
    private static ImmutableArray<MeterQuantity> OverlappingTotalsOf(in TokenUsage left, in TokenUsage right)
    {
        if (left.OverlappingTotals.IsEmpty && right.OverlappingTotals.IsEmpty)
        {
            return [];
        }

        (TokenUsage first, TokenUsage second) = (left, right);
        Meter[] meters =
        [
            .. Meter.All.Where(m => m.IsTokens && (first.KnownTotalOf(m) > 0 || second.KnownTotalOf(m) > 0)
                && (m.Modality is null || m.Kind is null || (IsCertain(first, m) && IsCertain(second, m)))),
        ];
        return [.. meters.Select(m => new MeterQuantity(m, first.TokensOf(m) + second.TokensOf(m)))];

        static bool IsCertain(TokenUsage usage, Meter meter) =>
            usage.OverlappingTotals.IsEmpty || usage.OverlappingTotals.Any(t => t.Meter == meter);
    }

    /// <summary>Determines whether a meter is another one or a part of it.</summary>
    private static bool IsWithin(Meter part, Meter whole) => part == whole || part.IsWithin(whole);

    private static ImmutableArray<MeterQuantity> AddOthers(ImmutableArray<MeterQuantity> left, ImmutableArray<MeterQuantity> right)
    {
        if (left.IsEmpty || right.IsEmpty)
        {
            return left.IsEmpty ? right : left;
        }

        return
        [
            .. left.Concat(right)
                .GroupBy(q => q.Meter)
                .Select(g => new MeterQuantity(g.Key, g.Sum(q => q.Quantity)))
                .OrderBy(q => q.Meter.Index),
        ];
    }
}
