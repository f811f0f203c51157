using System.Runtime.CompilerServices;

namespace TokenPricing.Offers;

/// <summary>The rate cards of an offer in whole pico-dollars: the fast calculation of a request's cost.</summary>
/// <remarks>
/// Its answers equal those of the exact calculation to the last digit. Where they might not, it gives none, and the caller must use the
/// exact calculation. See docs/decisions/lookup-performance.md.
/// </remarks>
internal sealed class PicoHistory
{
    /// <summary>Quantities below this limit can be added in a long, and their cost in an Int128, without overflow.</summary>
    private const long TooLarge = 1L << 60;

    private readonly PeriodCard[] _cards;

    /// <summary>The only band of an offer whose rates are the same at any time and for any request, as for many offers.</summary>
    private readonly PicoBand? _only;

    /// <summary>Initializes the history from rate cards.</summary>
    /// <param name="history">The rate cards, oldest first.</param>
    /// <param name="termsOf">
    /// Returns the service tier that a card is billed by and the factor on every charge; <see langword="null"/> if only the exact
    /// calculation can price the card.
    /// </param>
    public PicoHistory(ImmutableArray<RateCard> history, Func<RateCard, (ServiceTier Tier, decimal Multiple)?> termsOf)
    {
        History = history;
        _cards = new PeriodCard[history.Length];
        for (int i = 0; i < history.Length; i++)
        {
            RateCard card = history[i];
            PicoCard? pico = termsOf(card) is { } terms ? PicoCard.Of(card, terms.Tier, terms.Multiple) : null;
            _cards[i] = new PeriodCard(card.From ?? Instant.MinValue, card.To ?? Instant.MaxValue, card.To is null, pico);
        }

        _only = history is [{ From: null, To: null }] ? _cards[0].Card?.Only : null;
    }

    /// <summary>The rate cards, oldest first.</summary>
    public ImmutableArray<RateCard> History { get; }

    /// <summary>Returns a card in whole pico-dollars; <see langword="null"/> if only the exact calculation can price it.</summary>
    public PicoCard? this[int card] => _cards[card].Card;

    /// <summary>Gets the total cost of a request; <see langword="false"/> if only the exact calculation can tell.</summary>
    public bool TryTotal(in TokenUsage usage, Instant at, out Usd total)
    {
        ref readonly InlineQuantities units = ref usage.Ordinary;
        long bits = Bits(units);
        if (usage.IsOrdinary && bits < TooLarge && (_only ?? BandOf(units, at)) is { } band)
        {
            if (bits < PicoBand.Small && band.IsSimple)
            {
                total = band.Total(units);
                return true;
            }

            return band.TryTotal(units, out total);
        }

        total = default;
        return false;
    }

    /// <summary>
    /// Gets the cost of a request by direction and in total, in pico-dollars; <see langword="false"/> if only the exact calculation can
    /// tell.
    /// </summary>
    public bool TryByDirection(in TokenUsage usage, Instant at, out Int128 input, out Int128 output, out Int128 total)
    {
        (input, output, total) = (0, 0, 0);
        if (!usage.IsOrdinary
            || Bits(usage.Ordinary) >= TooLarge
            || BandOf(usage.Ordinary, at) is not { } band
            || !band.TryByDirection(usage.Ordinary, out input, out output))
        {
            return false;
        }

        total = input + output + band.Fee;
        return true;
    }

    /// <summary>An upper bound of the counts, none of which is negative, in one operation each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Bits(in InlineQuantities units) => units[0] | units[1] | units[2] | units[3] | units[4] | units[5] | units[6];

    /// <summary>Returns the rates of a request at an instant; <see langword="null"/> if only the exact calculation can tell.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private PicoBand? BandOf(in InlineQuantities units, Instant at)
    {
        for (int i = _cards.Length - 1; i >= 0; i--)
        {
            ref readonly PeriodCard period = ref _cards[i];
            if (period.From <= at)
            {
                return period.IsOpen || at < period.To ? period.Card?.BandOf(units, at) : null;
            }
        }

        return null;
    }

    /// <summary>A rate card with its period, whose ends are instants even if unknown.</summary>
    private readonly record struct PeriodCard(Instant From, Instant To, bool IsOpen, PicoCard? Card);
}
