namespace TokenPricing.Warehouse;

/// <summary>Represents a row of a call log: what was called, when, and how much was used.</summary>
/// <param name="Name">What decides which price applies.</param>
/// <param name="UnixMilliseconds">
/// When the call was made, in milliseconds since 1970-01-01T00:00:00Z; <see langword="null"/> if the log does not say it.
/// </param>
public sealed record LoggedCall(CallName Name, long? UnixMilliseconds)
{
    /// <summary>Gets the input tokens: all, or the uncached ones where counts are parts; <see langword="null"/> if not reported.</summary>
    public long? Input { get; init; }

    /// <summary>Gets the output tokens: all, or without reasoning where counts are parts; <see langword="null"/> if not reported.</summary>
    public long? Output { get; init; }

    /// <summary>Gets the input tokens that were read from the cache; <see langword="null"/> if not reported.</summary>
    public long? CacheRead { get; init; }

    /// <summary>
    /// Gets the input tokens that were written to the cache: all, or those for an unknown time where counts are parts;
    /// <see langword="null"/> if not reported.
    /// </summary>
    public long? CacheWrite { get; init; }

    /// <summary>Gets the input tokens that were written to the cache for five minutes; <see langword="null"/> if not reported.</summary>
    public long? CacheWrite5m { get; init; }

    /// <summary>Gets the input tokens that were written to the cache for one hour; <see langword="null"/> if not reported.</summary>
    public long? CacheWrite1h { get; init; }

    /// <summary>Gets the output tokens that were spent on reasoning; <see langword="null"/> if not reported.</summary>
    public long? Reasoning { get; init; }

    /// <summary>Gets the counts of other meters; none by default. SQL prices those of
    /// <see cref="WarehouseOptions.Meters"/>.</summary>
    public ImmutableArray<MeterQuantity> Others { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>
    /// Gets the number of requests that the row adds up, from 1, which is the default. The price of several may depend on how long each of
    /// them is: only the library prices them, as far as their sum decides the cost.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public long Requests
    {
        get;
        init => field = value > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A row has at least one request.");
    } = 1;

    /// <summary>Determines whether another row has the same name, time and counts.</summary>
    /// <param name="other">The other row.</param>
    public bool Equals(LoggedCall? other) =>
        other is not null
        && (Name, UnixMilliseconds, Requests) == (other.Name, other.UnixMilliseconds, other.Requests)
        && Counts.AsSpan().SequenceEqual(other.Counts.AsSpan())
        && Others.AsSpan().SequenceEqual(other.Others.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, UnixMilliseconds, Input, Output, CacheRead, Others.Length);

    /// <summary>The limit of counts: those from it on are handed back, so that no sum of them overflows in an engine.</summary>
    internal const long TooLarge = 1L << 60;

    /// <summary>Gets the counts, without those of other meters.</summary>
    internal ImmutableArray<long?> Counts => [Input, Output, CacheRead, CacheWrite, CacheWrite5m, CacheWrite1h, Reasoning];

    /// <summary>Gets a value indicating whether a count is so large that an engine could not add it up.</summary>
    internal bool IsTooLarge => Counts.Any(c => c >= TooLarge) || Others.Any(o => o.Quantity >= TooLarge);

    /// <summary>Determines whether the row says how much was used, if only that it was nothing.</summary>
    /// <param name="meters">The further meters that an engine prices.</param>
    internal bool HasCount(ImmutableArray<Meter> meters) =>
        Counts.Any(c => c is not null) || Others.Any(o => o.Quantity != 0 || meters.Contains(o.Meter));

    /// <summary>Determines whether totals may have tokens in two parts, such as cached audio.</summary>
    /// <param name="meters">The further meters that an engine prices.</param>
    internal bool MayOverlap(ImmutableArray<Meter> meters)
    {
        if (Others.IsEmpty || Counts.Any(c => c < 0) || Others.Any(o => o.Quantity < 0))
        {
            return false;
        }

        bool isCached = CacheRead > 0 || CacheWrite > 0 || CacheWrite5m > 0 || CacheWrite1h > 0;
        return (isCached && HasPartOf(Meter.Input)) || (Reasoning > 0 && HasPartOf(Meter.Output));

        bool HasPartOf(Meter whole) =>
            Others.Any(o => o.Quantity > 0 && meters.Contains(o.Meter) && FurtherMeters.IsPartOf(o.Meter, whole));
    }

    /// <summary>Returns the usage.</summary>
    /// <param name="areParts">Whether counts are parts that do not overlap.</param>
    /// <exception cref="PricingException"><see cref="PricingError.ContradictoryUsage"/>.</exception>
    /// <exception cref="OverflowException">The sum of the counts does not fit a <see cref="long"/>.</exception>
    internal TokenUsage Usage(bool areParts)
    {
        if (Others.Any(o => o.Quantity != 0))
        {
            MeterQuantity[] all =
            [
                .. Counts.Index().Where(c => c.Item is not null).Select(c => new MeterQuantity(Meter.All[c.Index], c.Item!.Value)),
                .. Others,
            ];
            return areParts ? TokenUsage.FromMeterParts(all) : TokenUsage.FromMeterTotals(all);
        }

        return areParts
            ? TokenUsage.FromParts(Input, Output, CacheRead, CacheWrite, CacheWrite5m, CacheWrite1h, Reasoning)
            : TokenUsage.FromTotals(Input, Output, CacheRead, CacheWrite, CacheWrite5m, CacheWrite1h, Reasoning);
    }
}
