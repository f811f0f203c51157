namespace TokenPricing.Catalogs;

/// <summary>Takes the noise out of prices that a source has calculated with: never more than what the calculation put in.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>Residue of binary floating point: a price within 10⁻¹² of one with at most nine digits is that one
/// (0.049999999999999996 is 0.05).
/// A price that needs its digits, such as a twelfth (0.08333333333333334), keeps them.</item>
/// <item>Databricks in LiteLLM's map: Databricks bills in units of $0.07, and the map has the price in those units, rounded to three
/// decimals, times 0.07. So the true price lies within 0.000035 of it, and is taken to be the shortest one there ($1.00002 is $1).</item>
/// </list>
/// </remarks>
internal static class PriceCleaning
{
    private const int MostDigits = 9;
    private const decimal Residue = 1e-12m;
    private const decimal HalfADatabricksStep = 0.0005m * 0.07m;

    /// <summary>The rate without noise.</summary>
    /// <param name="rate">What the source states.</param>
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

    private static decimal WithoutResidue(decimal usd)
    {
        if (usd == 0 || usd >= 1e15m)
        {
            return usd;
        }

        decimal shorter = Shortest(usd, usd * Residue);
        return Digits(shorter) <= MostDigits ? shorter : usd;
    }

    // The decimal with the fewest places within a distance; of several, the nearest.
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

    private static int Digits(decimal value) => ExactNumber.SignificantDigits(value).Length;
}
