using System.Numerics;

namespace TokenPricing.Comparing;

/// <summary>
/// The blended prices of the cards of a catalog, as whole numbers that sort like the blended rates.
/// </summary>
/// <remarks>
/// A price is twice the cost in pico-dollars of as many units as the blend has weights, plus one
/// where that cost is not a whole number. Even prices compare exactly as the rates do. An odd price
/// stands for all rates between two whole numbers, or for those beyond a <see cref="long"/>; where
/// two odd prices are equal, <see cref="Compare"/> compares the rates.
/// </remarks>
internal sealed class BlendedPrices
{
    /// <summary>The price of a card without a rate for every meter of the blend.</summary>
    public const long Unpriced = -1;

    /// <summary>
    /// The largest sum in pico-dollars that needs no exact calculation. Divided by a total weight
    /// with at most fifteen factors of two, a smaller sum has a quotient that a decimal holds:
    /// 10^18 x 5^15 is less than 2^96, with 24 of 28 decimal places. So the exact calculation
    /// cannot overflow for a card that is priced by whole numbers.
    /// </summary>
    private const long MostSum = 1_000_000_000_000_000_000;
    private const long TwoPower16 = 65_536;

    private readonly RateCard[] _cards;
    private readonly Blend _blend;
    private readonly long _total;
    private readonly ulong _most;
    private readonly (long[] Pico, long Weight)[] _parts;

    /// <summary>Creates the prices of all cards by a blend.</summary>
    /// <param name="market">The cards of a catalog.</param>
    /// <param name="blend">The mix of meters.</param>
    public BlendedPrices(MarketColumns market, Blend blend)
    {
        (_cards, _blend, _total) = (market.Cards, blend, blend.TotalWeight);
        _most = _total % TwoPower16 == 0 ? 0 : (ulong)(MostSum / _total);
        _parts = [.. blend.Weights.Select(w => (market.PicoOf(w.Meter), (long)w.Weight))];
    }

    /// <summary>Returns the price of a card.</summary>
    /// <param name="card">The index of the card.</param>
    /// <returns>
    /// The price, zero or more; <see cref="Unpriced"/> where the card has no rate for some meter of
    /// the blend.
    /// </returns>
    /// <exception cref="OverflowException">As for <see cref="RateCard.BlendedBy"/>.</exception>
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

    /// <summary>Compares the blended rates of two cards, given their prices.</summary>
    /// <returns>Less than zero where the first is cheaper, zero where both cost the same.</returns>
    public int Compare((int Card, long Price) one, (int Card, long Price) other)
    {
        int order = one.Price.CompareTo(other.Price);
        return order != 0 || one.Price % 2 == 0 ? order : Rate(one.Card).CompareTo(Rate(other.Card));
    }

    /// <summary>Returns the exact blended rate of a card that has one.</summary>
    /// <exception cref="OverflowException">As for <see cref="RateCard.BlendedBy"/>.</exception>
    public Rate Rate(int card) => _cards[card].Blended(_blend)!.Value;

    /// <summary>
    /// The price of a card from its exact rate, for rates that are not whole numbers of
    /// pico-dollars or are very large.
    /// </summary>
    private long Exactly(int card)
    {
        if (_cards[card].Blended(_blend) is not { } rate)
        {
            return Unpriced;
        }

        BigInteger dollars = Exact.Mantissa(rate.Usd) * _total * 1_000_000_000_000;
        BigInteger sum = BigInteger.DivRem(dollars, BigInteger.Pow(10, rate.Usd.Scale) * rate.Per, out BigInteger rest);
        BigInteger price = (2 * sum) + (rest.IsZero ? 0 : 1);
        return price < long.MaxValue ? (long)price : long.MaxValue;
    }
}
