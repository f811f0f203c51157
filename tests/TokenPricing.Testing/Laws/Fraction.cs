using System.Numerics;

namespace TokenPricing.Tests;

/// <summary>A rational number of any size, in lowest terms: arithmetic to judge the library's by.</summary>
public readonly record struct Fraction
{
    private static readonly BigInteger MaxMantissa = BigInteger.Pow(2, 96) - 1;

    public Fraction(BigInteger numerator, BigInteger denominator)
    {
        BigInteger divisor = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        Numerator = numerator / divisor;
        Denominator = denominator / divisor;
    }

    public BigInteger Numerator { get; }

    public BigInteger Denominator { get; }

    /// <summary>How many decimal places the number has; <see langword="null"/>: they never end.</summary>
    public int? Places
    {
        get
        {
            int places = 0;
            for (BigInteger rest = Denominator; !rest.IsOne; places++)
            {
                BigInteger shared = BigInteger.GreatestCommonDivisor(rest, 10);
                if (shared.IsOne)
                {
                    return null;
                }

                rest /= shared;
            }

            return places;
        }
    }

    /// <summary>Whether some <see cref="decimal"/> is exactly this number.</summary>
    public bool FitsDecimal => Places is <= 28 and int places && BigInteger.Abs(Numerator * BigInteger.Pow(10, places) / Denominator) <= MaxMantissa;

    /// <summary>Whether the number rounds to one larger, of either sign, than a <see cref="decimal"/> holds.</summary>
    public bool IsAboveDecimal => 2 * BigInteger.Abs(Numerator) >= ((2 * MaxMantissa) + 1) * Denominator;

    public static Fraction operator +(Fraction a, Fraction b) => new((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator);

    public static Fraction operator *(Fraction a, Fraction b) => new(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    public static Fraction operator /(Fraction a, Fraction b) => new(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

    public static Fraction Of(decimal value)
    {
        int[] bits = decimal.GetBits(value);
        BigInteger mantissa = 0;
        foreach (int word in (int[])[bits[2], bits[1], bits[0]])
        {
            mantissa = (mantissa * BigInteger.Pow(2, 32)) + unchecked((uint)word);
        }

        return new Fraction(bits[3] < 0 ? -mantissa : mantissa, BigInteger.Pow(10, (bits[3] >> 16) & 0xFF));
    }

    public static Fraction Of(long value) => new(value, 1);

    /// <summary>Whether no <see cref="decimal"/> with as many places as the number leaves room for, up to some, is nearer than this one.</summary>
    public bool IsNearest(decimal value, int most = 28)
    {
        BigInteger twiceError = 2 * BigInteger.Abs((Of(value).Numerator * Denominator) - (Numerator * Of(value).Denominator));
        BigInteger errorDenominator = Of(value).Denominator * Denominator;
        for (int places = most; places >= 0; places--)
        {
            // The nearest mantissa at this many places, by rounding half up: ties are judged by the error alone.
            BigInteger scaled = BigInteger.Abs(Numerator) * BigInteger.Pow(10, places);
            BigInteger nearest = ((2 * scaled) + Denominator) / (2 * Denominator);
            if (nearest <= MaxMantissa)
            {
                return twiceError * BigInteger.Pow(10, places) <= errorDenominator;
            }
        }

        return false;
    }

    public int CompareTo(Fraction other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);
}
