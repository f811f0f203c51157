using System.Numerics;

namespace TokenPricing.Values;

/// <summary>Provides <see cref="decimal"/> arithmetic that is exact or throws.</summary>
/// <remarks>
/// The operators of <see cref="decimal"/> round silently if a result needs more than 96 bits or 28 decimal places.
/// Prices and costs must not be rounded silently.
/// </remarks>
internal static class Exact
{
    private const int MaxScale = 28;

    /// <summary>
    /// The decimal places of an amount that has infinitely many: a millionth of a pico-dollar. With more of them, a sum of two such amounts
    /// would need more digits than a decimal has.
    /// </summary>
    private const int PlacesOfEndless = 18;

    /// <summary>
    /// Enough places for every finite quotient that a decimal can hold: 28 of the result, plus the 63 that a
    /// 64-bit divisor with only the prime factors 2 and 5 can add.
    /// </summary>
    private const int GuardPlaces = 96;

    private static readonly BigInteger MaxMantissa = (BigInteger.One << 96) - 1;

    /// <summary>Returns the sum of two numbers.</summary>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the sum exactly.</exception>
    public static decimal Add(decimal a, decimal b)
    {
        decimal sum = a + b;
        return sum.Scale == Math.Max(a.Scale, b.Scale) ? sum : AddSlowly(a, b);
    }

    /// <summary>Returns the product of two numbers.</summary>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the product exactly.</exception>
    public static decimal Multiply(decimal a, decimal b)
    {
        if (a == 0 || b == 0)
        {
            return 0;
        }

        decimal product = a * b;
        return product.Scale == a.Scale + b.Scale ? product : OfMantissa(Mantissa(a) * Mantissa(b), a.Scale + b.Scale);
    }

    /// <summary>
    /// Returns <paramref name="a"/> times <paramref name="quantity"/> divided by <paramref name="per"/>.
    /// </summary>
    /// <param name="a">A rate's dollars, of any sign.</param>
    /// <param name="quantity">The number of units, of any sign.</param>
    /// <param name="per">The units that the dollars buy, 1 or more.</param>
    /// <returns>
    /// The exact quotient if it has finitely many decimal places, as for every power of ten. Otherwise (3,600 seconds,
    /// say) it is rounded once, half to even, to 18 decimal places.
    /// </returns>
    /// <exception cref="OverflowException">
    /// The quotient is finite, but no <see cref="decimal"/> holds it exactly; or it is too large.
    /// </exception>
    public static decimal MultiplyDivide(decimal a, decimal quantity, long per)
    {
        // Within these limits the product fits a decimal whenever the quotient does.
        if (per == 1_000_000 && a.Scale + quantity.Scale <= MaxScale - 6 && Math.Abs(a) < 1e9m && Math.Abs(quantity) < 1e19m)
        {
            decimal product = a * quantity;
            if (product.Scale == a.Scale + quantity.Scale)
            {
                return WithScale(product, product.Scale + 6);
            }
        }

        return Divide(Mantissa(a) * Mantissa(quantity), a.Scale + quantity.Scale, per);
    }

    /// <summary>
    /// Determines whether <paramref name="a"/> divided by <paramref name="per"/> has finitely many decimal places.
    /// </summary>
    /// <param name="a">The dividend.</param>
    /// <param name="per">The divisor, 1 or more.</param>
    public static bool HasFiniteQuotient(decimal a, long per)
    {
        long rest = per;
        while (rest % 10 == 0)
        {
            rest /= 10;
        }

        return rest == 1 || (Mantissa(a) * BigInteger.Pow(10, GuardPlaces) % rest).IsZero;
    }

    /// <summary>Returns the sum of a number and of quotients, which is rounded once, as <see cref="MultiplyDivide"/> rounds.</summary>
    /// <param name="sum">The number.</param>
    /// <param name="products">The dollars of rates, the numbers of units, and the units that the dollars buy, 1 or more.</param>
    /// <exception cref="OverflowException">
    /// The sum is finite, but no <see cref="decimal"/> holds it exactly; or it is too large.
    /// </exception>
    public static decimal AddQuotients(decimal sum, IEnumerable<(decimal Usd, decimal Quantity, long Per)> products)
    {
        BigInteger numerator = Mantissa(sum) * BigInteger.Pow(10, GuardPlaces - sum.Scale);
        BigInteger denominator = 1;
        foreach ((decimal usd, decimal quantity, long per) in products)
        {
            BigInteger product = Mantissa(usd) * Mantissa(quantity) * BigInteger.Pow(10, GuardPlaces - usd.Scale - quantity.Scale);
            (numerator, denominator) = ((numerator * per) + (product * denominator), denominator * per);
        }

        return Divide(numerator, GuardPlaces, denominator);
    }

    /// <summary>
    /// Returns <c>a / perA</c> divided by <c>b / perB</c>, rounded once, half to even, to as many digits as a
    /// <see cref="decimal"/> holds.
    /// </summary>
    /// <param name="a">The dollars of the dividend.</param>
    /// <param name="perA">The units of the dividend, 1 or more.</param>
    /// <param name="b">The dollars of the divisor.</param>
    /// <param name="perB">The units of the divisor, 1 or more.</param>
    /// <exception cref="DivideByZeroException"><paramref name="b"/> is zero.</exception>
    /// <exception cref="OverflowException">The ratio is larger than a <see cref="decimal"/> holds.</exception>
    public static decimal Ratio(decimal a, long perA, decimal b, long perB)
    {
        (BigInteger quotient, bool isExact) = Quotient(a, perA, b, perB);
        return TrimZeros(Round(quotient, a.Scale + GuardPlaces, inexact: !isExact));
    }

    /// <summary>
    /// Returns <c>a / perA</c> divided by <c>b / perB</c>; <see langword="null"/> if no <see cref="decimal"/> is exactly that, or
    /// <paramref name="b"/> is zero.
    /// </summary>
    /// <inheritdoc cref="Ratio"/>
    public static decimal? FiniteRatio(decimal a, long perA, decimal b, long perB)
    {
        if (b == 0)
        {
            return null;
        }

        (BigInteger quotient, bool isExact) = Quotient(a, perA, b, perB);
        int scale = a.Scale + GuardPlaces;
        while (scale > 0 && (quotient % 10).IsZero)
        {
            (quotient, scale) = (quotient / 10, scale - 1);
        }

        return isExact && scale <= MaxScale && BigInteger.Abs(quotient) <= MaxMantissa ? ToDecimal(quotient, scale) : null;
    }

    /// <summary>
    /// Compares <c>a / perA</c> with <c>b / perB</c> exactly, without dividing. Both divisors must be positive.
    /// </summary>
    public static int CompareQuotients(decimal a, long perA, decimal b, long perB)
    {
        if (perA == perB)
        {
            return a.CompareTo(b);
        }

        BigInteger left = Mantissa(a) * perB * BigInteger.Pow(10, b.Scale);
        BigInteger right = Mantissa(b) * perA * BigInteger.Pow(10, a.Scale);
        return left.CompareTo(right);
    }

    /// <summary>
    /// Returns the number without trailing zeros: 2.500 becomes 2.5, and -0.00 becomes 0. Equal numbers have one such
    /// form.
    /// </summary>
    public static decimal TrimZeros(decimal value)
    {
        if (value == 0)
        {
            return 0; // without the sign of -0.00
        }

        return value.Scale == 0 ? value : value / 1.0000000000000000000000000000m;
    }

    /// <summary>
    /// Returns the digits of a number with the decimal point moved, so that it has <paramref name="scale"/> (0 to 28)
    /// decimal places.
    /// </summary>
    public static decimal WithScale(decimal value, int scale)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        return new decimal(bits[0], bits[1], bits[2], value < 0, (byte)scale);
    }

    /// <summary>Returns the digits of a number as an integer with its sign: -1.50 becomes -150.</summary>
    public static BigInteger Mantissa(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        BigInteger mantissa = unchecked(((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0]);
        return decimal.IsNegative(value) ? -mantissa : mantissa;
    }

    /// <summary>Returns <paramref name="mantissa"/> divided by 10 to the power of <paramref name="scale"/>.</summary>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the number exactly.</exception>
    public static decimal OfMantissa(BigInteger mantissa, int scale)
    {
        while (scale > 0 && (scale > MaxScale || BigInteger.Abs(mantissa) > MaxMantissa))
        {
            BigInteger shorter = BigInteger.DivRem(mantissa, 10, out BigInteger digit);
            if (!digit.IsZero)
            {
                throw new OverflowException("The exact result has more digits than a decimal can hold. Round the operands first.");
            }

            mantissa = shorter;
            scale--;
        }

        return ToDecimal(mantissa, scale);
    }

    /// <summary>
    /// Returns <c>a / perA</c> divided by <c>b / perB</c>, times 10 to the power of the scale of <c>a</c> and the guard places.
    /// </summary>
    private static (BigInteger Quotient, bool IsExact) Quotient(decimal a, long perA, decimal b, long perB)
    {
        BigInteger scaled = Mantissa(a) * perB * BigInteger.Pow(10, b.Scale + GuardPlaces);
        BigInteger quotient = BigInteger.DivRem(scaled, Mantissa(b) * perA, out BigInteger remainder);
        return (quotient, remainder.IsZero);
    }

    private static decimal AddSlowly(decimal a, decimal b)
    {
        int scale = Math.Max(a.Scale, b.Scale);
        BigInteger left = Mantissa(a) * BigInteger.Pow(10, scale - a.Scale);
        BigInteger right = Mantissa(b) * BigInteger.Pow(10, scale - b.Scale);
        return OfMantissa(left + right, scale);
    }

    private static decimal Divide(BigInteger mantissa, int scale, BigInteger per)
    {
        BigInteger scaled = mantissa * BigInteger.Pow(10, GuardPlaces);
        BigInteger quotient = BigInteger.DivRem(scaled, per, out BigInteger remainder);
        return remainder.IsZero
            ? OfMantissa(quotient, scale + GuardPlaces)
            : Round(quotient, scale + GuardPlaces, inexact: true, PlacesOfEndless);
    }

    /// <summary>
    /// Returns the nearest decimal with as many places as fit, up to some. If inexact, the true magnitude is slightly above the mantissa's.
    /// </summary>
    private static decimal Round(BigInteger mantissa, int scale, bool inexact, int places = MaxScale)
    {
        int drop = Math.Max(0, scale - places);
        BigInteger rounded = RoundOff(BigInteger.Abs(mantissa), drop, inexact);
        while (rounded > MaxMantissa && drop < scale)
        {
            drop++;
            rounded = RoundOff(BigInteger.Abs(mantissa), drop, inexact);
        }

        return ToDecimal(mantissa.Sign < 0 ? -rounded : rounded, scale - drop);
    }

    private static BigInteger RoundOff(BigInteger magnitude, int digits, bool inexact)
    {
        BigInteger divisor = BigInteger.Pow(10, digits);
        BigInteger quotient = BigInteger.DivRem(magnitude, divisor, out BigInteger remainder);
        int half = (remainder * 2).CompareTo(divisor);
        bool up = half > 0 || (half == 0 && (inexact || !quotient.IsEven));
        return quotient + (up ? 1 : 0);
    }

    private static decimal ToDecimal(BigInteger mantissa, int scale)
    {
        BigInteger magnitude = BigInteger.Abs(mantissa);
        if (magnitude > MaxMantissa)
        {
            throw new OverflowException("The exact result is larger than a decimal can hold.");
        }

        uint low = (uint)(magnitude & uint.MaxValue);
        uint middle = (uint)((magnitude >> 32) & uint.MaxValue);
        uint high = (uint)(magnitude >> 64);
        return new decimal(unchecked((int)low), unchecked((int)middle), unchecked((int)high), mantissa.Sign < 0, (byte)scale);
    }
}
