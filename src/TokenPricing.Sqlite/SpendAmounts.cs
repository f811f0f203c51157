namespace TokenPricing.Sqlite;

/// <summary>Amounts as the file stores them: as whole numbers of 10^-12 dollars if possible, otherwise as text.</summary>
internal static class SpendAmounts
{
    private const int Places = 12;
    private const decimal PicoPerDollar = 1_000_000_000_000m;

    // A long holds as many pico-dollars, and a few more.
    private const decimal MostDollars = 9_000_000m;

    public static (long? Pico, string? Usd) Split(Usd amount) =>
        Math.Abs(amount.Amount) <= MostDollars && amount.Round(Places) == amount
            ? ((long)(amount.Amount * PicoPerDollar), null)
            : (null, amount.ToString());

    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the amount exactly.</exception>
    public static Usd OfPico(Int128 pico)
    {
        // So many, and not one more, have 96 bits.
        decimal count = (decimal)pico;
        return new Usd(new decimal(1, 0, 0, false, Places) * count);
    }
}
