namespace TokenPricing.Sqlite;

/// <summary>
/// Converts amounts to and from the form in which the file stores them: pico-dollars (10⁻¹² US dollars) if possible, otherwise text.
/// </summary>
internal static class SpendAmounts
{
    private const int Places = 12;
    private const decimal PicoPerDollar = 1_000_000_000_000m;

    // The largest amount that is stored in pico-dollars; slightly less than a long can represent.
    private const decimal MostDollars = 9_000_000m;

    /// <summary>
    /// Returns an amount as pico-dollars, or as text if it is too large or too precise; the other value is <see langword="null"/>.
    /// </summary>
    public static (long? Pico, string? Usd) Split(Usd amount) =>
        Math.Abs(amount.Amount) <= MostDollars && amount.Round(Places) == amount
            ? ((long)(amount.Amount * PicoPerDollar), null)
            : (null, amount.ToString());

    /// <summary>Returns the amount of a number of pico-dollars.</summary>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the amount exactly.</exception>
    public static Usd OfPico(Int128 pico)
    {
        // The conversion throws if the number has more than 96 bits.
        decimal count = (decimal)pico;
        return new Usd(new decimal(1, 0, 0, false, Places) * count);
    }
}
