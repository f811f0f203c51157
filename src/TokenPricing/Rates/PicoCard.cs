using System.Runtime.CompilerServices;
using NodaTime;

namespace TokenPricing.Rates;

/// <summary>A rate card in whole pico-dollars, for one service tier: which of its rates hold is looked up once for all requests alike.</summary>
/// <remarks>Safe to share between threads: what is looked up twice at once comes out the same.</remarks>
internal sealed class PicoCard
{
    // Which daily windows are open is a bit each; no card of the market has more than two.
    private const int MostWindows = 4;

    private readonly RateCard _card;
    private readonly ServiceTier _tier;
    private readonly decimal _multiple;
    private readonly DailyWindow[] _windows;
    private readonly bool _asksForReasoning;
    private readonly PicoBand[]?[] _bands;

    private PicoCard(RateCard card, ServiceTier tier, decimal multiple, DailyWindow[] windows)
    {
        (_card, _tier, _multiple, _windows) = (card, tier, multiple, windows);
        _asksForReasoning = card.Rates.Any(r => r.Condition.WhenReasoned);
        _bands = new PicoBand[]?[2 << windows.Length];
        Plain = windows.Length == 0 && !_asksForReasoning ? _bands[0] = Bands(default, reasoned: false) : null;
        Only = Plain is [var only] ? only : null;
    }

    /// <summary>The bands by their least input, ascending, where nothing but the input decides which rates hold; otherwise <see langword="null"/>.</summary>
    public PicoBand[]? Plain { get; }

    /// <summary>The one band of nearly all cards; <see langword="null"/>: there are several.</summary>
    public PicoBand? Only { get; }

    /// <summary>The card for a service tier.</summary>
    /// <param name="card">The card.</param>
    /// <param name="tier">The tier, which the card must price.</param>
    /// <param name="multiple">What every charge is multiplied by.</param>
    /// <returns><see langword="null"/> where rates depend on more than one part of a request at a time, or on many windows.</returns>
    public static PicoCard? Of(RateCard card, ServiceTier tier, decimal multiple)
    {
        DailyWindow[] windows = [.. card.Rates.Select(r => r.Condition.Window).OfType<DailyWindow>().Distinct()];
        return windows.Length <= MostWindows && !card.Rates.Any(r => r.Condition.Context?.Measure == TierMeasure.OwnQuantity)
            ? new PicoCard(card, tier, multiple, windows)
            : null;
    }

    /// <summary>The rates that hold for a request.</summary>
    /// <exception cref="OverflowException">The input is more than a <see cref="long"/> counts.</exception>
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
        int state = _asksForReasoning && reasoned ? 1 : 0;
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
