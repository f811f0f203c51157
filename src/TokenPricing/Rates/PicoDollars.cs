namespace TokenPricing.Rates;

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

    // Amounts of dollars below this are less than 10^28 pico-dollars, which a decimal counts one by one.
    private const decimal TooManyDollars = 1e16m;

    /// <summary>What one unit costs at a rate, <paramref name="multiple"/> times.</summary>
    /// <returns><see langword="false"/> where that is no whole number, negative, or too large to count with.</returns>
    public static bool TryOf(Rate rate, decimal multiple, out long pico)
    {
        pico = 0;
        (decimal usd, decimal factor) = (Exact.TrimZeros(rate.Usd), Exact.TrimZeros(multiple));
        decimal product = usd * factor;
        bool isExact = product.Scale == usd.Scale + factor.Scale || product == 0;
        if (!isExact || !TryCount(product, out decimal all) || all % rate.Per != 0 || all / rate.Per is not (>= 0 and < TooLarge and var one))
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
        if (!TryCount(amount.Amount, out decimal all) || !decimal.IsInteger(all) || all is < long.MinValue or > long.MaxValue)
        {
            return false;
        }

        pico = (long)all;
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

    // How many pico-dollars, and parts of one, an amount is.
    private static bool TryCount(decimal usd, out decimal pico)
    {
        decimal amount = Exact.TrimZeros(usd);
        int more = Places - amount.Scale;
        pico = 0;
        if (Math.Abs(amount) >= TooManyDollars)
        {
            return false;
        }

        pico = Exact.WithScale(amount, Math.Max(0, -more));
        for (int i = 0; i < more; i++)
        {
            pico *= 10;
        }

        return true;
    }
}
