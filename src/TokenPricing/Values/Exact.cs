using System.Numerics;

namespace TokenPricing.Values;

/// <summary>
/// <see cref="decimal"/> arithmetic that is exact or throws. The operators of <see cref="decimal"/> round without a word
/// once a result needs more than 96 bits or 28 decimal places; a price may not.
/// </summary>
internal static class Exact
{
    private const int MaxScale = 28;

    // Everything that a decimal can hold of a finite quotient shows within 28 places beyond the present scale
    // plus the 63 that a divisor of 64 bits made of twos and fives can add.
    private const int GuardPlaces = 96;

    private static readonly BigInteger MaxMantissa = (BigInteger.One << 96) - 1;

    /// <summary>The sum; <see cref="OverflowException"/> where no <see cref="decimal"/> holds it exactly.</summary>
    public static decimal Add(decimal a, decimal b)
    {
        decimal sum = a + b;
        return sum.Scale == Math.Max(a.Scale, b.Scale) ? sum : AddSlowly(a, b);
    }

    /// <summary>The product; <see cref="OverflowException"/> where no <see cref="decimal"/> holds it exactly.</summary>
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
    /// <paramref name="a"/> times <paramref name="quantity"/> divided by <paramref name="per"/>: exact (or
    /// <see cref="OverflowException"/>) where the quotient has finitely many decimal places, which it has for every
    /// <paramref name="per"/> that is a power of ten; otherwise (a price per 3,600 seconds) rounded once, at the last of
    /// the places a <see cref="decimal"/> has, half to even.
    /// </summary>
    public static decimal MultiplyDivide(decimal a, decimal quantity, long per)
    {
        // Below these limits the product cannot be too large for a decimal while the quotient is not.
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

    /// <summary>Whether <paramref name="a"/> divided by <paramref name="per"/> has finitely many decimal places; <paramref name="per"/> is positive.</summary>
    public static bool HasFiniteQuotient(decimal a, long per) => (Mantissa(a) * BigInteger.Pow(10, GuardPlaces) % per).IsZero;

    /// <summary>
    /// <c>a / perA</c> divided by <c>b / perB</c>, rounded once, at the last of the places a <see cref="decimal"/> has, half
    /// to even; both <c>per</c> are positive.
    /// </summary>
    /// <exception cref="DivideByZeroException"><paramref name="b"/> is zero.</exception>
    public static decimal Ratio(decimal a, long perA, decimal b, long perB)
    {
        BigInteger scaled = Mantissa(a) * perB * BigInteger.Pow(10, b.Scale + GuardPlaces);
        BigInteger quotient = BigInteger.DivRem(scaled, Mantissa(b) * perA, out BigInteger remainder);
        return TrimZeros(Round(quotient, a.Scale + GuardPlaces, inexact: !remainder.IsZero));
    }

    /// <summary>Compares <c>a / perA</c> with <c>b / perB</c> without dividing; both <c>per</c> are positive.</summary>
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

    /// <summary>The same number with the fewest decimal places: 2.500 becomes 2.5. Two equal numbers have one such form.</summary>
    public static decimal TrimZeros(decimal value)
    {
        if (value == 0)
        {
            return 0; // also for -0.00
        }

        return value.Scale == 0 ? value : value / 1.0000000000000000000000000000m;
    }

    /// <summary>The same digits with the decimal point before as many of them, from 0 to 28.</summary>
    public static decimal WithScale(decimal value, int scale)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        return new decimal(bits[0], bits[1], bits[2], value < 0, (byte)scale);
    }

    /// <summary>The integer that is left when the decimal point is taken away, with its sign.</summary>
    public static BigInteger Mantissa(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        BigInteger mantissa = unchecked(((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0]);
        return decimal.IsNegative(value) ? -mantissa : mantissa;
    }

    /// <summary>An integer with its decimal point put back; <see cref="OverflowException"/> where no <see cref="decimal"/> holds that exactly.</summary>
    public static decimal OfMantissa(BigInteger mantissa, int scale)
    {
        while (scale > 0 && (scale > MaxScale || BigInteger.Abs(mantissa) > MaxMantissa))
        {
            BigInteger shorter = BigInteger.DivRem(mantissa, 10, out BigInteger digit);
            if (!digit.IsZero)
            {
                throw new OverflowException("The exact result has more digits than a decimal can hold.");
            }

            mantissa = shorter;
            scale--;
        }

        return ToDecimal(mantissa, scale);
    }

    private static decimal AddSlowly(decimal a, decimal b)
    {
        int scale = Math.Max(a.Scale, b.Scale);
        BigInteger left = Mantissa(a) * BigInteger.Pow(10, scale - a.Scale);
        BigInteger right = Mantissa(b) * BigInteger.Pow(10, scale - b.Scale);
        return OfMantissa(left + right, scale);
    }

    private static decimal Divide(BigInteger mantissa, int scale, long per)
    {
        BigInteger scaled = mantissa * BigInteger.Pow(10, GuardPlaces);
        BigInteger quotient = BigInteger.DivRem(scaled, per, out BigInteger remainder);
        return remainder.IsZero
            ? OfMantissa(quotient, scale + GuardPlaces)
            : Round(quotient, scale + GuardPlaces, inexact: true);
    }

    // The nearest decimal with as many places as there is room for; inexact: the mantissa is itself a little too small.
    private static decimal Round(BigInteger mantissa, int scale, bool inexact)
    {
        int drop = Math.Max(0, scale - MaxScale);
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
