using System.Globalization;
using System.Numerics;

namespace TokenPricing.Tool;

/// <summary>A sum of amounts of any number, exact to the last digit also where no <see cref="decimal"/> holds it.</summary>
internal sealed class ExactSum
{
    // The decimal places of the smallest decimal.
    private const int Places = 28;

    private static readonly BigInteger One = BigInteger.Pow(10, Places);

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

    public void Add(ExactSum sum)
    {
        _carried += sum._carried;
        Add(sum._recent);
    }

    /// <summary>The sum with all its digits and at least two decimal places: <c>$0.0279</c>.</summary>
    public override string ToString()
    {
        BigInteger units = _carried + Units(_recent);
        BigInteger whole = BigInteger.DivRem(BigInteger.Abs(units), One, out BigInteger rest);
        string places = rest.ToString(CultureInfo.InvariantCulture).PadLeft(Places, '0').TrimEnd('0').PadRight(2, '0');
        return string.Create(CultureInfo.InvariantCulture, $"{(units.Sign < 0 ? "-" : "")}${whole}.{places}");
    }

    private static BigInteger Units(Usd amount)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(amount.Amount, parts);
        BigInteger digits = ((BigInteger)unchecked((uint)parts[2]) << 64) + ((BigInteger)unchecked((uint)parts[1]) << 32) + unchecked((uint)parts[0]);
        return (parts[3] < 0 ? -digits : digits) * BigInteger.Pow(10, Places - amount.Amount.Scale);
    }
}
