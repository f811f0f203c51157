using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using NodaTime;

namespace TokenPricing;

/// <summary>What one request used, or many together: units by meter, in parts that share nothing.</summary>
/// <remarks>
/// <para>Providers count in two ways, and mixing them bills tokens twice. So a usage says at its making which way it is:
/// <see cref="FromTotals(long?, long?, long?, long?, long?, long?, long?)"/> where the input contains the cached tokens and the
/// output the reasoning (OpenAI), <see cref="FromParts(long?, long?, long?, long?, long?, long?, long?)"/> where each count stands
/// for itself (Anthropic's input). Inside, every token is in exactly one meter, so that no price can be charged on it twice.</para>
/// <para>What was not reported is <see langword="null"/>, not zero, and a sum with something unreported is unreported.
/// <see langword="default"/> is no request that used nothing; it changes no sum. Equality is by all that was counted and reported.</para>
/// </remarks>
[TypeFormatterSource]
public readonly partial struct TokenUsage : IEquatable<TokenUsage>
{
    /// <summary>The meters of nearly every call, the first of all: they lie in the value itself, so that a usage needs no memory of its own.</summary>
    internal const int OrdinaryMeters = 7;

    private readonly InlineQuantities _inline;
    private readonly ImmutableArray<MeterQuantity> _others;
    private readonly MeterSet _reported;
    private readonly long _requests;
    private readonly CountingDetails? _details;

    private TokenUsage(InlineQuantities inline, ImmutableArray<MeterQuantity> others, MeterSet reported, long requests, CountingDetails? details)
    {
        _inline = inline;
        _others = others;
        _reported = reported;
        _requests = requests;
        _details = details;
    }

    /// <summary>How many requests the usage is of; 1 unless told otherwise, and 0 for <see langword="default"/>.</summary>
    public long Requests => _requests;

    /// <summary>
    /// Whether several requests are in it. What each of them used is lost then, and with it which context tier each one paid: the
    /// cost is an interval.
    /// </summary>
    public bool IsAggregate => _requests > 1 || _details?.During is not null;

    /// <summary>The stretch of time in which the requests were made; <see langword="null"/>: the instant that a cost is asked for.</summary>
    public Interval? During => _details?.During;

    /// <summary>All input tokens, cached and written ones included; <see langword="null"/>: not reported.</summary>
    /// <exception cref="OverflowException">There are more than a <see cref="long"/> counts.</exception>
    public long? InputTokens => TotalOf(Meter.Input);

    /// <summary>All output tokens, reasoning included; <see langword="null"/>: not reported.</summary>
    /// <exception cref="OverflowException">There are more than a <see cref="long"/> counts.</exception>
    public long? OutputTokens => TotalOf(Meter.Output);

    /// <summary>Whether nothing was used: every part is zero.</summary>
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

    /// <summary>The parts that are not zero, in the order of <see cref="Meter.All"/>; no token is in two of them.</summary>
    public ImmutableArray<MeterQuantity> Parts
    {
        get
        {
            int count = Others.Length;
            for (int i = 0; i < OrdinaryMeters; i++)
            {
                count += _inline[i] == 0 ? 0 : 1;
            }

            // No builder, which would be compiled for this struct in every process.
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

    /// <summary>Pairs of meters that were both reported but not how far they overlap, such as cached and audio tokens; a card that prices both cannot price the usage.</summary>
    internal ImmutableArray<(Meter First, Meter Second)> UnknownOverlaps => _details?.UnknownOverlaps ?? [];

    /// <summary>Whether it is one request at one instant of ordinary meters only, as nearly every one is: then <see cref="Ordinary"/> is all there is to price.</summary>
    internal bool IsOrdinary => _requests == 1 && _others.IsDefaultOrEmpty && _details is null;

    /// <summary>The parts by the first meters of <see cref="Meter.All"/>.</summary>
    [UnscopedRef]
    internal ref readonly InlineQuantities Ordinary => ref _inline;

    private ImmutableArray<MeterQuantity> Others => _others.IsDefault ? [] : _others;

    /// <summary>Whether the two count the same, report the same and are of as many requests.</summary>
    public static bool operator ==(TokenUsage left, TokenUsage right) => left.Equals(right);

    /// <summary>Whether the two differ.</summary>
    public static bool operator !=(TokenUsage left, TokenUsage right) => !left.Equals(right);

    /// <summary>Both usages together, of as many requests as both; what one of them does not report, the sum does not.</summary>
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
            CountingDetails.Merge(left._details, right._details));
    }

    /// <inheritdoc cref="op_Addition"/>
    public static TokenUsage Add(TokenUsage left, TokenUsage right) => left + right;

    /// <summary>How many units of this meter alone, none of them in a more special meter: for <see cref="Meter.Input"/>, the tokens that are neither cached nor audio.</summary>
    public long PartOf(Meter meter)
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

    /// <summary>How many units of this meter, those of more special meters included; <see langword="null"/>: not reported.</summary>
    /// <exception cref="OverflowException">There are more than a <see cref="long"/> counts.</exception>
    public long? TotalOf(Meter meter) => IsReported(meter) ? KnownTotalOf(meter) : null;

    /// <summary>The same use, <paramref name="times"/> over: an aggregate of as many times the requests.</summary>
    /// <param name="times">0 or more.</param>
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
        return new TokenUsage(inline, others, _reported, _requests * times, _details);
    }

    /// <summary>The same counts as the sum over <paramref name="requests"/> requests, of which nobody knows which used how much.</summary>
    /// <param name="requests">1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="requests"/> is less than 1.</exception>
    public TokenUsage AsAggregateOf(long requests)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(requests, 1);
        return new TokenUsage(_inline, _others, _reported, requests, _details);
    }

    /// <summary>The same counts as made some time during <paramref name="interval"/>, nobody knows when.</summary>
    /// <param name="interval">A stretch of time with a start and an end.</param>
    /// <exception cref="ArgumentException">The interval has no start or no end.</exception>
    public TokenUsage Over(Interval interval)
    {
        if (!interval.HasStart || !interval.HasEnd)
        {
            throw new ArgumentException("A usage is spread over an interval with a start and an end.", nameof(interval));
        }

        return new TokenUsage(_inline, _others, _reported, _requests, new CountingDetails(UnknownOverlaps, interval));
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

        return _reported == other._reported && _requests == other._requests && During == other.During && Others.SequenceEqual(other.Others);
    }

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is TokenUsage other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_inline[0], _inline[1], _inline[2], _inline[3], _inline[6], Others.Length, _requests);

    /// <summary>The parts in words, in every culture: <c>4,000 input tokens, 900 output tokens, 8,000 cached input tokens</c>.</summary>
    public override string ToString() => IsZero ? "nothing" : string.Join(", ", Parts);

    /// <summary>The units of this meter and of those more special, whether or not all were reported.</summary>
    internal long KnownTotalOf(Meter meter)
    {
        long total = 0;
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

    /// <summary>The meters that were reported.</summary>
    internal MeterSet ReportedMeters => _reported;

    internal bool IsReported(Meter meter) => _reported.Has(meter.Index);

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
                .Select(g => new MeterQuantity(g.Key, g.Aggregate(0L, (sum, q) => sum + q.Quantity)))
                .OrderBy(q => q.Meter.Index),
        ];
    }
}
