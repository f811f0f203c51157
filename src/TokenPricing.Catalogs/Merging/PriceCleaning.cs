namespace TokenPricing.Catalogs;

/// <summary>Removes the noise that calculations left in a source's prices, and nothing beyond that noise.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>Residue of binary floating point: a price within a relative distance of 10⁻¹² of one with at most nine digits becomes that one
/// (0.049999999999999996 becomes 0.05). A price that needs its digits, such as a twelfth (0.08333333333333334), is unchanged.</item>
/// <item>Databricks in LiteLLM's map: Databricks bills in units of $0.07, and the map has the price in those units, rounded to three
/// decimals, times 0.07. The true price is therefore within 0.000035 of it, and the shortest decimal in that range is used ($1.00002
/// becomes $1).</item>
/// </list>
/// </remarks>
internal static class PriceCleaning
{
    private const int MostDigits = 9;
    private const decimal Residue = 1e-12m;
    private const decimal HalfADatabricksStep = 0.0005m * 0.07m;

    /// <summary>Returns the rate without noise.</summary>
    /// <param name="rate">The rate that the source states.</param>
    /// <param name="isConverted">Whether the source converted it from Databricks' units.</param>
    public static Rate Clean(Rate rate, bool isConverted)
    {
        decimal usd = WithoutResidue(rate.Usd);
        if (isConverted && rate.Per == 1_000_000 && usd > HalfADatabricksStep)
        {
            usd = Shortest(usd, HalfADatabricksStep);
        }

        return usd == rate.Usd ? rate : new Rate(usd, rate.Per);
    }

    /// <summary>Removes the residue of binary floating point.</summary>
    private static decimal WithoutResidue(decimal usd)
    {
        if (usd == 0 || usd >= 1e15m)
        {
            return usd;
        }

        decimal shorter = Shortest(usd, usd * Residue);
        return Digits(shorter) <= MostDigits ? shorter : usd;
    }

    /// <summary>Returns the decimal with the fewest places within a distance of a value.</summary>
    private static decimal Shortest(decimal value, decimal distance)
    {
        for (int places = 0; places < value.Scale; places++)
        {
            decimal rounded = decimal.Round(value, places, MidpointRounding.AwayFromZero);
            if (decimal.Abs(rounded - value) <= distance)
            {
                return rounded;
            }
        }

        return value;
    }

    /// <summary>Returns the number of significant digits.</summary>
    private static int Digits(decimal value) => ExactNumber.SignificantDigits(value).Length;
}
