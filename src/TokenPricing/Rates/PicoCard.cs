using System.Runtime.CompilerServices;

namespace TokenPricing.Rates;

/// <summary>
/// Holds a rate card in whole pico-dollars for one service tier. The rates of each state are looked up once, for all
/// requests in it.
/// </summary>
/// <remarks>
/// A state is the set of open daily windows and whether the request reasoned. Instances may be shared between threads:
/// a state that two threads look up at once gets the same rates.
/// </remarks>
internal sealed class PicoCard
{
    /// <summary>The states are indexed by one bit for each window. No card of the built-in prices has more than two windows.</summary>
    private const int MaxWindows = 4;

    private readonly RateCard _card;
    private readonly ServiceTier _tier;
    private readonly decimal _multiple;
    private readonly DailyWindow[] _windows;
    private readonly bool _dependsOnReasoning;
    private readonly PicoBand[]?[] _bands;

    private PicoCard(RateCard card, ServiceTier tier, decimal multiple, DailyWindow[] windows)
    {
        (_card, _tier, _multiple, _windows) = (card, tier, multiple, windows);
        _dependsOnReasoning = card.Rates.Any(r => r.Condition.WhenReasoned);
        _bands = new PicoBand[]?[2 << windows.Length];
        Plain = windows.Length == 0 && !_dependsOnReasoning ? _bands[0] = Bands(default, reasoned: false) : null;
        Only = Plain is [var only] ? only : null;
    }

    /// <summary>
    /// Gets the bands by ascending least input, if only the input decides which rates apply; otherwise,
    /// <see langword="null"/>.
    /// </summary>
    public PicoBand[]? Plain { get; }

    /// <summary>Gets the single band that nearly all cards have; <see langword="null"/> if there are several.</summary>
    public PicoBand? Only { get; }

    /// <summary>Creates the card of a service tier.</summary>
    /// <param name="card">The rate card.</param>
    /// <param name="tier">The service tier, which the card must support.</param>
    /// <param name="multiple">The factor of every charge, such as 0.8 for a discount of 20 %.</param>
    /// <returns>
    /// <see langword="null"/> if a context tier measures a meter's own quantity, or the card has too many windows; then
    /// the exact calculation prices it.
    /// </returns>
    public static PicoCard? Of(RateCard card, ServiceTier tier, decimal multiple)
    {
        DailyWindow[] windows = [.. card.Rates.Select(r => r.Condition.Window).OfType<DailyWindow>().Distinct()];
        return windows.Length <= MaxWindows && !card.Rates.Any(r => r.Condition.Context?.Measure == TierMeasure.OwnQuantity)
            ? new PicoCard(card, tier, multiple, windows)
            : null;
    }

    /// <summary>Returns the rates that apply to a request.</summary>
    /// <param name="units">The quantities of the request.</param>
    /// <param name="at">The instant of the request.</param>
    /// <exception cref="OverflowException">The total input does not fit a <see cref="long"/>.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PicoBand BandOf(in InlineQuantities units, Instant at) => Only ?? BandOfMany(units, at);

    private PicoBand BandOfMany(in InlineQuantities units, Instant at)
    {
        PicoBand[] bands = Plain ?? BandsAt(at, units[Meter.Reasoning.Index] > 0);
        long input = units[0] + units[2] + units[3] + units[4] + units[5];
        int band = bands.Length - 1;
        while (bands[band].LeastInput > input)
        {
            band--;
        }

        return bands[band];
    }

    private PicoBand[] BandsAt(Instant at, bool reasoned)
    {
        int state = _dependsOnReasoning && reasoned ? 1 : 0;
        for (int i = 0; i < _windows.Length; i++)
        {
            state |= _windows[i].Contains(at) ? 2 << i : 0;
        }

        return _bands[state] ??= Bands(at, reasoned);
    }

    private PicoBand[] Bands(Instant at, bool reasoned) =>
    [
        .. _card.Rates
            .Select(r => r.Condition.Context?.Least ?? 0)
            .Append(0)
            .Where(least => least <= long.MaxValue)
            .Distinct()
            .Order()
            .Select(least => new PicoBand((long)least, meter => Billing(meter, new RequestFacts([], at, _tier, (long)least, reasoned)))),
    ];

    private (Rate Rate, decimal Multiple)? Billing(Meter meter, RequestFacts request) =>
        _card.Billing(meter, request) is { } priced ? (priced.Rate, Exact.Multiply(_card.MultipleOf(priced, _tier), _multiple)) : null;
}
