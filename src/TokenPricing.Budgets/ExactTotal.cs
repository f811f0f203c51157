using System.Numerics;

namespace TokenPricing.Budgets;

/// <summary>A running total of any number of amounts, exact even while no <see cref="decimal"/> can hold it. Not safe to share between threads.</summary>
internal sealed class ExactTotal
{
    // The number of decimal places of the smallest decimal.
    private const int Places = 28;

    private static readonly BigInteger MaximumMantissa = (BigInteger.One << 96) - 1;

    private Usd _recent;
    private BigInteger _carried;

    public void Add(Usd amount)
    {
        try
        {
            _recent += amount;
        }
        catch (OverflowException)
        {
            _carried += Units(_recent);
            _recent = amount;
        }
    }

    public void Add(ExactTotal other)
    {
        _carried += other._carried;
        Add(other._recent);
    }

    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the total exactly.</exception>
    public Usd ToUsd() => _carried.IsZero ? _recent : new Usd(FromUnits(_carried + Units(_recent)));

    private static BigInteger Units(Usd amount)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(amount.Amount, bits);
        BigInteger mantissa = unchecked(((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0]);
        return BigInteger.Pow(10, Places - amount.Amount.Scale) * (amount.Amount < 0 ? -mantissa : mantissa);
    }

    private static decimal FromUnits(BigInteger units)
    {
        BigInteger mantissa = BigInteger.Abs(units);
        byte scale = Places;
        for (; scale > 0 && mantissa > MaximumMantissa; scale--)
        {
            mantissa = BigInteger.DivRem(mantissa, 10, out BigInteger digit);
            if (!digit.IsZero)
            {
                throw new OverflowException("The exact total has more digits than a decimal can hold.");
            }
        }

        if (mantissa > MaximumMantissa)
        {
            throw new OverflowException("The exact total is larger than a decimal can hold.");
        }

        return unchecked(new decimal((int)(uint)(mantissa & uint.MaxValue), (int)(uint)((mantissa >> 32) & uint.MaxValue), (int)(uint)(mantissa >> 64), units.Sign < 0, scale));
    }
}
