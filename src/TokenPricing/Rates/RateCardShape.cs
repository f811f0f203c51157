namespace TokenPricing.Rates;

/// <summary>Holds what the rates of a card depend on, besides the service tier.</summary>
/// <param name="Windows">The daily windows, each once, in the order of the rates.</param>
/// <param name="InputThresholds">The least total inputs of the context tiers, ascending, with 0 first.</param>
/// <param name="DependsOnReasoning">Whether a rate applies only to requests that reasoned.</param>
/// <param name="DependsOnQuantities">Whether a whole request pays another rate if it used many units of one meter.</param>
/// <param name="OwnThresholds">
/// The quantities of a request by meter, above zero, around which a unit may change its price: tiers of a meter's own quantity, minimums.
/// </param>
internal sealed record RateCardShape(
    DailyWindow[] Windows,
    long[] InputThresholds,
    bool DependsOnReasoning,
    bool DependsOnQuantities,
    (Meter Meter, long Least)[] OwnThresholds)
{
    /// <summary>Gets the shape of nearly all cards: nothing but the service tier selects a rate.</summary>
    public static RateCardShape Plain { get; } = new([], [0], false, false, []);

    /// <summary>Returns the shape of a card.</summary>
    /// <param name="rates">The rates of the card.</param>
    public static RateCardShape Of(ImmutableArray<PricedMeter> rates)
    {
        if (rates.All(r => r is { IsRounded: false, Condition: { Window: null, Context: null, WhenReasoned: false } }))
        {
            return Plain;
        }

        // A threshold beyond every count is never reached.
        PricedMeter[] reachable = [.. rates.Where(r => r.Condition.Context?.Least is not null)];
        PricedMeter[] own = [.. rates.Where(r => r.IsRounded || IsOfOwn(r))];
        return new RateCardShape(
            [.. rates.Select(r => r.Condition.Window).OfType<DailyWindow>().Distinct()],
            reachable.Where(r => !IsOfOwn(r)).Aggregate((long[])[0], (all, r) => With(all, r.Condition.Context!.Least!.Value)),
            rates.Any(r => r.Condition.WhenReasoned),
            reachable.Any(r => IsOfOwn(r) && !r.Condition.Context!.IsMarginal),
            own.Length == 0 ? [] : [.. own.SelectMany(OwnThresholdsOf)]);
    }

    /// <summary>Divides a span of time at the opening and closing of the windows.</summary>
    /// <param name="start">The first instant.</param>
    /// <param name="end">The first instant after the span. If it is the first one, there is one stretch without a length.</param>
    /// <returns>The stretches in order, each with the windows that are open.</returns>
    public IEnumerable<(Instant From, Instant To, DailyWindow[] Open)> Stretches(Instant start, Instant end)
    {
        Instant[] edges =
        [
            start,
            .. Windows.SelectMany(w => w.Edges(start, end)).Where(edge => edge > start && edge < end).Distinct().Order(),
            end,
        ];
        for (int i = 0; i + 1 < edges.Length; i++)
        {
            yield return (edges[i], edges[i + 1], Array.FindAll(Windows, w => w.Contains(edges[i])));
        }
    }

    private static bool IsOfOwn(PricedMeter rate) => rate.Condition.Context is { IsMarginal: true } or { MeasuresOwnQuantity: true };

    private static IEnumerable<(Meter Meter, long Least)> OwnThresholdsOf(PricedMeter rate) =>
    [
        .. IsOfOwn(rate) && rate.Condition.Context!.Least is { } least ? [(rate.Meter, least)] : Array.Empty<(Meter, long)>(),
        .. rate.IsRounded ? [(rate.Meter, 1), (rate.Meter, (long)decimal.Ceiling(rate.Billed(1)))] : Array.Empty<(Meter, long)>(),
    ];

    /// <summary>Returns numbers in ascending order with one more, each once.</summary>
    /// <remarks>A query over numbers would be compiled when a process prices its first call.</remarks>
    private static long[] With(long[] ascending, long number)
    {
        int at = Array.FindIndex(ascending, n => n >= number) is >= 0 and var found ? found : ascending.Length;
        return at < ascending.Length && ascending[at] == number ? ascending : [.. ascending[..at], number, .. ascending[at..]];
    }
}
