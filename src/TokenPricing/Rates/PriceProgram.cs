namespace TokenPricing.Rates;

/// <summary>
/// Represents the prices of an offer under some terms: spans of time, in each the states of windows and reasoning, in each the bands of
/// total input, and in each what bills every meter.
/// </summary>
/// <remarks>
/// <para>Everything that prices reads it: the total of a call, its receipt, the bounds of an aggregate, and columns in bulk. So which card
/// applies at an instant, what is measured, and which rate bills a meter are each decided once.</para>
/// <para>The whole-number answers equal those of the receipt to the last digit. Where they might not, there is none, and the caller must
/// make a receipt. See docs/how-a-price-is-made.md.</para>
/// </remarks>
internal sealed class PriceProgram
{
    /// <summary>Quantities below this limit can be added in a long, and their cost in an Int128, without overflow.</summary>
    public const long TooLarge = 1L << 60;

    private readonly Period[] _periods;
    private readonly Func<RateCard, (ServiceTier Tier, decimal Multiple)?> _termsOf;

    /// <summary>The only band of an offer whose rates are the same at any time and for any request, as for many offers.</summary>
    private PriceBand? _only;

    /// <summary>Initializes the program of rate cards.</summary>
    /// <param name="history">The rate cards, oldest first, without overlap but maybe with gaps.</param>
    /// <param name="termsOf">
    /// Returns the service tier that a card is billed by and the factor of its whole rates; <see langword="null"/> if the terms do not fit
    /// the card.
    /// </param>
    public PriceProgram(ImmutableArray<RateCard> history, Func<RateCard, (ServiceTier Tier, decimal Multiple)?> termsOf)
    {
        (History, _termsOf) = (history, termsOf);
        _periods = new Period[history.Length];
        for (int i = 0; i < history.Length; i++)
        {
            _periods[i] = new Period(history[i].From ?? Instant.MinValue, history[i].To ?? Instant.MaxValue, history[i].To is null);
        }
    }

    /// <summary>Gets the rate cards, oldest first.</summary>
    public ImmutableArray<RateCard> History { get; }

    /// <summary>Returns the index of the card that applies at an instant; -1 if none does.</summary>
    /// <param name="at">The instant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int CardAt(Instant at)
    {
        for (int i = _periods.Length - 1; i >= 0; i--)
        {
            ref readonly Period period = ref _periods[i];
            if (period.From <= at)
            {
                return period.IsOpen || at < period.To ? i : -1;
            }
        }

        return -1;
    }

    /// <summary>Returns the prices of a card, which are made on first use; <see langword="null"/> if the terms do not fit it.</summary>
    /// <param name="card">The index of the card.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PriceSpan? Span(int card) => _periods[card].Span ?? Create(card);

    /// <summary>Returns the prices that apply at an instant; <see langword="null"/> if there are none under the terms.</summary>
    /// <param name="at">The instant.</param>
    public PriceSpan? SpanAt(Instant at) => CardAt(at) is >= 0 and var card ? Span(card) : null;

    /// <summary>Gets the total cost of a request; <see langword="false"/> if only a receipt can tell.</summary>
    /// <param name="usage">The usage of the request.</param>
    /// <param name="at">The instant of the request.</param>
    /// <param name="total">The cost, with 12 decimal places.</param>
    public bool TryTotal(in TokenUsage usage, Instant at, out Usd total)
    {
        ref readonly InlineQuantities units = ref usage.Ordinary;
        long bits = Bits(units);
        if (bits < PriceBand.Small && usage.IsOrdinary && BandOf(units, at) is { IsSimple: true } band)
        {
            total = band.Total(units);
            return true;
        }

        total = default;
        return TryByDirection(usage, at, out _, out _, out Int128 pico) && PicoDollars.TryToUsd(pico, out total);
    }

    /// <summary>
    /// Gets the cost of a request by direction and in total, in pico-dollars; <see langword="false"/> if only a receipt can tell.
    /// </summary>
    /// <param name="usage">The usage of the request.</param>
    /// <param name="at">The instant of the request.</param>
    /// <param name="input">The cost of the input.</param>
    /// <param name="output">The cost of the output.</param>
    /// <param name="total">Both, and the fee of the request.</param>
    public bool TryByDirection(in TokenUsage usage, Instant at, out Int128 input, out Int128 output, out Int128 total)
    {
        (input, output, total) = (0, 0, 0);
        if (!usage.IsOrdinary
            || Bits(usage.Ordinary) >= TooLarge
            || BandOf(usage.Ordinary, at) is not { } band
            || !band.TryByDirection(usage.Ordinary, out input, out output, out Int128 fee))
        {
            return false;
        }

        total = input + output + fee;
        return true;
    }

    /// <summary>An upper bound of the counts, none of which is negative, in one operation each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Bits(in InlineQuantities units) => units[0] | units[1] | units[2] | units[3] | units[4] | units[5] | units[6];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private PriceBand? BandOf(in InlineQuantities units, Instant at) => _only ?? SpanAt(at)?.BandOf(units, at);

    /// <summary>Makes the prices of a card. Two threads may do so at once: both are equal.</summary>
    private PriceSpan? Create(int card)
    {
        PriceSpan? span = _termsOf(History[card]) is { } terms ? new PriceSpan(History[card], terms.Tier, terms.Multiple) : null;
        _periods[card].Span = span;
        _only = History is [{ From: null, To: null }] ? span?.Only : null;
        return span;
    }

    /// <summary>A period of a rate card, whose ends are instants even if unknown.</summary>
    /// <param name="from">The first instant.</param>
    /// <param name="to">The first instant after the period.</param>
    /// <param name="isOpen">Whether no end is known.</param>
    private struct Period(Instant from, Instant to, bool isOpen)
    {
        /// <summary>The prices, once they are made.</summary>
        public PriceSpan? Span;

        public readonly Instant From => from;

        public readonly Instant To => to;

        public readonly bool IsOpen => isOpen;
    }
}
