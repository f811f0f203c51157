using System.Globalization;
using System.Numerics;

namespace TokenPricing.Bulk;

/// <summary>
/// A sum of any number of amounts in US dollars, exact to the last digit even where no
/// <see cref="decimal"/> holds it.
/// </summary>
/// <remarks>
/// Amounts are added in <see cref="decimal"/>; only when that overflows is the sum so far carried
/// into a <see cref="BigInteger"/>. Not safe for use by several threads at once.
/// </remarks>
internal sealed class ExactSum
{
    /// <summary>The most decimal places that a decimal has.</summary>
    private const int Places = 28;

    private static readonly BigInteger One = BigInteger.Pow(10, Places);

    /// <summary>The sum since the last overflow.</summary>
    private Usd _recent;
    /// <summary>The sum before it, in units of 10^-28 dollars.</summary>
    private BigInteger _carried;

    /// <summary>Adds an amount.</summary>
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

    /// <summary>Adds another sum.</summary>
    public void Add(ExactSum sum)
    {
        _carried += sum._carried;
        Add(sum._recent);
    }

    /// <summary>Adds a whole number of pico-dollars, 10^-12 US dollars each.</summary>
    public void AddPicoDollars(Int128 pico) => _carried += (BigInteger)pico * BigInteger.Pow(10, Places - PicoDollars.Places);

    /// <summary>Returns the sum as an amount.</summary>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds it exactly.</exception>
    public Usd ToUsd() => new(Exact.OfMantissa(_carried + Units(_recent), Places));

    /// <summary>
    /// Returns the sum with all digits and at least two decimal places, in the invariant culture:
    /// <c>$0.0279</c>.
    /// </summary>
    public override string ToString()
    {
        BigInteger units = _carried + Units(_recent);
        BigInteger whole = BigInteger.DivRem(BigInteger.Abs(units), One, out BigInteger rest);
        string places = rest.ToString(CultureInfo.InvariantCulture).PadLeft(Places, '0').TrimEnd('0').PadRight(2, '0');
        return string.Create(CultureInfo.InvariantCulture, $"{(units.Sign < 0 ? "-" : "")}${whole}.{places}");
    }

    /// <summary>An amount in units of 10^-28 dollars, which every decimal is a whole number of.</summary>
    private static BigInteger Units(Usd amount) => Exact.Mantissa(amount.Amount) * BigInteger.Pow(10, Places - amount.Amount.Scale);
}
