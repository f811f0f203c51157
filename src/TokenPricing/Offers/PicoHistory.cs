using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using NodaTime;

namespace TokenPricing.Offers;

/// <summary>The rate cards of an offer in whole pico-dollars, as they are asked for: the fast way from a request to its total.</summary>
/// <remarks>It says what the exact way says, to the last digit, or nothing: then the exact way must be gone.</remarks>
internal sealed class PicoHistory
{
    // Five of them and what they cost add up within a long and an Int128.
    private const long TooLarge = 1L << 60;

    private readonly PeriodCard[] _cards;

    // That of an offer whose rates are the same at any time and for any request, as those of many are.
    private readonly PicoBand? _only;

    /// <summary>The cards of an offer.</summary>
    /// <param name="history">The cards, oldest first.</param>
    /// <param name="termsOf">By which service tier a card bills, and what it multiplies every charge by; <see langword="null"/>: only the exact way can tell.</param>
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

    /// <summary>The cards, oldest first.</summary>
    public ImmutableArray<RateCard> History { get; }

    /// <summary>The card in whole pico-dollars; <see langword="null"/> where only the exact way can price it.</summary>
    public PicoCard? this[int card] => _cards[card].Card;

    /// <summary>What a request costs in all; <see langword="false"/> where only the exact way can tell.</summary>
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

    /// <summary>What a request costs by sides and in all, in pico-dollars; <see langword="false"/> where only the exact way can tell.</summary>
    public bool TryByDirection(in TokenUsage usage, Instant at, out Int128 input, out Int128 output, out Int128 total)
    {
        (input, output, total) = (0, 0, 0);
        if (!usage.IsOrdinary || Bits(usage.Ordinary) >= TooLarge || BandOf(usage.Ordinary, at) is not { } band || !band.TryByDirection(usage.Ordinary, out input, out output))
        {
            return false;
        }

        total = input + output + band.Fee;
        return true;
    }

    // As large as the largest count at least, of which none is negative.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Bits(in InlineQuantities units) => units[0] | units[1] | units[2] | units[3] | units[4] | units[5] | units[6];

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

    private readonly record struct PeriodCard(Instant From, Instant To, bool IsOpen, PicoCard? Card);
}
