using System.Numerics;

namespace TokenPricing.Comparing;

/// <summary>
/// What the cards of a catalog cost by a blend, as numbers that have the order of the rates: twice the pico-dollars that as many
/// units as the blend has weights cost, and one more where that is no whole number of them.
/// </summary>
/// <remarks>
/// Numbers that are even compare as the rates do. Odd ones stand for all rates between two whole numbers, or for those beyond what
/// a <see cref="long"/> holds: where two are the same, <see cref="Compare"/> asks the rates.
/// </remarks>
internal sealed class BlendedPrices
{
    /// <summary>The price of a card that does not price every part of the mix.</summary>
    public const long Unpriced = -1;

    // Sums up to this, in pico-dollars, divided by a total weight with at most fifteen factors of two, have a quotient that a decimal
    // holds exactly if it is finite: 10^18 x 5^15 is less than 2^96, and its 24 places are less than 28 whatever the factors of five.
    // So the exact way cannot overflow where this one is taken.
    private const long MostSum = 1_000_000_000_000_000_000;
    private const long TwoPower16 = 65_536;

    private readonly RateCard[] _cards;
    private readonly Blend _blend;
    private readonly long _total;
    private readonly ulong _most;
    private readonly (long[] Pico, long Weight)[] _parts;

    public BlendedPrices(MarketColumns market, Blend blend)
    {
        (_cards, _blend, _total) = (market.Cards, blend, blend.TotalWeight);
        _most = _total % TwoPower16 == 0 ? 0 : (ulong)(MostSum / _total);
        _parts = [.. blend.Weights.Select(w => (market.PicoOf(w.Meter), (long)w.Weight))];
    }

    /// <summary>What a card costs; <see cref="Unpriced"/> where it does not price every part of the mix.</summary>
    /// <exception cref="OverflowException">As for <see cref="BlendedRate.Of"/>.</exception>
    public long Of(int card)
    {
        long sum = 0;
        foreach ((long[] pico, long weight) in _parts)
        {
            long price = pico[card];
            if (unchecked((ulong)price) > _most)
            {
                return price == MarketColumns.Unpriced ? Unpriced : Exactly(card);
            }

            sum += price * weight;
        }

        return sum * 2;
    }

    /// <summary>Compares two cards by the blend.</summary>
    public int Compare((int Card, long Price) one, (int Card, long Price) other)
    {
        int order = one.Price.CompareTo(other.Price);
        return order != 0 || one.Price % 2 == 0 ? order : Rate(one.Card).CompareTo(Rate(other.Card));
    }

    private Rate Rate(int card) => BlendedRate.Of(_cards[card], _blend)!.Value;

    private long Exactly(int card)
    {
        if (BlendedRate.Of(_cards[card], _blend) is not { } rate)
        {
            return Unpriced;
        }

        BigInteger dollars = Exact.Mantissa(rate.Usd) * _total * 1_000_000_000_000;
        BigInteger sum = BigInteger.DivRem(dollars, BigInteger.Pow(10, rate.Usd.Scale) * rate.Per, out BigInteger rest);
        BigInteger price = (2 * sum) + (rest.IsZero ? 0 : 1);
        return price < long.MaxValue ? (long)price : long.MaxValue;
    }
}
