using System.Globalization;
using System.Numerics;

namespace TokenPricing.Bulk;

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

    /// <summary>Adds whole numbers of 10^-12 dollars.</summary>
    public void AddPicoDollars(Int128 pico) => _carried += (BigInteger)pico * BigInteger.Pow(10, Places - PicoDollars.Places);

    /// <summary>The sum as an amount.</summary>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds it exactly.</exception>
    public Usd ToUsd() => new(Exact.OfMantissa(_carried + Units(_recent), Places));

    /// <summary>The sum with all its digits and at least two decimal places: <c>$0.0279</c>.</summary>
    public override string ToString()
    {
        BigInteger units = _carried + Units(_recent);
        BigInteger whole = BigInteger.DivRem(BigInteger.Abs(units), One, out BigInteger rest);
        string places = rest.ToString(CultureInfo.InvariantCulture).PadLeft(Places, '0').TrimEnd('0').PadRight(2, '0');
        return string.Create(CultureInfo.InvariantCulture, $"{(units.Sign < 0 ? "-" : "")}${whole}.{places}");
    }

    private static BigInteger Units(Usd amount) => Exact.Mantissa(amount.Amount) * BigInteger.Pow(10, Places - amount.Amount.Scale);
}
