namespace TokenPricing;

/// <summary>
/// Whole numbers of 10^-12 USD, in which the fast ways calculate. Of the market's token prices all but about twenty are a whole
/// number of them a token (DESIGN 3); the others are left to <see cref="decimal"/>.
/// </summary>
internal static class PicoDollars
{
    /// <summary>The decimal places of a pico-dollar.</summary>
    public const byte Places = 12;

    /// <summary>Rates below this, times seven quantities of any <see cref="long"/>, add up in an <see cref="Int128"/>.</summary>
    private const decimal TooLarge = 1L << 59;

    private const decimal PerDollar = 1_000_000_000_000m;

    /// <summary>What one unit costs at a rate, <paramref name="multiple"/> times.</summary>
    /// <returns><see langword="false"/> where that is no whole number, negative, or too large to count with.</returns>
    public static bool TryOf(Rate rate, decimal multiple, out long pico)
    {
        pico = 0;
        if (!TryMultiply(rate.Usd, multiple, out decimal usd) || !TryMultiply(usd, PerDollar, out decimal all) || all % rate.Per != 0)
        {
            return false;
        }

        decimal one = all / rate.Per;
        if (one is < 0 or >= TooLarge)
        {
            return false;
        }

        pico = (long)one;
        return true;
    }

    /// <summary>An amount as a number of pico-dollars; <see langword="false"/> where it is not a whole one, or a <see cref="long"/> does not hold it.</summary>
    public static bool TryOf(Usd amount, out long pico)
    {
        pico = 0;
        if (Math.Abs(amount.Amount) > long.MaxValue / PerDollar || !TryMultiply(amount.Amount, PerDollar, out decimal whole) || !decimal.IsInteger(whole))
        {
            return false;
        }

        pico = (long)whole;
        return true;
    }

    /// <summary>So many pico-dollars, zero or more, as dollars; <see langword="false"/> where a <see cref="decimal"/> with 12 places does not hold them.</summary>
    public static bool TryToUsd(Int128 pico, out Usd usd)
    {
        UInt128 magnitude = (UInt128)pico;
        usd = default;
        if (magnitude >> 96 != 0)
        {
            return false;
        }

        usd = new Usd(new decimal(unchecked((int)magnitude), unchecked((int)(magnitude >> 32)), unchecked((int)(magnitude >> 64)), false, Places));
        return true;
    }

    // Below this no product is too large, so that a full scale says that it is exact.
    private static bool TryMultiply(decimal a, decimal b, out decimal product)
    {
        product = 0;
        if (Math.Abs(a) > 1e14m || Math.Abs(b) > 1e14m)
        {
            return false;
        }

        product = a * b;
        return product.Scale == a.Scale + b.Scale || a == 0 || b == 0;
    }
}
