using System.Numerics;

namespace TokenPricing.Rates;

/// <summary>Represents what a unit costs as a fraction of whole pico-dollars in lowest terms, such as 250,000 / 3.</summary>
/// <param name="Numerator">The numerator, 0 or more.</param>
/// <param name="Denominator">The denominator, from 1 to <see cref="MaxDenominator"/>; 1 for nearly every rate.</param>
internal readonly record struct PicoRate(long Numerator, long Denominator)
{
    /// <summary>The limit of denominators. With that of numerators, seven products with any quantity add up within an Int128.</summary>
    private const long MaxDenominator = 1 << 20;

    /// <summary>The limit of numerators; see <see cref="MaxDenominator"/>.</summary>
    private const long NumeratorLimit = 1L << 59;

    /// <summary>Gets the price of what costs nothing.</summary>
    public static PicoRate Free { get; } = new(0, 1);

    /// <summary>Tries to convert a rate.</summary>
    /// <param name="rate">The rate.</param>
    /// <param name="multiple">The factor of the rate.</param>
    /// <param name="price">The price of one unit.</param>
    /// <returns><see langword="false"/> if the price is negative, or has too large a numerator or denominator.</returns>
    public static bool TryOf(Rate rate, decimal multiple, out PicoRate price)
    {
        if (PicoDollars.TryOf(rate, multiple, out long whole))
        {
            price = new PicoRate(whole, 1);
            return true;
        }

        BigInteger numerator = Exact.Mantissa(rate.Usd) * Exact.Mantissa(multiple) * BigInteger.Pow(10, PicoDollars.Places);
        BigInteger denominator = BigInteger.Pow(10, rate.Usd.Scale + multiple.Scale) * rate.Per;
        BigInteger divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        (numerator, denominator) = (numerator / divisor, denominator / divisor);
        bool fits = denominator <= MaxDenominator && numerator >= 0 && numerator < NumeratorLimit;
        price = fits ? new PicoRate((long)numerator, (long)denominator) : Free;
        return fits;
    }

    /// <summary>Returns the numerator over a multiple of the denominator; <see langword="null"/> if it is too large.</summary>
    public long? Over(long denominator) =>
        Math.BigMul(Numerator, denominator / Denominator, out long low) == 0 && low is >= 0 and < NumeratorLimit ? low : null;

    /// <summary>Returns the least common multiple of two denominators; <see langword="null"/> if it is too large.</summary>
    public static long? Common(long one, long other)
    {
        long common = one / (long)BigInteger.GreatestCommonDivisor(one, other) * other;
        return common <= MaxDenominator ? common : null;
    }
}
