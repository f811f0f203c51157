namespace TokenPricing.Rates;

/// <summary>
/// Converts rates and amounts to whole pico-dollars (10^-12 USD), in which the fast calculations work.
/// </summary>
/// <remarks>
/// All but about twenty token prices of the market are a whole number of pico-dollars per token. See <see cref="PicoRate"/> for the others.
/// </remarks>
internal static class PicoDollars
{
    /// <summary>The number of decimal places of a pico-dollar.</summary>
    public const byte Places = 12;

    /// <summary>
    /// The limit of rates: below it, seven products with any <see cref="long"/> add up within an <see cref="Int128"/>.
    /// </summary>
    private const decimal RateLimit = 1L << 59;

    /// <summary>The limit of amounts: below it, a <see cref="decimal"/> holds every number of pico-dollars.</summary>
    private const decimal AmountLimit = 1e16m;

    /// <summary>Tries to convert a rate to pico-dollars per unit.</summary>
    /// <param name="rate">The rate.</param>
    /// <param name="multiple">The factor of the rate.</param>
    /// <param name="pico">The price of one unit in pico-dollars, 0 or more.</param>
    /// <returns>
    /// <see langword="false"/> if the price is not a whole number of pico-dollars, is negative, or is too large or too long for decimals.
    /// </returns>
    public static bool TryOf(Rate rate, decimal multiple, out long pico)
    {
        pico = 0;
        (decimal usd, decimal factor) = (Exact.TrimZeros(rate.Usd), Exact.TrimZeros(multiple));
        decimal product = usd * factor;
        if (product.Scale != usd.Scale + factor.Scale
            || !TryCount(product, out decimal all)
            || all % rate.Per != 0
            || all / rate.Per is not (>= 0 and < RateLimit and var one))
        {
            return false;
        }

        pico = (long)one;
        return true;
    }

    /// <summary>Tries to convert an amount to pico-dollars.</summary>
    /// <param name="amount">The amount, of any sign.</param>
    /// <param name="pico">The number of pico-dollars.</param>
    /// <returns>
    /// <see langword="false"/> if the amount is not a whole number of pico-dollars, or does not fit a
    /// <see cref="long"/>.
    /// </returns>
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

    /// <summary>Tries to convert pico-dollars to an amount.</summary>
    /// <param name="pico">The number of pico-dollars, 0 or more.</param>
    /// <param name="usd">The amount, with 12 decimal places.</param>
    /// <returns>
    /// <see langword="false"/> if a <see cref="decimal"/> with 12 decimal places does not hold the amount.
    /// </returns>
    public static bool TryToUsd(Int128 pico, out Usd usd)
    {
        UInt128 magnitude = (UInt128)pico;
        usd = default;
        if (magnitude >> 96 != 0)
        {
            return false;
        }

        (int low, int middle, int high) = unchecked(((int)magnitude, (int)(magnitude >> 32), (int)(magnitude >> 64)));
        usd = new Usd(new decimal(low, middle, high, false, Places));
        return true;
    }

    /// <summary>Tries to convert dollars to pico-dollars, with their fractions.</summary>
    /// <returns><see langword="false"/> if the amount is not below <see cref="AmountLimit"/>.</returns>
    private static bool TryCount(decimal usd, out decimal pico)
    {
        decimal amount = Exact.TrimZeros(usd);
        int more = Places - amount.Scale;
        pico = 0;
        if (Math.Abs(amount) >= AmountLimit)
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
