namespace TokenPricing.Rates;

/// <summary>Represents the prices of one rate card in one service tier: bands of total input for each state.</summary>
/// <remarks>
/// A state is the set of open daily windows and whether the request reasoned. The bands of a state are made once, for all requests in it.
/// Instances may be shared between threads: a state that two threads look up at once gets the same prices.
/// </remarks>
internal sealed class PriceSpan
{
    /// <summary>The states are indexed by one bit for each window. Those of a card with more are not remembered.</summary>
    private const int MaxWindows = 4;

    private readonly decimal _multiple;
    private readonly PriceBand[]?[] _states;

    /// <summary>Initializes the prices.</summary>
    /// <param name="card">The rate card.</param>
    /// <param name="tier">The service tier, which the card supports.</param>
    /// <param name="multiple">The factor of the whole rates, such as 0.8 for a discount of 20 %.</param>
    public PriceSpan(RateCard card, ServiceTier tier, decimal multiple)
    {
        (Card, Tier, _multiple) = (card, tier, multiple);
        int windows = card.Shape.Windows.Length;
        _states = windows <= MaxWindows ? new PriceBand[]?[2 << windows] : [];
        Plain = windows == 0 && !card.Shape.DependsOnReasoning ? Bands([], reasoned: false) : null;
        Only = Plain is [var only] ? only : null;
    }

    /// <summary>Gets the rate card.</summary>
    public RateCard Card { get; }

    /// <summary>Gets the service tier.</summary>
    public ServiceTier Tier { get; }

    /// <summary>
    /// Gets the bands by ascending least input, if only the input decides which rates apply; otherwise,
    /// <see langword="null"/>.
    /// </summary>
    public PriceBand[]? Plain { get; }

    /// <summary>Gets the single band that nearly all cards have; <see langword="null"/> if there are several.</summary>
    public PriceBand? Only { get; }

    /// <summary>Returns the prices of a request.</summary>
    /// <param name="units">The quantities of the request.</param>
    /// <param name="at">The instant of the request.</param>
    /// <exception cref="OverflowException">The total input does not fit a <see cref="long"/>.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PriceBand BandOf(in InlineQuantities units, Instant at) => Only ?? BandOfMany(units, at);

    /// <summary>Returns the prices of a request.</summary>
    /// <param name="input">The total input of the request in tokens, which context tiers compare.</param>
    /// <param name="at">The instant of the request.</param>
    /// <param name="reasoned">Whether the request spent tokens on reasoning.</param>
    public PriceBand BandOf(long input, Instant at, bool reasoned)
    {
        PriceBand[] bands = Plain ?? BandsAt(at, reasoned);
        return bands[PriceBand.IndexOf(bands, input)];
    }

    /// <summary>Divides the time of the card at the opening and closing of daily windows within a horizon.</summary>
    /// <param name="horizon">The horizon, with a start and an end.</param>
    /// <returns>
    /// The stretches in order, with their bands for requests without reasoning; without bands where windows open and close beyond the
    /// horizon. The ends are <see langword="null"/> if they are not known.
    /// </returns>
    public IEnumerable<(Instant? From, Instant? To, PriceBand[]? Bands)> Stretches(Interval horizon)
    {
        if (Card.Shape.Windows.Length == 0)
        {
            return [(Card.From, Card.To, Bands([], reasoned: false))];
        }

        Instant start = Instant.Max(horizon.Start, Card.From ?? Instant.MinValue);
        Instant end = Instant.Min(horizon.End, Card.To ?? Instant.MaxValue);
        return start >= end
            ? [(Card.From, Card.To, null)]
            :
            [
                .. Card.From is { } from && from == start ? Array.Empty<(Instant?, Instant?, PriceBand[]?)>() : [(Card.From, start, null)],
                .. Card.Shape.Stretches(start, end)
                    .Select(s => ((Instant?)s.From, (Instant?)s.To, (PriceBand[]?)Bands(s.Open, reasoned: false))),
                .. Card.To is { } to && to == end ? Array.Empty<(Instant?, Instant?, PriceBand[]?)>() : [(end, Card.To, null)],
            ];
    }

    /// <summary>Returns the prices of a request where there are several. The last of the ordinary meters is reasoning.</summary>
    private PriceBand BandOfMany(in InlineQuantities units, Instant at) =>
        BandOf(units[0] + units[2] + units[3] + units[4] + units[5], at, units[TokenUsage.OrdinaryMeters - 1] > 0);

    private PriceBand[] BandsAt(Instant at, bool reasoned)
    {
        DailyWindow[] windows = Card.Shape.Windows;
        bool byReasoning = Card.Shape.DependsOnReasoning && reasoned;
        int state = byReasoning ? 1 : 0;
        for (int i = 0; i < windows.Length; i++)
        {
            state |= windows[i].Contains(at) ? 2 << i : 0;
        }

        return _states.Length == 0 ? BandsOpenAt(at, byReasoning) : _states[state] ??= BandsOpenAt(at, byReasoning);
    }

    private PriceBand[] BandsOpenAt(Instant at, bool reasoned) => Bands(Array.FindAll(Card.Shape.Windows, w => w.Contains(at)), reasoned);

    private PriceBand[] Bands(DailyWindow[] open, bool reasoned) => Array.ConvertAll(
        Card.Shape.InputThresholds,
        least => new PriceBand(Card, Tier, _multiple, least, condition =>
            (!condition.WhenReasoned || reasoned)
            && (condition.Window is null || open.Contains(condition.Window))
            && (condition.Context is not { MeasuresOwnQuantity: false, IsMarginal: false } context || context.AppliesTo(least))));
}
