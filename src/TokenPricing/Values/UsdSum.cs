using System.Numerics;

namespace TokenPricing.Values;

/// <summary>A running sum of amounts that stays exact even when it is larger than a <see cref="decimal"/> can hold.</summary>
/// <remarks>
/// Use it to add up very many amounts, or amounts of very different sizes, where <c>+</c> of <see cref="Usd"/> could throw an
/// <see cref="OverflowException"/>. Not safe for concurrent use.
/// </remarks>
public sealed class UsdSum
{
    /// <summary>The decimal places of the smallest decimal, and of a pico-dollar.</summary>
    private const int Places = 28;
    private const int PicoPlaces = 12;

    private static readonly BigInteger One = BigInteger.Pow(10, Places);

    /// <summary>The sum since the last overflow.</summary>
    private Usd _recent;
    /// <summary>The sum before it, in units of 10^-28 dollars.</summary>
    private BigInteger _carried;

    /// <summary>Adds an amount, which may be negative.</summary>
    /// <param name="amount">The amount.</param>
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
    /// <param name="sum">The other sum, which does not change.</param>
    public void Add(UsdSum sum)
    {
        ArgumentNullException.ThrowIfNull(sum);
        _carried += sum._carried;
        Add(sum._recent);
    }

    /// <summary>The sum as an amount.</summary>
    /// <exception cref="OverflowException">The sum has more digits than a <see cref="decimal"/> holds.</exception>
    public Usd ToUsd() => new(Exact.OfMantissa(_carried + Units(_recent), Places));

    /// <summary>The sum with all its digits and at least two decimal places, such as <c>$0.0279</c>, in every culture.</summary>
    public override string ToString()
    {
        BigInteger units = _carried + Units(_recent);
        BigInteger whole = BigInteger.DivRem(BigInteger.Abs(units), One, out BigInteger rest);
        string places = rest.ToString(CultureInfo.InvariantCulture).PadLeft(Places, '0').TrimEnd('0').PadRight(2, '0');
        return string.Create(CultureInfo.InvariantCulture, $"{(units.Sign < 0 ? "-" : "")}${whole}.{places}");
    }

    /// <summary>Adds whole numbers of 10^-12 dollars.</summary>
    internal void AddPicoDollars(Int128 pico) => _carried += (BigInteger)pico * BigInteger.Pow(10, Places - PicoPlaces);

    private static BigInteger Units(Usd amount) => Exact.Mantissa(amount.Amount) * BigInteger.Pow(10, Places - amount.Amount.Scale);
}
