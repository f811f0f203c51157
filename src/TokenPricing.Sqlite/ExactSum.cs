using System.Numerics;

namespace TokenPricing.Sqlite;

/// <summary>An exact sum of amounts of any size, as the file stores it. <see langword="default"/> is zero.</summary>
/// <param name="Pico">The part in whole pico-dollars (10⁻¹² US dollars), which is nearly always all of it.</param>
/// <param name="Rest">The sum of the amounts that are not whole pico-dollars, in units of 10⁻²⁸ US dollars.</param>
internal readonly record struct ExactSum(Int128 Pico, BigInteger Rest)
{
    private const int PicoPlaces = 12;
    private const int Places = 28;
    private const decimal PicoPerDollar = 1_000_000_000_000m;

    // The largest amount that is counted in pico-dollars; slightly less than a long can represent.
    private const decimal MostDollars = 9_000_000m;

    private static readonly BigInteger RestPerPico = BigInteger.Pow(10, Places - PicoPlaces);

    public bool IsZero => this == default;

    public static ExactSum operator +(ExactSum a, ExactSum b) =>
        new(a.Pico + b.Pico, a.Rest.IsZero ? b.Rest : b.Rest.IsZero ? a.Rest : a.Rest + b.Rest);

    public static ExactSum operator -(ExactSum sum) => new(-sum.Pico, -sum.Rest);

    /// <summary>Returns an amount as a sum.</summary>
    public static ExactSum Of(Usd amount) =>
        PicoOf(amount) is { } pico ? new ExactSum(pico, default) : new ExactSum(default, UnitsOf(amount.Amount));

    /// <summary>Returns an amount in pico-dollars; <see langword="null"/> if it is too large or not whole.</summary>
    public static long? PicoOf(Usd amount) => Math.Abs(amount.Amount) <= MostDollars && amount.Round(PicoPlaces) == amount
        ? (long)(amount.Amount * PicoPerDollar)
        : null;

    /// <summary>Returns the amount of a number of pico-dollars.</summary>
    public static Usd UsdOf(long pico) => new(new decimal(1, 0, 0, false, PicoPlaces) * pico);

    /// <summary>Returns the sum as an amount.</summary>
    /// <exception cref="OverflowException">No <see cref="decimal"/> holds the amount exactly.</exception>
    public Usd ToUsd()
    {
        if (Rest.IsZero && Pico <= long.MaxValue && Pico >= long.MinValue)
        {
            return UsdOf((long)Pico);
        }

        BigInteger units = ((BigInteger)Pico * RestPerPico) + Rest;
        int places = Places;
        while (places > 0 && units % 10 == 0)
        {
            (units, places) = (units / 10, places - 1);
        }

        return new Usd((decimal)units * new decimal(1, 0, 0, false, (byte)places));
    }

    private static BigInteger UnitsOf(decimal amount)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(amount, bits);
        BigInteger mantissa = new(new decimal(bits[0], bits[1], bits[2], amount < 0, 0));
        return mantissa * BigInteger.Pow(10, Places - amount.Scale);
    }
}
